import ts from 'typescript';
import type { Scope } from '../values/values.ts';

/**
 * A guard against a state that a program would have prepared before it calls: `if (!this.ready) throw …`. A guard of
 * nothing but the arguments of a call that the program has written, `if (size < 1) throw …`, is none: it decides.
 */
export function isStateGuard({ expression, thenStatement }: ts.IfStatement, scope: Scope): boolean {
  return onlyThrows(thenStatement) && !(scope.frame.call && asksOwn(expression, scope));
}

function onlyThrows(node: ts.Statement): boolean {
  const last = ts.isBlock(node) ? node.statements.at(-1) : node;
  return last !== undefined && ts.isThrowStatement(last);
}

/** Whether all that it mentions are variables of the function that is being executed. */
function asksOwn(node: ts.Node, scope: Scope): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return false;
  if (ts.isIdentifier(node)) return isOwn(node.text, scope);
  if (ts.isPropertyAccessExpression(node)) return asksOwn(node.expression, scope);
  return !ts.forEachChild(node, (child) => !asksOwn(child, scope) || undefined);
}

function isOwn(name: string, scope: Scope): boolean {
  for (let own: Scope | null = scope; own?.frame === scope.frame; own = own.parent) {
    if (own.variables.has(name)) return true;
  }
  return stateless.has(name);
}

/** Names of the language by which arguments are judged: `Number.isInteger(size)`. */
const stateless = new Set([
  'undefined',
  'NaN',
  'Infinity',
  'Number',
  'Math',
  'Array',
  'Object',
  'String',
  'isNaN',
  'isFinite',
]);
