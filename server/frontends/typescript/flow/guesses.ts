import type { Run, Value } from '../values/values.ts';
import { isKind } from '../values/values.ts';

/**
 * Whether data is what the program will have there. While a function is tried that nothing calls, variables hold what the
 * top level or the function itself gave them, or another function that need not have been called before.
 */
export function isCertain(value: Value, run: Run): boolean {
  if (isKind(value, 'array')) return isCurrent(value.born, run) && value.elements.every((each) => isCertain(each, run));
  return !(isKind(value, 'data') || isKind(value, 'dataset')) || isCurrent(value.born, run);
}

/** When something was made that depends on these: as uncertain as they are. */
export function birthOf(parts: readonly Value[], run: Run, present: number): number {
  const uncertain = parts.find((part) => !isCertain(part, run));
  return isKind(uncertain, 'data') || isKind(uncertain, 'dataset') || isKind(uncertain, 'array')
    ? earliest(uncertain, run)
    : present;
}

/** Of a list whose elements are uncertain, the time of one of those. */
function earliest(value: Extract<Value, { kind: 'data' | 'dataset' | 'array' }>, run: Run): number {
  if (value.kind !== 'array' || !isCurrent(value.born, run)) return value.born;
  return birthOf(value.elements, run, value.born);
}

function isCurrent(born: number, { guess, firstGuess }: Run): boolean {
  return guess === null || firstGuess === null || born >= guess || born < firstGuess;
}
