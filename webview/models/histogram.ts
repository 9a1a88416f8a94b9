import type { Limits } from '../../core/engine/colour-map.ts';

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Equal bins over the limits; values beyond them fall into the end bins, values that are not finite into none. */
export function histogram(values: Float32Array, limits: Limits, bins: number): readonly Bin[] {
  const counts = new Uint32Array(bins);
  const width = (limits.high - limits.low) / bins;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    const bin = width > 0 ? Math.floor((value - limits.low) / width) : 0;
    const inside = Math.max(0, Math.min(bins - 1, bin));
    counts[inside] = (counts[inside] ?? 0) + 1;
  }
  return binsOf(counts, limits.low, limits.high);
}

/** The intervals between the smallest and the largest value, of which the counts are known. */
export function binsOf(counts: Uint32Array, low: number, high: number): readonly Bin[] {
  const width = (high - low) / counts.length;
  return Array.from(counts, (count, i) => ({ from: low + i * width, to: low + (i + 1) * width, count }));
}

/** Heights 0 … 1 on a logarithmic count, so that a few outliers are seen beside many zeros. */
export function barHeights(bins: readonly Bin[]): readonly number[] {
  const highest = Math.log1p(Math.max(1, ...bins.map((bin) => bin.count)));
  return bins.map((bin) => Math.log1p(bin.count) / highest);
}
