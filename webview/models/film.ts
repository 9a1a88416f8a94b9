import * as l10n from '@vscode/l10n';
import type { GraphAnalysis, NodeAnalysis } from '../../core/graph/analysis.ts';
import type { Layer } from '../../core/graph/node.ts';
import { type Dimension, isKnown } from '../../core/vocabulary/dimension.ts';
import type { Shape } from '../../core/vocabulary/operator.ts';
import { bytes, count, duration, sizes } from './figures.ts';

/** One frame of the film: an application of a layer. */
export interface FilmRow {
  /** Identity across edits: labels from the outermost model inwards, and which application it is when there are several. */
  readonly key: string;
  readonly path: readonly string[];
  /** Keys of the nested models around it. */
  readonly parents: readonly string[];
  /** Index of the outermost layer in the graph's `layers`, as the host counts them. */
  readonly layerIndex: number;
  readonly layer: Layer;
  readonly node: NodeAnalysis;
  readonly params: Dimension;
  readonly foldable: boolean;
  /** Layers that are folded here without being a model; null for all else. */
  readonly block: Block | null;
  /** An input of the model or of a nested one: nothing is computed here. */
  readonly isInput: boolean;
  /** The frame whose output is shown here: this one, or for a nested model the layer in it that gives its first output. */
  readonly outputKey: string;
  /** The frames that compute what it takes. */
  readonly inputKeys: readonly string[];
  /** How much smaller its side is than that of the frame before it; null when it is not. */
  readonly reduction: number | null;
  /** What is wrong with its code; `markProblems` puts it in. */
  readonly problem: FilmProblem | null;
  readonly unknown: UnknownRow | null;
}

/** What a frame stands for that folds several layers which are no model of their own. */
export interface Block {
  /** Keys of the layers in it. */
  readonly layers: readonly string[];
  /** Their operators, in order, each once. */
  readonly operators: readonly string[];
}

/** A problem that marks its frame: hints are for the editor. */
export interface FilmProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** Why a frame's shape can't be told: its layer is not known, or it depends on such a layer. */
export type UnknownRow = { readonly kind: 'layer' } | { readonly kind: 'waits'; readonly for: string };

/** Every application in execution order; nested models come before what is inside them. */
export function filmRows(analysis: GraphAnalysis): readonly FilmRow[] {
  const rows: FilmRow[] = [];
  collect(analysis, { path: [], parents: [], layerIndex: null, seen: new Map(), culprit: null }, rows);
  return rows;
}

/** Rows that no folded frame hides. @param toggled frames whose folding the reader has changed */
export function visibleRows(rows: readonly FilmRow[], toggled: ReadonlySet<string>): readonly FilmRow[] {
  const folded = new Set(rows.filter((row) => isFolded(row, toggled)).map(({ key }) => key));
  return rows.filter((row) => !row.parents.some((parent) => folded.has(parent)));
}

/** Models are open and blocks are folded until the reader says otherwise. */
export function isFolded(row: FilmRow, toggled: ReadonlySet<string>): boolean {
  return row.foldable && (row.block !== null) !== toggled.has(row.key);
}

/** What the reader has toggled, with every frame around a row opened. */
export function openedAround(
  rows: readonly FilmRow[],
  toggled: readonly string[],
  key: string | null,
): readonly string[] {
  const row = rows.find((one) => one.key === key);
  const around = rows.filter((one) => row?.parents.includes(one.key) && isFolded(one, new Set(toggled)));
  return around.reduce<readonly string[]>((all, one) => withToggled(all, one.key), toggled);
}

/** The list with a frame in it, or without it if it was there. */
export function withToggled(toggled: readonly string[], key: string): readonly string[] {
  return toggled.includes(key) ? toggled.filter((one) => one !== key) : [...toggled, key];
}

interface Walk {
  readonly path: readonly string[];
  readonly parents: readonly string[];
  readonly layerIndex: number | null;
  /** How often each path was applied. */
  readonly seen: Map<string, number>;
  /** The first layer that could not be interpreted. */
  culprit: string | null;
}

