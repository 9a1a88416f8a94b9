import type { Tensor } from './tensor.ts';

/** Every `step`-th of the values in row-major order: a map of an image, a row of a matrix. */
export interface ValueRange {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

/** The values of a range, as a row. */
export function rangeOf(data: Float32Array, { first, step, count }: ValueRange): Tensor {
  if (step === 1) return { shape: [count], data: data.slice(first, first + count) };
  const row = new Float32Array(count);
  for (let i = 0, at = first; i < count; i++, at += step) row[i] = data[at];
  return { shape: [count], data: row };
}
