/** Intervals of a histogram. */
export const histogramBins = 64;

/**
 * Where values fall: in interval ⌊(value/2 − base) · factor⌋, in single precision, so that every engine counts the same.
 * The halves keep the difference of the largest numbers finite.
 */
export interface Scale {
  readonly base: number;
  readonly factor: number;
}

/** @param low and `high` of the finite values; NaN where there is none */
export function scaleBetween(low: number, high: number): Scale {
  const base = Math.fround(low / 2);
  const width = high / 2 - low / 2;
  return { base, factor: width > 0 ? Math.fround(Math.min(histogramBins / width, LARGEST)) : 0 };
}

/** Counts the finite values. */
export function histogramOf(values: Float32Array, { base, factor }: Scale): Uint32Array {
  const counts = new Uint32Array(histogramBins);
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    const place = Math.fround(Math.fround(Math.fround(value / 2) - base) * factor);
    counts[Math.max(0, Math.min(histogramBins - 1, Math.trunc(place)))]++;
  }
  return counts;
}

const LARGEST = 3e38;
