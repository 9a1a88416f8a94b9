import ts from 'typescript';
import type { Completion } from '../values/machine.ts';
import { evaluate } from '../values/machine.ts';
import { propertyName } from '../values/property-name.ts';
import { childScope, declare } from '../values/scope.ts';
import type { ClassValue, FunctionValue, ObjectValue, Scope, Value } from '../values/values.ts';
import { isKind, object } from '../values/values.ts';

/** `enum`: names to values and, for numbers, back. Members see the ones before them. */
export function declareEnum(node: ts.EnumDeclaration, scope: Scope): void {
  const value = object();
  const inner = childScope(scope);
  declare(inner, node.name.text, value);
  let next: Value = 0;
  for (const member of node.members) {
    const name = propertyName(member.name, scope);
    if (name === null) continue;
    const assigned: Value = member.initializer ? evaluate(member.initializer, inner) : next;
    next = typeof assigned === 'number' ? assigned + 1 : undefined;
    value.properties.set(name, { value: assigned, source: null });
    if (typeof assigned === 'number') value.properties.set(String(assigned), { value: name, source: null });
    declare(inner, name, assigned);
  }
  declare(scope, node.name.text, value);
}

/** `namespace`: an object of what its body declares; several of one name are one object. */
export function declareNamespace(
  node: ts.ModuleDeclaration,
  scope: Scope,
  execute: (statements: readonly ts.Statement[], scope: Scope) => Completion | undefined,
): void {
  if (!node.body || node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)) return;
  const existing = scope.variables.get(node.name.text)?.value;
  const value = isMergeable(existing) ? existing : object();
  const inner = childScope(scope, scope.frame, true);
  // The parts of a namespace see what the others export.
  for (const [name, slot] of value.properties) declare(inner, name, slot.value);
  if (ts.isModuleBlock(node.body)) execute(node.body.statements, inner);
  else if (ts.isModuleDeclaration(node.body)) declareNamespace(node.body, inner, execute);
  for (const [name, binding] of inner.variables) value.properties.set(name, { value: binding.value, source: null });
  if (value !== existing) declare(scope, node.name.text, value);
}

/** A namespace may extend another one, a function, a class or an enum. */
function isMergeable(value: Value): value is ObjectValue | FunctionValue | ClassValue {
  return isKind(value, 'object') || isKind(value, 'function') || isKind(value, 'class');
}
