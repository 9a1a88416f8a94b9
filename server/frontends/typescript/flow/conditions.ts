import type { Run } from '../values/machine.ts';
import type { Literal, Test, Unknown, Value } from '../values/values.ts';
import { isKind, isStructured, unknown } from '../values/values.ts';

/**
 * Conditions that nobody knows are still the same condition wherever they are asked: what is computed of the same
 * unknown values in the same way is the same unknown value. So decisions agree with each other.
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

/** Values that are not plain are told apart by who they are. */
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

/** `unknown === value`: of comparisons with true and false, what is compared itself. */
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

/** What follows from a condition that holds or does not. */
export function literalsOf(condition: Unknown, holds: boolean): readonly Literal[] {
  const { test } = condition;
  const own: Literal = { condition, holds };
  if (test?.kind === 'not') return [own, ...literalsOf(test.of, !holds)];
  const isAll = (test?.kind === 'both' && holds) || (test?.kind === 'either' && !holds);
  return isAll && 'parts' in test ? [own, ...test.parts.flatMap((part) => literalsOf(part, holds))] : [own];
}

/** Whether a condition holds, given others; undefined when it may or may not. */
export function implied(condition: Unknown, given: readonly Literal[]): boolean | undefined {
  const same = given.find((literal) => literal.condition === condition);
  if (same) return same.holds;
  const left = leftOver(condition, given);
  if (left !== undefined) return left;
  const { test } = condition;
  if (!test) return impliedTruth(condition, given);
  switch (test.kind) {
    case 'not': {
      const inner = implied(test.of, given);
      return inner === undefined ? undefined : !inner;
    }
    case 'both':
    case 'either': {
      const parts = test.parts.map((part) => implied(part, given));
      const decisive = test.kind === 'either';
      if (parts.includes(decisive)) return decisive;
      return parts.every((part) => part === !decisive) ? !decisive : undefined;
    }
    default:
      return impliedComparison(test, given);
  }
}

/** Of two that do not both hold, when the other one does; of two of which one holds, when the other one does not. */
function leftOver(condition: Unknown, given: readonly Literal[]): boolean | undefined {
  for (const { condition: whole, holds } of given) {
    const { test } = whole;
    if (!test || !('parts' in test) || holds !== (test.kind === 'either') || !test.parts.includes(condition)) continue;
    const other = test.parts[0] === condition ? test.parts[1] : test.parts[0];
    if (given.some((literal) => literal.condition === other && literal.holds !== holds)) return holds;
  }
  return undefined;
}

/** A value that is equal to a constant is as true as the constant. */
function impliedTruth(value: Unknown, given: readonly Literal[]): boolean | undefined {
  for (const { condition, holds } of given) {
    const { test } = condition;
    if (!holds || !test || !('of' in test) || test.of !== value) continue;
    if (test.kind === 'is') return Boolean(test.value);
    if (test.kind === 'nothing') return false;
  }
  return undefined;
}

function impliedComparison(
  wanted: Extract<Test, { readonly kind: 'is' | 'nothing' }>,
  given: readonly Literal[],
): boolean | undefined {
  const isEmpty = wanted.kind === 'nothing' || wanted.value === null || wanted.value === undefined;
  for (const { condition, holds } of given) {
    const { test } = condition;
    // What is true is not equal to what is false.
    const truth = wanted.kind === 'nothing' ? false : Boolean(wanted.value);
    if (condition === wanted.of && holds !== truth && (holds || wanted.kind === 'is')) return false;
    if (test?.kind === 'is' && test.of === wanted.of && holds) {
      return wanted.kind === 'is'
        ? Object.is(test.value, wanted.value)
        : test.value === null || test.value === undefined;
    }
    if (test?.kind === 'nothing' && test.of === wanted.of && holds !== isEmpty) return false;
  }
  return undefined;
}

/** Whether a condition holds here, where others have been decided. */
export function decided(condition: Value, run: Run): boolean | undefined {
  return isKind(condition, 'unknown') ? implied(condition, run.assumptions) : undefined;
}