/** Adds the rows of a graph and tells, per node, the key of the frame that computes it. */
function collect(analysis: GraphAnalysis, walk: Walk, rows: FilmRow[]): readonly string[] {
  const outputKeys: string[] = [];
  analysis.graph.nodes.forEach((node, index) => {
    const layer = analysis.graph.layers[node.layer];
    const facts = analysis.nodes[index];
    if (!layer || !facts) return;
    const inside = analysis.layers[node.layer];
    const path = [...walk.path, layer.label];
    const name = path.join('/');
    const times = walk.seen.get(name) ?? 0;
    walk.seen.set(name, times + 1);
    const key = times === 0 ? name : `${name}#${times}`;
    // A nested model's inputs are what it is applied to: no step of their own.
    if (walk.parents.length > 0 && node.inputs.length === 0) return;
    const layerIndex = walk.layerIndex ?? node.layer;
    const model = inside?.model ?? null;
    const itself = layer.operator === 'unknown';
    if (itself && walk.culprit === null) walk.culprit = layer.label;
    const at = rows.length;
    const row: FilmRow = {
      key,
      path,
      parents: walk.parents,
      layerIndex,
      layer,
      node: facts,
      // Shared weights count once, at the first application.
      params: times === 0 ? (inside?.params.total ?? null) : 0,
      foldable: model !== null,
      block: null,
      isInput: node.inputs.length === 0,
      outputKey: key,
      inputKeys: node.inputs.flatMap((ref) => outputKeys[ref.node] ?? []),
      reduction: reductionOf(facts),
      problem: null,
      unknown: unknownRow(itself, facts, walk.culprit),
    };
    rows.push(row);
    if (model) {
      const nested: Walk = { ...walk, path, parents: [...walk.parents, key], layerIndex };
      const keys = collect(model, nested, rows);
      walk.culprit = nested.culprit;
      rows[at] = { ...row, outputKey: keys[model.graph.outputs[0]?.node ?? -1] ?? key };
    }
    outputKeys[index] = rows[at]?.outputKey ?? key;
  });
  return outputKeys;
}

function unknownRow(itself: boolean, node: NodeAnalysis, culprit: string | null): UnknownRow | null {
  if (itself) return { kind: 'layer' };
  return culprit !== null && partlyUnknown(node) ? { kind: 'waits', for: culprit } : null;
}

function partlyUnknown(node: NodeAnalysis): boolean {
  return node.outputs.some((shape) => shape.slice(1).some((size) => size === null));
}

function reductionOf(node: NodeAnalysis): number | null {
  const before = node.inputs[0];
  const after = node.outputs[0];
  if (before?.length !== 4 || after?.length !== 4) return null;
  const [from, to] = [before[1] ?? null, after[1] ?? null];
  if (!isKnown(from) || !isKnown(to) || to === 0) return null;
  const ratio = Math.round(from / to);
  return ratio > 1 ? ratio : null;
}

export const metrics = ['macs', 'params', 'memory', 'time'] as const;
export type Metric = (typeof metrics)[number];
export const metricNames: Readonly<Record<Metric, string>> = {
  macs: 'MACs',
  params: l10n.t('Parameters'),
  memory: l10n.t('Memory'),
  time: l10n.t('Time'),
};

export interface CostBar {
  readonly text: string;
  /** 0 … 1 of the most expensive row; null when it is not known. */
  readonly share: number | null;
}

/** The chosen metric of every row, and how much of the largest it is. Nested models are sums and no measure for the rest. */
export function costBars(
  rows: readonly FilmRow[],
  metric: Metric,
  times: ReadonlyMap<string, number>,
): ReadonlyMap<string, CostBar> {
  const values = rows.map((row) => metricOf(row, metric, times));
  const largest = Math.max(0, ...values.filter((size, i): size is number => isKnown(size) && !rows[i]?.foldable));
  return new Map(
    rows.map((row, i) => {
      const size = values[i] ?? null;
      const share = isKnown(size) ? (largest > 0 ? Math.min(1, size / largest) : 0) : null;
      return [row.key, { text: metricText(size, metric), share }];
    }),
  );
}

function metricOf(row: FilmRow, metric: Metric, times: ReadonlyMap<string, number>): Dimension {
  switch (metric) {
    case 'macs':
      return row.node.cost.macs;
    case 'params':
      return row.params;
    case 'memory':
      return row.node.activationBytes;
    case 'time':
      return times.get(row.key) ?? null;
    default:
      return metric satisfies never;
  }
}

function metricText(size: Dimension, metric: Metric): string {
  if (metric === 'memory') return bytes(size);
  if (metric === 'time') return isKnown(size) ? duration(size) : '–';
  return size === 0 ? '–' : count(size);
}

/** The shape of a frame's output. */
export function rowShape(row: FilmRow): string {
  return shapeText(row.node.outputs[0]);
}

/** `[?, ?, 24]` where sizes are unknown, `?` where not even their number is, `56×56×24` else. */
export function shapeText(shape: Shape | undefined): string {
  if (!shape || shape.length === 0) return '?';
  if (shape.slice(1).some((size) => isKnown(size) && size <= 0)) return l10n.t('no output');
  const unknown = shape.slice(1).some((size) => size === null);
  return unknown ? `[${sizes(shape).split('×').join(', ')}]` : sizes(shape);
}

/** What a screen reader says of a frame. */
export function rowLabel(
  row: FilmRow,
  detail: string,
  bar: CostBar | undefined,
  metric: Metric,
  place: string,
): string {
  const shape = rowShape(row);
  const cost = bar && bar.text !== '–' ? `, ${bar.text} ${metricNames[metric]}` : '';
  const problem = row.problem ? `, ${row.problem.severity}: ${row.problem.message}` : '';
  return `${row.layer.label}, ${detail}, ${shape === '?' ? l10n.t('shape unknown') : shape.replaceAll('×', l10n.t(' by '))}${cost}${problem}, ${place}`;
}
