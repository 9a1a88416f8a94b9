import type { Literal, Test, Unknown } from '../values/unknown.ts';
import type { Run, Value } from '../values/values.ts';
import { isKind } from '../values/values.ts';

/** The literals that follow from a condition that holds or does not: of `a && b` that holds, both. */
export function literalsOf(condition: Unknown, holds: boolean): readonly Literal[] {
  const found: Literal[] = [];
  const collect = (part: Unknown, truth: boolean): void => {
    if (found.length >= mostLiterals) return;
    found.push({ condition: part, holds: truth });
    const { test } = part;
    if (test?.kind === 'not') collect(test.of, !truth);
    else if ((test?.kind === 'both' && truth) || (test?.kind === 'either' && !truth)) {
      for (const inner of test.parts) collect(inner, truth);
    }
  };
  collect(condition, holds);
  return found;
}

/** What follows from a condition of more parts than people write is left open, and so is what they imply. */
const mostLiterals = 64;
const mostParts = 256;

/** Whether the path condition, the literals that are given, implies a condition or its negation; undefined for neither. */
export function implied(
  condition: Unknown,
  given: readonly Literal[],
  walk = { left: mostParts },
): boolean | undefined {
  walk.left -= 1;
  if (walk.left < 0) return undefined;
  const same = given.find((literal) => literal.condition === condition);
  if (same) return same.holds;
  const left = leftOver(condition, given);
  if (left !== undefined) return left;
  const { test } = condition;
  if (!test) return impliedTruth(condition, given);
  switch (test.kind) {
    case 'not': {
      const inner = implied(test.of, given, walk);
      return inner === undefined ? undefined : !inner;
    }
    case 'both':
    case 'either': {
      const parts = test.parts.map((part) => implied(part, given, walk));
      const decisive = test.kind === 'either';
      if (parts.includes(decisive)) return decisive;
      return parts.every((part) => part === !decisive) ? !decisive : undefined;
    }
    default:
      return impliedComparison(test, given);
  }
}

/** Unit propagation: `a || b` holds and `a` does not, so `b` does; `a && b` does not hold and `a` does, so `b` does not. */
function leftOver(condition: Unknown, given: readonly Literal[]): boolean | undefined {
  for (const { condition: whole, holds } of given) {
    const { test } = whole;
    if (!test || !('parts' in test) || holds !== (test.kind === 'either') || !test.parts.includes(condition)) continue;
    const other = test.parts[0] === condition ? test.parts[1] : test.parts[0];
    if (given.some((literal) => literal.condition === other && literal.holds !== holds)) return holds;
  }
  return undefined;
}

/** `kind` is truthy where `kind === 'gru'` holds, and falsy where `kind == null` does. */
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
    // A value that is truthy is not equal to a falsy constant.
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

/** Whether the path condition of the branches that are being executed decides a condition. */
export function decided(condition: Value, run: Run): boolean | undefined {
  return isKind(condition, 'unknown') ? implied(condition, run.assumptions) : undefined;
}
