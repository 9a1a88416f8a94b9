import ts from 'typescript';
import { touch } from './branches.ts';
import { forget } from './builtins/lists.ts';
import type { Run } from './machine.ts';
import { lookup } from './scope.ts';
import type { CallSite, ObjectValue, Value } from './values.ts';
import { isKind, isStructured, unknown } from './values.ts';

/** What a function's body may change outside of itself, by name. */
export interface Mutations {
  /** Variables that are assigned. */
  readonly assigned: ReadonlySet<string>;
  /** Properties that are assigned, by the variable they are reached from; `this` is one. */
  readonly properties: readonly { readonly root: string; readonly name: string | null }[];
  /** Variables whose value is changed by a method. */
  readonly filled: ReadonlySet<string>;
  /** Names of what is called. */
  readonly called: ReadonlySet<string>;
}

const changing = new Set([
  ...['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin'],
  ...['add', 'set', 'delete', 'clear'],
]);

const cache = new WeakMap<ts.Node, Mutations>();

/** Read from the syntax alone: what runs at an unknown time cannot be executed in the right order. */
export function mutationsOf(node: ts.Node): Mutations {
  const known = cache.get(node);
  if (known) return known;
  const found = {
    assigned: new Set<string>(),
    properties: [] as { root: string; name: string | null }[],
    filled: new Set<string>(),
    called: new Set<string>(),
  };
  const target = (to: ts.Expression): void => {
    if (ts.isIdentifier(to)) found.assigned.add(to.text);
    else if (ts.isPropertyAccessExpression(to)) record(to.expression, to.name.text);
    else if (ts.isElementAccessExpression(to)) {
      record(to.expression, ts.isStringLiteralLike(to.argumentExpression) ? to.argumentExpression.text : null);
    } else if (ts.isArrayLiteralExpression(to) || ts.isObjectLiteralExpression(to)) ts.forEachChild(to, pattern);
  };
  const pattern = (part: ts.Node): void => {
    if (ts.isShorthandPropertyAssignment(part)) target(part.name);
    else if (ts.isPropertyAssignment(part)) target(part.initializer);
    else if (ts.isExpression(part)) target(part);
  };
  const record = (of: ts.Expression, name: string | null): void => {
    const root = rootOf(of);
    if (root)
      found.properties.push({ root, name: of.kind === ts.SyntaxKind.ThisKeyword || ts.isIdentifier(of) ? name : null });
  };
  // Changing what the function itself declares changes nothing outside.
  const declared = new Set<string>();
  const visit = (each: ts.Node): void => {
    const isDeclaration = ts.isVariableDeclaration(each) || ts.isParameter(each) || ts.isBindingElement(each);
    if (isDeclaration && ts.isIdentifier(each.name)) declared.add(each.name.text);
    if (ts.isBinaryExpression(each) && isAssignment(each.operatorToken.kind)) target(each.left);
    else if (ts.isPrefixUnaryExpression(each) || ts.isPostfixUnaryExpression(each)) {
      if (isUpdate(each.operator)) target(each.operand);
    } else if (ts.isCallExpression(each)) {
      const { expression } = each;
      if (ts.isIdentifier(expression)) found.called.add(expression.text);
      else if (ts.isPropertyAccessExpression(expression)) {
        found.called.add(expression.name.text);
        const root = changing.has(expression.name.text) ? rootOf(expression.expression) : null;
        if (root && ts.isIdentifier(expression.expression)) found.filled.add(root);
        else if (root && ts.isPropertyAccessExpression(expression.expression)) target(expression.expression);
      }
    }
    ts.forEachChild(each, visit);
  };
  ts.forEachChild(node, visit);
  for (const name of declared) {
    found.assigned.delete(name);
    found.filled.delete(name);
  }
  found.properties = found.properties.filter(({ root }) => !declared.has(root));
  cache.set(node, found);
  return found;
}

function rootOf(node: ts.Expression): string | null {
  let inner: ts.Expression = node;
  while (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner) || ts.isNonNullExpression(inner)) {
    inner = inner.expression;
  }
  if (inner.kind === ts.SyntaxKind.ThisKeyword) return 'this';
  return ts.isIdentifier(inner) ? inner.text : null;
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}

function isUpdate(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

/**
 * A function that somebody may call at any time, any number of times: what it changes is unknown from now on.
 * `keeps` says of which values that is not so.
 */
export function mayRunAnytime(
  value: Value,
  site: CallSite,
  keeps: (value: Value) => boolean = () => false,
  seen: Set<ts.Node> = new Set(),
): void {
  if (isKind(value, 'object')) {
    // Objects of callbacks: `{ onEpochEnd: () => … }`.
    if (seen.has(site.node) || value.class) return;
    for (const { value: member } of value.properties.values()) {
      if (isKind(member, 'function')) mayRunAnytime(member, site, keeps, seen);
    }
    return;
  }
  if (!isKind(value, 'function') || seen.has(value.node)) return;
  seen.add(value.node);
  const { assigned, properties, filled, called } = mutationsOf(value.node);
  const why = 'changed by code that runs at an unknown time';
  const { run } = site.scope.frame;
  for (const name of assigned) {
    const binding = lookup(value.scope, name);
    if (!binding || keeps(binding.value)) continue;
    touch(run, binding);
    binding.value = unknown(why);
  }
  for (const name of filled) loosen(lookup(value.scope, name)?.value, why, site);
  for (const { root, name } of properties) {
    const owner = root === 'this' ? value.boundThis : lookup(value.scope, root)?.value;
    if (isKind(owner, 'object')) overwrite(owner, name, why, run, keeps);
    else if (isKind(owner, 'array')) forget(owner, why, site);
  }
  for (const name of called) mayRunAnytime(lookup(value.scope, name)?.value, site, keeps, seen);
}

/** There may be more in it, or less. */
function loosen(value: Value, why: string, site: CallSite): void {
  if (!isStructured(value)) return;
  if (value.kind === 'array') forget(value, why, site);
  else if (value.kind === 'map' || value.kind === 'set') {
    touch(site.scope.frame.run, value);
    value.open ??= unknown(why);
    if (value.kind === 'map') value.entries = new Map();
    else value.elements = new Set();
  }
}

export function overwrite(
  owner: ObjectValue,
  name: string | null,
  why: string,
  run: Run,
  keeps: (value: Value) => boolean,
): void {
  touch(run, owner);
  owner.properties = new Map(
    [...owner.properties].map(([key, slot]) =>
      (name === null || key === name) && !keeps(slot.value) ? [key, { ...slot, value: unknown(why) }] : [key, slot],
    ),
  );
  if (name === null) owner.open ??= unknown(why);
}
