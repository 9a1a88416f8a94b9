import { isTree } from '../values/extent.ts';
import type { Run, Value } from '../values/values.ts';
import { isKind } from '../values/values.ts';

/**
 * Whether data is what the program will have there. While a function is tried that nothing calls, variables hold what the
 * top level or the function itself gave them, or another function that need not have been called before.
 */
export function isCertain(value: Value, run: Run): boolean {
  return uncertainBirth(value, run) === null;
}

/** When something was made that depends on these: as uncertain as they are. */
export function birthOf(parts: readonly Value[], run: Run, present: number): number {
  for (const part of parts) {
    const born = uncertainBirth(part, run);
    if (born !== null) return born;
  }
  return present;
}

/** When the first of what is uncertain in it was made; null when nothing is. What is too large to look through may be. */
function uncertainBirth(value: Value, run: Run): number | null {
  if (run.guess === null) return null;
  return isTree(value, run) ? firstUncertain(value, run) : run.firstGuess;
}

function firstUncertain(value: Value, run: Run): number | null {
  const isBorn = isKind(value, 'array') || isKind(value, 'data') || isKind(value, 'dataset');
  if (!isBorn) return null;
  if (!isCurrent(value.born, run)) return value.born;
  for (const each of value.kind === 'array' ? value.elements : []) {
    const born = firstUncertain(each, run);
    if (born !== null) return born;
  }
  return null;
}

function isCurrent(born: number, { guess, firstGuess }: Run): boolean {
  return guess === null || firstGuess === null || born >= guess || born < firstGuess;
}
