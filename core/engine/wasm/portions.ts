import type { Portions } from '../breath.ts';
import type { Call } from './builder.ts';

/** Multiply-adds, or as much other work, between two interruptions. */
const PORTION = 4e6;

/** How many units of work of this cost go into a portion. */
export function unitsPerPortion(cost: number): number {
  return Math.max(1, Math.floor(PORTION / Math.max(cost, 1)));
}

/** Calls `run` for the ranges of `count` units that make a portion each. */
export function* inPortions(count: number, cost: number, run: (first: number, units: number) => void): Portions {
  const most = unitsPerPortion(cost);
  for (let first = 0; first < count; first += most) {
    run(first, Math.min(most, count - first));
    yield;
  }
}

/** A pass over `vectors` vectors of four: `code` takes pointers and then the number of vectors. */
export function* overVectors(call: Call, code: number, pointers: readonly number[], vectors: number): Portions {
  yield* inPortions(vectors, 16, (first, count) => call(code, ...pointers.map((at) => at + first * 16), count));
}
