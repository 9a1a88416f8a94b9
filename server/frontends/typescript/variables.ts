import ts from 'typescript';
import { createClass } from './classes.ts';
import { createFunction } from './functions.ts';
import type { Scope } from './machine.ts';
import { evaluate } from './machine.ts';
import { nameModel } from './model-names.ts';
import { bindPattern } from './patterns.ts';
import { declare, declareVar } from './scope.ts';
import type { Value } from './values.ts';
import { unknown } from './values.ts';

export function executeVariables(list: ts.VariableDeclarationList, scope: Scope, isAmbient = false): undefined {
  const isBlockScoped = (list.flags & ts.NodeFlags.BlockScoped) !== 0;
  for (const declaration of list.declarations) {
    const { initializer, name } = declaration;
    // `var x;` does not take a value away that x already has.
    if (!initializer && !isBlockScoped) continue;
    const value = initializer ? evaluateNamed(initializer, name, scope) : declaredValue(isAmbient, name);
    bindPattern(name, value, scope, (text, bound, node) => {
      nameModel(bound, text, node, scope);
      (isBlockScoped ? declare : declareVar)(scope, text, bound);
    });
  }
}

/** `let x;` is undefined until somebody sets it; `declare const x` has a value that another file knows. */
function declaredValue(isAmbient: boolean, name: ts.Node): Value {
  return isAmbient ? unknown('declared elsewhere', ts.isIdentifier(name) ? name.text : null) : undefined;
}

/** `const createModel = () => …` names the function. */
export function evaluateNamed(initializer: ts.Expression, name: ts.Node, scope: Scope): Value {
  if (!ts.isIdentifier(name)) return evaluate(initializer, scope);
  if (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)) {
    return createNamed(initializer, name, scope);
  }
  if (ts.isClassExpression(initializer)) return createClass(initializer, scope, name.text);
  return evaluate(initializer, scope);
}

function createNamed(node: ts.ArrowFunction | ts.FunctionExpression, name: ts.Identifier, scope: Scope) {
  return createFunction(node, scope, node.name ? {} : { name: name.text, nameNode: name });
}
