import ts from 'typescript';
import { writeAliases } from '../flow/weak-writes.ts';
import { evaluate, touch } from '../values/machine.ts';
import { keyOf } from '../values/property-name.ts';
import { hasProperties } from '../values/prototypes.ts';
import type { Scope } from '../values/values.ts';
import { isKind } from '../values/values.ts';
import { writeSomewhere } from './patterns.ts';

/** `delete target.name`, `delete target[key]`. */
export function evaluateDelete(node: ts.DeleteExpression, scope: Scope): true {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression) && !ts.isElementAccessExpression(expression)) return true;
  const target = evaluate(expression.expression, scope);
  const key = ts.isPropertyAccessExpression(expression)
    ? expression.name.text
    : keyOf(evaluate(expression.argumentExpression, scope));
  if (!hasProperties(target) && !isKind(target, 'array')) return true;
  if (key === null) {
    if (isKind(target, 'object') || isKind(target, 'array')) writeSomewhere(target, scope.frame.run);
    return true;
  }
  touch(scope.frame.run, target);
  if (isKind(target, 'array') && /^\d+$/.test(key)) delete target.elements[Number(key)];
  else target.properties?.delete(key);
  if (isKind(target, 'object')) writeAliases(target, key, null, scope.frame.run);
  return true;
}
