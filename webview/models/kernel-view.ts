import type { KernelFacts } from '../worker/protocol.ts';
import { percent, value } from './figures.ts';

/** `9 of 32 near zero · min −0.87 · max 0.83` of the filter's own values. */
export function kernelsText({ filters, images, nearZero }: KernelFacts): string {
  const shown = images.layout.maps;
  const all =
    shown < filters
      ? `first ${shown.toLocaleString('en-US')} of ${filters.toLocaleString('en-US')} filters`
      : `${filters} ${filters === 1 ? 'filter' : 'filters'}`;
  return `${all} · ${nearZero} near zero`;
}

/** What rank one keeps, and what it would cost. */
export function separableText({ parts, rows, columns }: KernelFacts): readonly [string, string] | null {
  if (!parts) return null;
  const kept = parts.rank === 0 ? 'All of it is zero' : `Rank 1 keeps ${percent(parts.kept)}`;
  const cost = `${rows}×1 then 1×${columns} costs ${rows + columns} multiplications a pixel instead of ${rows * columns}; it misses ${percent(parts.residual)} of the norm.`;
  return [kept, cost];
}

/** The filter's figures over all its channels. */
export function filterFigures({ statistics }: KernelFacts): readonly (readonly [string, string])[] {
  const { sum, norm, mean, min, max } = statistics;
  return [
    ['sum', value(sum)],
    ['norm', value(norm)],
    ['mean', value(mean)],
    ['least', value(min)],
    ['largest', value(max)],
  ];
}

/** Where the channel's largest weight stands. */
export function largestTap({ slice, columns }: KernelFacts): { row: number; column: number; value: number } {
  const at = slice.reduce((best, x, i) => (Math.abs(x) > Math.abs(slice[best] ?? 0) ? i : best), 0);
  return { row: Math.floor(at / columns), column: at % columns, value: slice[at] ?? 0 };
}
