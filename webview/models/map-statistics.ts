import { statisticsFields } from '../../core/engine/summary.ts';

/** What is known of one map before its values are here. */
export interface MapStatistics {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly variance: number;
  readonly zeros: number;
  readonly nans: number;
  readonly infinities: number;
}

export function mapStatistics(table: Float64Array, map: number): MapStatistics {
  const row = table.subarray(map * statisticsFields.length, (map + 1) * statisticsFields.length);
  const [min = Number.NaN, max = Number.NaN, mean = Number.NaN, variance = 0, zeros = 0, nans = 0, infinities = 0] =
    row;
  return { min, max, mean, variance, zeros, nans, infinities };
}

/** `dead`: all zero. `flat`: constant, but not zero. */
export type Condition = 'alive' | 'dead' | 'flat';

export function conditionOf(statistics: MapStatistics): Condition {
  const { min, max, nans, infinities } = statistics;
  if (nans + infinities > 0 || !(min === max)) return 'alive';
  return min === 0 ? 'dead' : 'flat';
}

/** The layer's maps taken together. */
export interface LayerStatistics {
  readonly maps: number;
  readonly values: number;
  readonly min: number;
  readonly max: number;
  readonly dead: number;
  readonly zeros: number;
  readonly nans: number;
  readonly infinities: number;
}

export function layerStatistics(table: Float64Array, valuesPerMap: number): LayerStatistics {
  const maps = table.length / statisticsFields.length;
  const total = { min: Number.NaN, max: Number.NaN, dead: 0, zeros: 0, nans: 0, infinities: 0 };
  for (let map = 0; map < maps; map++) {
    const one = mapStatistics(table, map);
    if (!(total.min <= one.min)) total.min = Number.isNaN(one.min) ? total.min : one.min;
    if (!(total.max >= one.max)) total.max = Number.isNaN(one.max) ? total.max : one.max;
    if (conditionOf(one) === 'dead') total.dead++;
    total.zeros += one.zeros;
    total.nans += one.nans;
    total.infinities += one.infinities;
  }
  return { maps, values: maps * valuesPerMap, ...total };
}

export const sortKeys = ['index', 'variance', 'mean', 'maximum', 'zeros'] as const;
export type SortKey = (typeof sortKeys)[number];

/** Map numbers in the order of the grid. Ties keep their index; dead maps come last, except in the order of the index. */
export function mapOrder(table: Float64Array, sort: SortKey): readonly number[] {
  const maps = Array.from({ length: table.length / statisticsFields.length }, (_, map) => map);
  if (sort === 'index') return maps;
  const rows = maps.map((map) => mapStatistics(table, map));
  const rank = rows.map((row) => (conditionOf(row) === 'dead' ? Number.NEGATIVE_INFINITY : rankOf(row, sort)));
  return maps.sort((a, b) => compare(rank[b] ?? 0, rank[a] ?? 0) || a - b);
}

function rankOf(row: MapStatistics, sort: Exclude<SortKey, 'index'>): number {
  switch (sort) {
    case 'variance':
      return row.variance;
    case 'mean':
      return row.mean;
    case 'maximum':
      return row.max;
    case 'zeros':
      return row.zeros;
    default:
      return sort satisfies never;
  }
}

/** NaN ranks below everything, so that sorting stays a total order. */
function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a === b ? 0 : a - b;
}
