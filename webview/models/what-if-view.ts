import * as l10n from '@vscode/l10n';
import { bytes, count, duration } from './figures.ts';
import type { Outcome, Quantity } from './what-if.ts';

/** What a row of charts is called, and how its figure is printed. */
export const quantityText: Readonly<
  Record<Quantity, { readonly title: string; readonly text: (outcome: Outcome) => string }>
> = {
  output: { title: l10n.t('Output'), text: ({ shape }) => shape },
  parameters: { title: l10n.t('Parameters'), text: figure('parameters', count) },
  macs: { title: 'MACs', text: figure('macs', count) },
  field: { title: l10n.t('Receptive field'), text: figure('field', (x) => `${x}×${x}`) },
  memory: { title: l10n.t('Memory'), text: figure('memory', bytes) },
  time: { title: l10n.t('Time'), text: figure('time', duration, '–') },
};

function figure(quantity: Quantity, print: (x: number) => string, unknown = '?'): (outcome: Outcome) => string {
  return ({ figures }) => {
    const x = figures[quantity];
    return x === null ? unknown : print(x);
  };
}

/** `× 4`, `÷ 2`, `same`; empty where either is unknown. */
export function changeText(from: number | null, to: number | null): string {
  if (from === null || to === null) return '';
  if (from === to) return l10n.t('same');
  if (from === 0 || to === 0) return '';
  const ratio = to > from ? to / from : from / to;
  return `${to > from ? '×' : '÷'} ${Number(ratio.toPrecision(3))}`;
}

/** One chart: a point per value that can be drawn, in shares of the width and of the height from below. */
export interface ChartPoint {
  readonly x: number;
  /** Null where the figure is not known. */
  readonly y: number | null;
  readonly refused: string | null;
}

/** Figures on a scale that the row shares: the logarithm, as most grow by factors. */
export function chartPoints(
  column: readonly Outcome[],
  quantity: Quantity,
  range: readonly [number, number],
): readonly ChartPoint[] {
  const [low, high] = range.map(scaled);
  return column.map(({ figures, refused }, place) => {
    const x = column.length > 1 ? place / (column.length - 1) : 0.5;
    const value = figures[quantity];
    const y = value === null ? null : high === low ? 0.5 : (scaled(value) - (low ?? 0)) / ((high ?? 1) - (low ?? 0));
    return { x, y, refused };
  });
}

/** Smallest and largest figure of a row of charts. */
export function rangeOf(columns: readonly (readonly Outcome[])[], quantity: Quantity): readonly [number, number] {
  const all = columns.flat().flatMap(({ figures }) => figures[quantity] ?? []);
  return [all.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY), all.reduce((a, b) => Math.max(a, b), 0)];
}

function scaled(x: number): number {
  return Math.log2(1 + x);
}

/** What a chart says to those who can't see it. */
export function chartText(knob: readonly string[], column: readonly Outcome[], quantity: Quantity): string {
  const { text } = quantityText[quantity];
  return column.map((outcome, place) => `${knob[place] ?? ''}: ${outcome.refused ?? text(outcome)}`).join(', ');
}
