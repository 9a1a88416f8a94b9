import { describe, expect, it } from 'vitest';
import { greatestCommonDivisor, neighbouringDivisors } from '../../../core/vocabulary/divisors.ts';

describe('greatestCommonDivisor', () => {
  it.each([
    [12, 18, 6],
    [0, 7, 7],
    [7, 0, 7],
    [13, 5, 1],
    [Number.POSITIVE_INFINITY, 4, 1],
    [Number.NaN, 4, 1],
    [2 ** 60, 4, 1],
  ])('of %d and %d is %d', (a, b, expected) => {
    expect(greatestCommonDivisor(a, b)).toBe(expected);
  });
});

describe('neighbouringDivisors', () => {
  it('are those that trying every number finds', () => {
    for (let whole = 1; whole <= 60; whole++) {
      const divisors = Array.from({ length: whole }, (_, at) => at + 1).filter((divisor) => whole % divisor === 0);
      for (let wanted = 1; wanted <= 70; wanted++) {
        const below = divisors.filter((divisor) => divisor < wanted).slice(-1);
        const above = divisors.filter((divisor) => divisor > wanted).slice(0, 1);
        expect(neighbouringDivisors(whole, wanted)).toEqual([...below, ...above]);
      }
    }
  });

  it('are found at once for numbers that no layer has', () => {
    expect(neighbouringDivisors(3, 1e12)).toEqual([3]);
    expect(neighbouringDivisors(2 ** 52, 1e12)).toEqual([4096, 2 ** 40]);
    expect(neighbouringDivisors(Number.MAX_VALUE, 7)).toHaveLength(2);
  });
});
