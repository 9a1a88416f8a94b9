import ts from 'typescript';
import { touch } from './branches.ts';
import type { Scope } from './machine.ts';
import { evaluate } from './machine.ts';
import { writeSomewhere } from './patterns.ts';
import { keyOf } from './property-name.ts';
import { isKind } from './values.ts';

/** `delete target.name`, `delete target[key]`. */
export function evaluateDelete(node: ts.DeleteExpression, scope: Scope): true {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression) && !ts.isElementAccessExpression(expression)) return true;
  const target = evaluate(expression.expression, scope);
  const key = ts.isPropertyAccessExpression(expression)
    ? expression.name.text
    : keyOf(evaluate(expression.argumentExpression, scope));
  if (!isKind(target, 'object') && !isKind(target, 'array') && !isKind(target, 'class')) return true;
  if (key === null) {
    if (!isKind(target, 'class')) writeSomewhere(target, scope.frame.run);
    return true;
  }
  touch(scope.frame.run, target);
  if (!isKind(target, 'array')) target.properties.delete(key);
  else if (/^\d+$/.test(key)) delete target.elements[Number(key)];
  return true;
}
