import * as l10n from '@vscode/l10n';
import type { KernelFacts } from '../worker/protocol.ts';
import { percent, value } from './figures.ts';

/** `9 of 32 near zero · min −0.87 · max 0.83` of the filter's own values. */
export function kernelsText({ filters, images, nearZero }: KernelFacts): string {
  const shown = images.layout.maps;
  const all =
    shown < filters
      ? l10n.t('first {0} of {1} filters', shown.toLocaleString('en-US'), filters.toLocaleString('en-US'))
      : filters === 1
        ? l10n.t('1 filter')
        : l10n.t('{0} filters', filters);
  return l10n.t('{0} · {1} near zero', all, nearZero);
}

/** What rank one keeps, and what it would cost. */
export function separableText({ parts, rows, columns }: KernelFacts): readonly [string, string] | null {
  if (!parts) return null;
  const kept = parts.rank === 0 ? l10n.t('All of it is zero') : l10n.t('Rank 1 keeps {0}', percent(parts.kept));
  const cost = l10n.t(
    '{0}×1 then 1×{1} costs {2} multiplications a pixel instead of {3}; it misses {4} of the norm.',
    rows,
    columns,
    rows + columns,
    rows * columns,
    percent(parts.residual),
  );
  return [kept, cost];
}

/** The filter's figures over all its channels. */
export function filterFigures({ statistics }: KernelFacts): readonly (readonly [string, string])[] {
  const { sum, norm, mean, min, max } = statistics;
  return [
    [l10n.t('sum'), value(sum)],
    [l10n.t('norm'), value(norm)],
    [l10n.t('mean'), value(mean)],
    [l10n.t('least'), value(min)],
    [l10n.t('largest'), value(max)],
  ];
}

/** Where the channel's largest weight stands. */
export function largestTap({ slice, columns }: KernelFacts): { row: number; column: number; value: number } {
  const at = slice.reduce((best, x, i) => (Math.abs(x) > Math.abs(slice[best] ?? 0) ? i : best), 0);
  return { row: Math.floor(at / columns), column: at % columns, value: slice[at] ?? 0 };
}
