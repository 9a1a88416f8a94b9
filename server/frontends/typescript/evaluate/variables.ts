import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import { placeOf } from '../values/machine.ts';
import { nameModel } from '../values/model-names.ts';
import { declare, declareVar, lookup } from '../values/scope.ts';
import type { Scope, Value } from '../values/values.ts';
import { unknown } from '../values/values.ts';
import { createClass } from './classes.ts';
import { evaluateFunction } from './functions.ts';
import { bindPattern } from './patterns.ts';

export function executeVariables(list: ts.VariableDeclarationList, scope: Scope, isAmbient = false): undefined {
  const isBlockScoped = (list.flags & ts.NodeFlags.BlockScoped) !== 0;
  const isConstant = (list.flags & ts.NodeFlags.Const) !== 0;
  for (const declaration of list.declarations) {
    const { initializer, name } = declaration;
    // `var x;` does not take a value away that x already has.
    if (!initializer && !isBlockScoped) continue;
    // A constant without a value is debris of a statement that is being typed, and hides nothing.
    if (!initializer && !isAmbient && isConstant && ts.isIdentifier(name) && lookup(scope, name.text)) continue;
    const value = initializer ? evaluateNamed(initializer, name, scope) : declaredValue(isAmbient, name);
    bindPattern(name, value, scope, (text, bound, node) => {
      nameModel(bound, text, placeOf(node, scope));
      (isBlockScoped ? declare : declareVar)(scope, text, bound);
    });
  }
}

/** `let x;` is undefined until it is assigned; `declare const x` has a value that another file knows. */
function declaredValue(isAmbient: boolean, name: ts.Node): Value {
  return isAmbient ? unknown(l10n.t('declared elsewhere'), ts.isIdentifier(name) ? name.text : null) : undefined;
}

/** `const createModel = () => …` names the function, `const Block = class …` the class. */
export function evaluateNamed(initializer: ts.Expression, name: ts.Node, scope: Scope): Value {
  return ts.isClassExpression(initializer) && ts.isIdentifier(name)
    ? createClass(initializer, scope, name.text)
    : evaluateFunction(initializer, name, scope);
}
