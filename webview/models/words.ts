import { percent, value } from './figures.ts';
import type { LayerStatistics, MapStatistics } from './map-statistics.ts';
import { type Condition, conditionOf } from './map-statistics.ts';

/** What a map is called where there is little room: `8`, `3 · dead`. */
export function mapTag(map: number, condition: Condition): string {
  return condition === 'alive' ? String(map) : `${map} · ${condition}`;
}

/** What a screen reader says of a map. */
export function mapLabel(map: number, statistics: MapStatistics): string {
  const condition = conditionOf(statistics);
  if (condition === 'dead') return `map ${map}, dead`;
  const broken = [
    statistics.nans > 0 ? `, ${statistics.nans} NaN` : '',
    statistics.infinities > 0 ? `, ${statistics.infinities} infinite` : '',
  ].join('');
  if (condition === 'flat') return `map ${map}, flat at ${value(statistics.min)}${broken}`;
  return `map ${map}, mean ${value(statistics.mean)}, maximum ${value(statistics.max)}${broken}`;
}

/** `32 maps · 11 dead`: what stands beside the legend. NaN and infinities are said apart, in their colour. */
export function countsText(statistics: LayerStatistics, kind: 'maps' | 'vector'): string {
  const maps =
    kind === 'vector'
      ? `${statistics.values.toLocaleString('en-US')} values`
      : `${statistics.maps} ${statistics.maps === 1 ? 'map' : 'maps'}`;
  const dead = kind === 'vector' ? '' : ` · ${statistics.dead} dead`;
  return `${maps}${dead}`;
}

/** `37% zeros` */
export function zerosText(statistics: LayerStatistics): string {
  return `${percent(statistics.zeros / Math.max(1, statistics.values))} zeros`;
}

/** `NaN 12 · ±∞ 3`, empty when every value is finite. */
export function brokenText(statistics: LayerStatistics): string {
  return [
    statistics.nans > 0 ? `NaN ${statistics.nans}` : '',
    statistics.infinities > 0 ? `±∞ ${statistics.infinities}` : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
