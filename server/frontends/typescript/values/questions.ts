import type { Test, Unknown } from './unknown.ts';
import type { Value } from './values.ts';
import { isKind, isStructured, unknown } from './values.ts';

/**
 * An unknown condition is the same condition wherever it is asked: `kind === 'gru'` of the same unknown `kind` gives the
 * same unknown value each time, so that two decisions on it agree.
 */
export function derived(how: string, operands: readonly Value[], why: string, test?: Test): Unknown {
  const owner = operands.find((operand) => isKind(operand, 'unknown'));
  if (!isKind(owner, 'unknown')) return unknown(why);
  const known = computed.get(owner) ?? new Map<string, Unknown>();
  computed.set(owner, known);
  const key = [how, ...operands.map(textOf)].join('\n');
  const value = known.get(key) ?? { ...unknown(why), ...(test ? { test } : {}) };
  known.set(key, value);
  return value;
}

const computed = new WeakMap<Unknown, Map<string, Unknown>>();

/** Structured values are told apart by identity. */
function textOf(value: Value): string {
  if (!isStructured(value)) return `${typeof value} ${String(value)}`;
  const number = numbers.get(value) ?? count;
  if (number === count) count += 1;
  numbers.set(value, number);
  return `#${number}`;
}

const numbers = new WeakMap<object, number>();
let count = 0;

export function negated(condition: Unknown): Unknown {
  return derived('not', [condition], condition.why, { kind: 'not', of: condition });
}

/** `unknown === value`; `(a === 1) === true` is `a === 1` itself. */
export function isEqualTo(of: Unknown, value: undefined | null | boolean | number | bigint | string): Unknown {
  if (of.test && typeof value === 'boolean') return value ? of : negated(of);
  return derived('===', [of, value], of.why, { kind: 'is', of, value });
}

/** `unknown == null`. */
export function isNothing(of: Unknown): Unknown {
  return derived('== null', [of], of.why, { kind: 'nothing', of });
}

/** `a && b` and `a || b` as a question, where it is one. */
export function combined(kind: 'both' | 'either', left: Unknown, right: Value): Unknown | false | null {
  if (right === false && kind === 'both') return false;
  if (typeof right === 'boolean') return right === (kind === 'both') ? left : null;
  if (!isKind(right, 'unknown')) return null;
  return derived(kind, [left, right], left.why, { kind, parts: [left, right] });
}

/** A condition without its negations, and whether there was an odd number of them. */
export function withoutNot(condition: Unknown): { readonly plain: Unknown; readonly isNegated: boolean } {
  let plain = condition;
  let isNegated = false;
  while (plain.test?.kind === 'not') {
    plain = plain.test.of;
    isNegated = !isNegated;
  }
  return { plain, isNegated };
}
