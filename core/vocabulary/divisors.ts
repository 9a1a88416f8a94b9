/** The largest whole number that divides both; 1 where a number is too large for a double to hold it exactly. */
export function greatestCommonDivisor(a: number, b: number): number {
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return 1;
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/**
 * The divisors of `whole` next to `wanted`: the largest below it and the smallest above it, where there are any. Every
 * divisor d up to √whole brings its partner whole/d, so 4096 trials are enough for 16 million channels, which is more
 * than any layer has. For larger numbers the answers still divide, but nearer ones may exist.
 */
export function neighbouringDivisors(whole: number, wanted: number): readonly number[] {
  let below = 0;
  let above = Number.POSITIVE_INFINITY;
  for (let small = 1; small <= mostTrials && small * small <= whole; small++) {
    if (whole % small !== 0) continue;
    for (const divisor of [small, whole / small]) {
      if (divisor < wanted) below = Math.max(below, divisor);
      if (divisor > wanted) above = Math.min(above, divisor);
    }
  }
  return [below, above].filter((divisor) => divisor > 0 && divisor <= whole);
}

const mostTrials = 4096;
