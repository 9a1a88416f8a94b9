import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import type { ArgumentSource } from '../../../../core/graph/node.ts';
import { iterate, openEnd } from '../flow/iteration.ts';
import { longestList } from '../values/extent.ts';
import { evaluate, placeOf, UNITS } from '../values/machine.ts';
import { propertyName } from '../values/property-name.ts';
import { isRest, rest } from '../values/rest.ts';
import { spread } from '../values/spread.ts';
import type { ObjectValue, Scope, Value } from '../values/values.ts';
import { array, isKind, object, unknown } from '../values/values.ts';
import { createFunction } from './functions.ts';
import { identifierValue } from './globals.ts';
import { evaluateNamed } from './variables.ts';

export function evaluateArray(node: ts.ArrayLiteralExpression, scope: Scope): Value {
  const { run } = scope.frame;
  const result = array([]);
  run.work.spend(UNITS.object);
  for (const element of node.elements) {
    if (ts.isSpreadElement(element)) {
      const value = evaluate(element.expression, scope);
      const items = iterate(value, scope);
      const end = items ? openEnd(value) : isKind(value, 'unknown') ? value : unknown(l10n.t('not a list'));
      run.work.spend(items?.length ?? 0);
      // One by one: too many arguments are too much for a stack.
      for (const item of items ?? []) result.elements.push(item);
      if (end) result.elements.push(rest(end));
      result.open ??= result.elements.find(isRest) ?? null;
    } else {
      // A hole is no element, but takes its place.
      if (ts.isOmittedExpression(element)) result.elements.length += 1;
      else result.elements.push(evaluate(element, scope));
    }
  }
  return result.elements.length > longestList ? array([], unknown(l10n.t('a very long list'))) : result;
}

/** An object literal. Every property remembers where it stands, through spreads and copies too. */
export function evaluateObject(node: ts.ObjectLiteralExpression, scope: Scope): Value {
  scope.frame.run.work.spend(UNITS.object);
  const result = object([], { literal: placeOf(node, scope) });
  for (const [index, property] of node.properties.entries()) {
    if (isStatement(property, node.properties[index + 1])) {
      result.open = unknown(l10n.t('an object whose brace is not closed yet'));
      break;
    }
    addProperty(result, property, scope);
  }
  return result;
}

/** Behind a brace that is not closed yet the parser reads `const x = 5` and `model.compile()` as properties without colon or comma. */
function isStatement(property: ts.ObjectLiteralElementLike, next: ts.ObjectLiteralElementLike | undefined): boolean {
  if (ts.isPropertyAssignment(property)) return property.initializer.pos === property.name.end;
  if (!ts.isShorthandPropertyAssignment(property)) return false;
  return property.objectAssignmentInitializer !== undefined || next?.pos === property.end;
}

function addProperty(target: ObjectValue, property: ts.ObjectLiteralElementLike, scope: Scope): void {
  if (ts.isSpreadAssignment(property)) {
    spread(target, evaluate(property.expression, scope), property, scope);
    return;
  }
  if (ts.isShorthandPropertyAssignment(property)) {
    const value = identifierValue(property.name, scope);
    target.properties.set(property.name.text, { value, source: sourceOf(property, property.name, scope) });
    return;
  }
  const name = propertyName(property.name, scope);
  if (name === null) {
    if (ts.isPropertyAssignment(property)) evaluate(property.initializer, scope);
    target.open = unknown(l10n.t('a property whose name is not known'));
    return;
  }
  if (name === '__proto__' && ts.isPropertyAssignment(property) && !ts.isComputedPropertyName(property.name)) {
    const value = evaluate(property.initializer, scope);
    if (isKind(value, 'object')) target.prototype = value;
    else if (value !== null) target.open = unknown(l10n.t('a prototype that is not known'));
  } else if (ts.isPropertyAssignment(property)) {
    const value = evaluateNamed(property.initializer, property.name, scope);
    target.properties.set(name, { value, source: sourceOf(property, property.initializer, scope) });
  } else if (ts.isMethodDeclaration(property)) {
    target.properties.set(name, { value: createFunction(property, scope, { name, home: target }), source: null });
  } else {
    const previous = target.properties.get(name);
    const accessor = createFunction(property, scope, { name, home: target });
    const role = ts.isGetAccessorDeclaration(property) ? { get: accessor } : { set: accessor };
    target.properties.set(name, { value: undefined, source: null, ...previous, ...role });
  }
}

function sourceOf(property: ts.ObjectLiteralElementLike, value: ts.Node, scope: Scope): ArgumentSource {
  const place = placeOf(property, scope);
  return {
    file: place.file,
    name: property.name ? placeOf(property.name, scope).range : null,
    value: placeOf(value, scope).range,
    property: place.range,
  };
}
