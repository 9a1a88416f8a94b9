import type { Tensor } from './tensor.ts';

/** What a map (one channel of a tensor) holds. Extremes, mean and variance are over the finite values, null if none is. */
export interface MapStatistics {
  readonly count: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly variance: number | null;
  readonly zeros: number;
  readonly nans: number;
  readonly infinities: number;
  /** All values are zero: the channel says nothing about this input. */
  readonly dead: boolean;
}

export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
}

/** Statistics of every channel of one sample, the last axis being the channel; a vector's channels are its elements. */
export function mapStatistics(tensor: Tensor, sample = 0): readonly MapStatistics[] {
  const channels = channelsOf(tensor);
  const size = sampleSize(tensor);
  return Array.from({ length: channels }, (_, channel) =>
    summarise(tensor.data, sample * size + channel, (sample + 1) * size, channels),
  );
}

/** Statistics of a whole sample. */
export function tensorStatistics(tensor: Tensor, sample = 0): MapStatistics {
  const size = sampleSize(tensor);
  return summarise(tensor.data, sample * size, (sample + 1) * size, 1);
}

/** How the finite values of a sample (or of one channel) are spread over `bins` equal intervals; null without any. */
export function histogram(tensor: Tensor, bins: number, channel: number | null = null, sample = 0): Histogram | null {
  const size = sampleSize(tensor);
  const step = channel === null ? 1 : channelsOf(tensor);
  const first = sample * size + (channel ?? 0);
  const { min, max } = summarise(tensor.data, first, (sample + 1) * size, step);
  if (min === null || max === null) return null;
  const counts = new Array<number>(bins).fill(0);
  const scale = max > min ? bins / (max - min) : 0;
  for (let i = first; i < (sample + 1) * size; i += step) {
    const value = tensor.data[i];
    if (Number.isFinite(value)) counts[Math.min(bins - 1, Math.floor((value - min) * scale))]++;
  }
  return { from: min, to: max, counts };
}

function summarise(data: Float32Array, first: number, past: number, step: number): MapStatistics {
  let [count, zeros, nans, infinities] = [0, 0, 0, 0];
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let mean = 0;
  // Welford 1962: the sum of squared deviations, without cancellation.
  let squares = 0;
  let finite = 0;
  for (let i = first; i < past; i += step) {
    const value = data[i];
    count++;
    if (!Number.isFinite(value)) {
      if (Number.isNaN(value)) nans++;
      else infinities++;
      continue;
    }
    if (value === 0) zeros++;
    if (value < min) min = value;
    if (value > max) max = value;
    finite++;
    const deviation = value - mean;
    mean += deviation / finite;
    squares += deviation * (value - mean);
  }
  const some = finite > 0;
  return {
    count,
    min: some ? min : null,
    max: some ? max : null,
    mean: some ? mean : null,
    variance: some ? squares / finite : null,
    zeros,
    nans,
    infinities,
    dead: count > 0 && zeros === count,
  };
}

function channelsOf({ shape }: Tensor): number {
  return shape.length < 2 ? 1 : shape[shape.length - 1];
}

function sampleSize({ shape, data }: Tensor): number {
  return shape.length === 0 || shape[0] === 0 ? data.length : data.length / shape[0];
}
