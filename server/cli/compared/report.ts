import { formatBytes, formatCount, formatExact } from '../../../core/graph/print.ts';
import type { ComparedLayer, Differences, DifferingLayer } from '../../assist/compare-layers.ts';
import type { Comparison, TotalName } from '../../assist/compare-models.ts';
import type { BeforeAfter } from '../../assist/side.ts';
import { withArticle } from '../../rules/support/words.ts';

/** A comparison of models as cells of tables, for every way of printing it. */
export interface Report {
  readonly totals: readonly (readonly string[])[];
  readonly layers: readonly (readonly string[])[];
  /** What the tables leave out. */
  readonly note: string;
}

/** The figures that differ or that everybody asks for, then the layers that differ. */
export function reportOf(comparison: Comparison): Report {
  const { inputs, outputs, totals, layers, same } = comparison;
  const shapes = Object.entries({ input: inputs, output: outputs })
    .filter(([, { before, after }]) => JSON.stringify(before) !== JSON.stringify(after))
    .map(([name, { before, after }]) => [name, shown(before), shown(after), '']);
  const figures = Object.entries(totalTitles).map(([name, { title, print }]) => {
    const { before, after, change } = totals[name as TotalName];
    return [title, figure(before, print), figure(after, print), changeOf(before, change, print)];
  });
  return {
    totals: [...shapes, ...figures],
    layers: layers.flatMap((layer) => rowsOf(layer, 0)),
    note: same === 1 ? '1 layer is the same.' : `${same} layers are the same.`,
  };
}

type Print = (size: number) => string;

const totalTitles: Readonly<Record<TotalName, { readonly title: string; readonly print: Print }>> = {
  params: { title: 'params', print: formatExact },
  macs: { title: 'MACs', print: formatCount },
  flops: { title: 'FLOPs', print: formatCount },
  weightBytes: { title: 'weights', print: formatBytes },
  inferencePeakBytes: { title: 'peak of inference', print: formatBytes },
  trainingBytes: { title: 'to train', print: formatBytes },
};

function figure(value: number | string | null, print: Print): string {
  return typeof value === 'number' ? print(value) : (value ?? '?');
}

/** `+50,416 (+82%)`, with a minus of the width of a plus. */
function changeOf(before: number | string | null, change: number | null, print: Print): string {
  if (change === null) return '?';
  if (change === 0) return '=';
  const sign = change > 0 ? '+' : '\u2212';
  const percent = typeof before === 'number' && before > 0 ? (100 * Math.abs(change)) / before : null;
  const share = percent === null ? '' : ` (${sign}${percent.toFixed(percent < 10 ? 1 : 0)}%)`;
  return `${sign}${print(Math.abs(change))}${share}`;
}

const marks: Readonly<Record<ComparedLayer['change'], string>> = {
  added: '+',
  removed: '\u2212',
  changed: '~',
  affected: '',
};

/** Mark, label, class, place, what differs; layers of a model below it, one step to the right. */
function rowsOf(compared: ComparedLayer, depth: number): readonly (readonly string[])[] {
  const indent = '  '.repeat(depth);
  if ('layer' in compared) {
    const { label, class: className, outputShapes, params, ...place } = compared.layer;
    const what = `${shown(outputShapes)}, ${figure(params.total, formatExact)} params`;
    return [[marks[compared.change], indent + label, className, 'at' in place ? String(place.at) : '', what]];
  }
  const { label, class: className, at, layers = [] } = compared;
  const own = [marks[compared.change], indent + label, className, at ?? '', differencesOf(compared).join('; ')];
  return [own, ...layers.flatMap((inner) => rowsOf(inner, depth + 1))];
}

function differencesOf(compared: DifferingLayer): readonly string[] {
  const { before, label, operator, trainable, inputs, attributes = {}, figures = {} } = compared;
  const { receptiveField, ...others } = figures;
  return [
    ...(before && before.label !== label ? [`was ${before.label}`] : []),
    ...(before && before.operator !== operator ? [`was ${withArticle(before.class)}`] : []),
    ...(trainable ? [arrow('trainable', trainable)] : []),
    ...(inputs ? [arrow('from', inputs)] : []),
    ...Object.entries(attributes).map(([name, both]) => arrow(name, both)),
    ...figureTexts(others),
    ...(receptiveField ? [arrow('receptive field', receptiveField)] : []),
  ];
}

/** FLOPs say the same as MACs, and memory the same as the shape. */
function figureTexts({ outputShapes, params, macs }: Differences): readonly string[] {
  return [
    ...(outputShapes ? [arrow('output', outputShapes)] : []),
    ...(params ? [arrow('params', printed(params, formatExact))] : []),
    ...(macs ? [arrow('MACs', printed(macs, formatCount))] : []),
  ];
}

function printed({ before, after }: BeforeAfter<unknown>, print: Print): BeforeAfter<unknown> {
  const text = (value: unknown): unknown => (typeof value === 'number' ? print(value) : value);
  return { before: text(before), after: text(after) };
}

function arrow(name: string, { before, after }: BeforeAfter<unknown>): string {
  return `${name} ${shown(before)} → ${shown(after)}`;
}

/** A shape as `[?, 10, 10, 16]`, shapes one after the other. */
function shown(value: unknown): string {
  if (value === null) return '?';
  if (!Array.isArray(value)) return String(value);
  if (value.some(Array.isArray)) return value.map(shown).join(' ');
  return `[${value.map(shown).join(', ')}]`;
}
