import * as l10n from '@vscode/l10n';
import { percent, value } from './figures.ts';
import type { LayerStatistics, MapStatistics } from './map-statistics.ts';
import { type Condition, conditionOf } from './map-statistics.ts';

/** What a map is called where there is little room: `8`, `3 · dead`. */
export function mapTag(map: number, condition: Condition): string {
  if (condition === 'alive') return String(map);
  return `${map} · ${condition === 'dead' ? l10n.t('dead') : l10n.t('flat')}`;
}

/** What a screen reader says of a map, or of a filter. */
export function mapLabel(map: number, statistics: MapStatistics, noun: 'map' | 'filter' = 'map'): string {
  const condition = conditionOf(statistics);
  const isMap = noun === 'map';
  if (condition === 'dead') return isMap ? l10n.t('map {0}, dead', map) : l10n.t('filter {0}, dead', map);
  const broken = [
    statistics.nans > 0 ? `, ${statistics.nans} NaN` : '',
    statistics.infinities > 0 ? l10n.t(', {0} infinite', statistics.infinities) : '',
  ].join('');
  const [min, mean, max] = [statistics.min, statistics.mean, statistics.max].map(value);
  if (condition === 'flat')
    return isMap
      ? l10n.t('map {0}, flat at {1}{2}', map, min ?? '', broken)
      : l10n.t('filter {0}, flat at {1}{2}', map, min ?? '', broken);
  return isMap
    ? l10n.t('map {0}, mean {1}, maximum {2}{3}', map, mean ?? '', max ?? '', broken)
    : l10n.t('filter {0}, mean {1}, maximum {2}{3}', map, mean ?? '', max ?? '', broken);
}

/** `32 maps · 11 dead`: what stands beside the legend. NaN and infinities are said apart, in their colour. */
export function countsText(statistics: LayerStatistics, kind: 'maps' | 'vector'): string {
  if (kind === 'vector') return l10n.t('{0} values', statistics.values.toLocaleString('en-US'));
  const { maps, dead } = statistics;
  return maps === 1 ? l10n.t('1 map · {0} dead', dead) : l10n.t('{0} maps · {1} dead', maps, dead);
}

/** `37% zeros` */
export function zerosText(statistics: LayerStatistics): string {
  return l10n.t('{0} zeros', percent(statistics.zeros / Math.max(1, statistics.values)));
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
