import ts from 'typescript';
import type { Scope } from './machine.ts';
import { evaluate } from './machine.ts';

/** The key that a property is written under; null when it is computed from something unknown. */
export function propertyName(name: ts.PropertyName, scope: Scope): string | null {
  if (ts.isComputedPropertyName(name)) {
    const key = evaluate(name.expression, scope);
    return typeof key === 'string' || typeof key === 'number' ? String(key) : null;
  }
  return ts.isNumericLiteral(name) ? String(Number(name.text)) : name.text;
}
