import { histogramOf, type Scale, scaleBetween } from './histogram.ts';
import { rangeOfMap, type TensorLayout } from './map-layout.ts';
import { rangeOf } from './value-range.ts';

/** Order of the numbers per map in `Summary.statistics`; the first four look at finite values only. */
export const statisticsFields = ['min', 'max', 'mean', 'variance', 'zeros', 'nans', 'infinities'] as const;

/** What is shown of a tensor before any of its maps is. */
export interface Summary {
  /** `statisticsFields` numbers per map. */
  readonly statistics: Float64Array;
  /** How many of the finite values lie in each of `histogramBins` equal intervals between the smallest and the largest. */
  readonly histogram: Uint32Array;
  /** The map with the highest variance, averaged down. */
  readonly thumbnail: Thumbnail;
}

export interface Thumbnail {
  readonly map: number;
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** @param known what an engine has found of the same values already */
export function summaryOf(data: Float32Array, layout: TensorLayout, known: Partial<Known> = {}): Summary {
  const statistics = known.statistics ?? statisticsOf(data, layout);
  const histogram = known.histogram ?? histogramOf(data.subarray(0, valuesOf(layout)), scaleOf(statistics));
  return summaryFrom({ statistics, histogram }, layout, planeOf(data, layout, clearestMap(statistics)));
}

/** @param clearest the values of the clearest map */
export function summaryFrom({ statistics, histogram }: Known, layout: TensorLayout, clearest: Float32Array): Summary {
  return { statistics, histogram, thumbnail: { map: clearestMap(statistics), ...thumbnailOf(clearest, layout) } };
}

type Known = Pick<Summary, 'statistics' | 'histogram'>;

const fields = statisticsFields.length;
const thumbnailSize = 48;

/** Smallest, largest, mean and variance of the finite values of every map, and how many are zero, NaN or infinite. */
export function statisticsOf(data: Float32Array, layout: TensorLayout): Float64Array {
  const result = new Float64Array(layout.maps * fields);
  for (let map = 0; map < layout.maps; map++) result.set(mapStatistics(data, layout, map), map * fields);
  return result;
}

function mapStatistics(data: Float32Array, layout: TensorLayout, map: number): number[] {
  const size = layout.height * layout.width;
  const { mapStride, elementStride } = layout;
  let [min, max, sum, zeros, nans, infinities] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0, 0];
  for (let i = 0, at = map * mapStride; i < size; i++, at += elementStride) {
    const value = data[at] as number;
    if (Number.isFinite(value)) {
      if (value < min) min = value;
      if (value > max) max = value;
      sum += value;
      if (value === 0) zeros++;
    } else if (Number.isNaN(value)) nans++;
    else infinities++;
  }
  const finite = size - nans - infinities;
  if (finite === 0) return [Number.NaN, Number.NaN, Number.NaN, 0, zeros, nans, infinities];
  const mean = sum / finite;
  let squares = 0;
  // A second pass: the difference of large sums would lose a small variance.
  for (let i = 0, at = map * mapStride; i < size; i++, at += elementStride) {
    const value = data[at] as number;
    if (Number.isFinite(value)) squares += (value - mean) ** 2;
  }
  return [min, max, mean, squares / finite, zeros, nans, infinities];
}

/** One map as a plane of height·width values. */
export function planeOf(data: Float32Array, layout: TensorLayout, map: number): Float32Array {
  return rangeOf(data, rangeOfMap(layout, map)).data;
}

/** The map with the highest variance: the one in which most can be seen. */
export function clearestMap(statistics: Float64Array): number {
  let best = 0;
  for (let map = 1; map * fields < statistics.length; map++) {
    if ((statistics[map * fields + 3] as number) > (statistics[best * fields + 3] as number)) best = map;
  }
  return best;
}

/** Of the histogram of values that have these statistics. */
export function scaleOf(statistics: Float64Array): Scale {
  let [low, high] = [Number.NaN, Number.NaN];
  for (let at = 0; at < statistics.length; at += fields) {
    if (!(low <= statistics[at])) low = Number.isNaN(statistics[at]) ? low : statistics[at];
    if (!(high >= statistics[at + 1])) high = Number.isNaN(statistics[at + 1]) ? high : statistics[at + 1];
  }
  return scaleBetween(low, high);
}

/** How many values a layout shows, which are the first of its tensor. */
export function valuesOf({ maps, height, width }: TensorLayout): number {
  return maps * height * width;
}

/** A plane averaged down so that neither side is longer than a film's frame. A vector is folded into rows first. */
export function thumbnailOf(
  plane: Float32Array,
  layout: TensorLayout,
): { width: number; height: number; values: Float32Array } {
  if (layout.kind === 'vector') return folded(plane);
  const scale = Math.max(1, Math.ceil(Math.max(layout.width, layout.height) / thumbnailSize));
  const width = Math.ceil(layout.width / scale);
  const height = Math.ceil(layout.height / scale);
  const sums = new Float32Array(width * height);
  const counts = new Uint32Array(width * height);
  for (let y = 0; y < layout.height; y++) {
    for (let x = 0; x < layout.width; x++) {
      const at = Math.floor(y / scale) * width + Math.floor(x / scale);
      sums[at] = (sums[at] as number) + (plane[y * layout.width + x] as number);
      counts[at] = (counts[at] as number) + 1;
    }
  }
  return { width, height, values: sums.map((sum, i) => sum / (counts[i] as number)) };
}

/** A row of numbers as a near-square block; what is missing in the last row repeats zero. Long rows are averaged first. */
function folded(row: Float32Array): { width: number; height: number; values: Float32Array } {
  const most = thumbnailSize * thumbnailSize;
  const step = Math.max(1, Math.ceil(row.length / most));
  const length = Math.ceil(row.length / step);
  const width = length <= 16 ? length : Math.ceil(Math.sqrt(length));
  const height = Math.ceil(length / width);
  const values = new Float32Array(width * height);
  for (let i = 0; i < length; i++) {
    const part = row.subarray(i * step, (i + 1) * step);
    values[i] = part.reduce((a, b) => a + b, 0) / part.length;
  }
  return { width, height, values };
}
