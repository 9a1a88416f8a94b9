import type { GraphAnalysis, ReceptiveField, Status } from '../../../core/graph/analysis.ts';
import { countGraph } from '../../../core/graph/counting.ts';
import { type CountingName, countingViews } from '../../../core/graph/counting-views.ts';
import { operatorOf } from '../../../core/graph/infer.ts';
import type { Layer } from '../../../core/graph/node.ts';
import { formatBytes, formatCount, formatExact } from '../../../core/graph/print.ts';
import { add, type Dimension, isKnown, printDimension, printSizes } from '../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import { printPhrases } from '../../../core/vocabulary/phrase.ts';
import { isListed } from '../../assist/listed.ts';

export const columnNames = [
  'layer',
  'class',
  'what',
  'output',
  'params',
  'macs',
  'flops',
  'counted',
  'field',
  'memory',
] as const;
export type ColumnName = (typeof columnNames)[number];

/** The columns that are printed unless others are asked for: our own counts, or another tool's in their place. */
export function defaultColumns(counting: CountingName): readonly ColumnName[] {
  const counts = counting !== 'convlens' && countingViews[counting].unit !== null;
  const others = counts ? ['macs', 'flops'] : ['counted'];
  return columnNames.filter((name) => !others.includes(name));
}

/** How exact the figures are to be printed: for people, or every digit. */
export type Precision = 'short' | 'full';

export interface Column {
  readonly title: string;
  readonly isNumber: boolean;
  cell(row: Row, precision: Precision): string;
}

/** A layer of a table; those of nested models follow theirs, one level deeper. */
export interface Row {
  readonly layer: Layer;
  readonly depth: number;
  readonly outputs: readonly Shape[];
  readonly params: Dimension;
  readonly macs: Dimension;
  readonly flops: Dimension;
  /** As the tool counts that was asked for. */
  readonly counted: Dimension;
  readonly field: ReceptiveField | null;
  readonly bytes: Dimension;
  readonly status: Status;
}

export const tableColumns: Readonly<Record<ColumnName, Column>> = {
  layer: { title: 'layer', isNumber: false, cell: ({ layer, depth }) => '  '.repeat(depth) + layer.label },
  class: { title: 'class', isNumber: false, cell: ({ layer }) => layer.className },
  what: {
    title: '',
    isNumber: false,
    cell: ({ layer }) => printPhrases(operatorOf(layer)?.summary(layer.attributes) ?? []) || (layer.why ?? ''),
  },
  output: {
    title: 'output',
    isNumber: false,
    cell: ({ outputs }) => distinct(outputs.map(printOutput)).join(', ') || '?',
  },
  params: { title: 'params', isNumber: true, cell: ({ params }) => formatExact(params) },
  macs: { title: 'MACs', isNumber: true, cell: ({ macs }, precision) => count(macs, precision) },
  flops: { title: 'FLOPs', isNumber: true, cell: ({ flops }, precision) => count(flops, precision) },
  counted: {
    title: 'counted',
    isNumber: true,
    cell: ({ counted }, precision) => count(counted, precision),
  },
  field: { title: 'field', isNumber: true, cell: ({ field }) => (field ? printField(field) : '') },
  memory: {
    title: 'memory',
    isNumber: true,
    cell: ({ bytes }, precision) => (precision === 'short' ? formatBytes(bytes) : exact(bytes)),
  },
};

export function rowsOf(model: GraphAnalysis, counting: CountingName, depth = 0): readonly Row[] {
  const { graph, nodes, layers } = model;
  const counted = countGraph(model, countingViews[counting]).nodes;
  return graph.layers.flatMap((layer, index) => {
    if (!isListed(layer)) return [];
    const analysis = layers[index]!;
    const uses = analysis.nodes.map((node) => nodes[node]!);
    const total = (figures: readonly Dimension[]): Dimension =>
      figures.reduce<Dimension>((sum, one) => add(sum, one), 0);
    const row: Row = {
      layer,
      depth,
      outputs: uses.flatMap(({ outputs }) => outputs),
      params: analysis.params.total,
      macs: total(uses.map(({ cost }) => cost.macs)),
      flops: total(uses.map(({ flops }) => flops)),
      counted: total(analysis.nodes.map((node) => counted[node]!)),
      field: uses.at(-1)?.receptiveField ?? null,
      bytes: total(uses.map(({ activationBytes }) => activationBytes)),
      status: analysis.status,
    };
    return [row, ...(analysis.model ? rowsOf(analysis.model, counting, depth + 1) : [])];
  });
}

/** The figures of the whole model, a line each. */
export function totalLines({ totals, graph }: GraphAnalysis): readonly (readonly [string, string])[] {
  const { params, status, receptiveField } = totals;
  // A lower bound of nothing says nothing.
  const isEmpty = (size: Dimension): boolean => size === null || (size === 0 && status !== 'exact');
  const bound = (size: Dimension): string => (isEmpty(size) ? '?' : formatCount(size, status));
  const bytes = (size: Dimension): string => (isEmpty(size) ? '?' : formatBytes(size, status));
  const fixed = params.nonTrainable === 0 ? '' : `, ${formatExact(params.nonTrainable)} not trainable`;
  return [
    ['params', `${isEmpty(params.total) ? '?' : formatExact(params.total, status)}${fixed}`],
    ['MACs', `${bound(totals.macs)}, ${bound(totals.flops)} FLOPs, ${bound(totals.otherOps)} other operations`],
    [
      'memory',
      `${bytes(totals.weightBytes)} weights, ${bytes(totals.inferencePeakBytes)} at the peak of inference, ${bytes(totals.trainingBytes)} to train`,
    ],
    ...(printField(receptiveField) ? [['field', fieldLine(receptiveField)] as const] : []),
    ...(status === 'exact' ? [] : [['note', statusNote(graph.complete)] as const]),
  ];
}

function statusNote(complete: boolean): string {
  return complete
    ? 'some layers are unknown: the totals are lower bounds (≥)'
    : 'the model could not be read to its end: the totals are lower bounds (≥)';
}

function fieldLine({ stride, padding, ...field }: ReceptiveField): string {
  const size = printField({ ...field, stride, padding });
  if (field.status === 'whole-input') return size;
  return `${size}, stride ${times(stride)}, padding ${times(padding)}${field.aligned ? '' : ', branches not aligned'}`;
}

/** `7×7`, `≤ 9×9` where only a bound is known, `all` where everything is seen; empty where there is none. */
export function printField({ size, status }: ReceptiveField): string {
  if (status === 'whole-input') return 'all';
  if (status === 'unknown' || size.length === 0) return '';
  return `${status === 'upper-bound' ? '≤' : ''}${times(size)}`;
}

function times(sizes: readonly Dimension[]): string {
  const texts = sizes.map(printDimension);
  return texts.join('×');
}

/** A tensor without elements is no output. */
function printOutput(shape: Shape): string {
  const isImpossible = shape.slice(1).some((size) => isKnown(size) && size <= 0);
  return shape.length === 0 || isImpossible ? '?' : printSizes(shape);
}

function count(value: Dimension, precision: Precision): string {
  return precision === 'short' ? formatCount(value) : exact(value);
}

function exact(value: Dimension): string {
  return printDimension(value);
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
