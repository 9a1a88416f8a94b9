import ts from 'typescript';
import { evaluate } from './machine.ts';
import { symbolPrefix } from './prototypes.ts';
import type { Scope, Value } from './values.ts';
import { isKind } from './values.ts';

/** The key that a property is written under; null when it is computed from something unknown. */
export function propertyName(name: ts.PropertyName, scope: Scope): string | null {
  if (ts.isComputedPropertyName(name)) return keyOf(evaluate(name.expression, scope));
  if (ts.isPrivateIdentifier(name)) return memberName(name);
  if (ts.isBigIntLiteral(name)) return name.text.slice(0, -1);
  return ts.isNumericLiteral(name) ? String(Number(name.text)) : name.text;
}

/** What a value is as a key: `table[3]`, `table['a']`, `table[Symbol.iterator]`; null when it is unknown. */
export function keyOf(value: Value): string | null {
  if (isKind(value, 'symbol')) return value.key;
  const isPlain = value === null || (typeof value !== 'object' && typeof value !== 'bigint');
  return isPlain || typeof value === 'bigint' ? String(value) : null;
}

/** The key behind a dot. Private names are no text that a program could write in brackets. */
export function memberName(name: ts.MemberName): string {
  return ts.isPrivateIdentifier(name) ? symbolPrefix + name.text : name.text;
}
