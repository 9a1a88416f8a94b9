import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Layer } from '../../core/graph/node.ts';
import { alignLayers, kindOf, type Pair } from './align-layers.ts';
import { layerFigures, layerJson } from './model-json.ts';
import type { BeforeAfter, Side } from './side.ts';
import { valueJson } from './value-json.ts';

/**
 * One layer of two models. `changed` is one that is made in another way, `affected` one that is made alike and gives
 * something else, because something before it has changed.
 */
export type ComparedLayer = { readonly change: 'added' | 'removed'; readonly layer: LayerJson } | DifferingLayer;

export interface DifferingLayer extends LayerName {
  readonly change: 'changed' | 'affected';
  /** What it was called, and where it was made, where that differs. */
  readonly before?: LayerName;
  /** Only of what differs. */
  readonly trainable?: BeforeAfter<boolean>;
  readonly inputs?: BeforeAfter<readonly string[]>;
  readonly attributes?: Differences;
  readonly figures?: Differences;
  /** Of a layer that is a model itself. */
  readonly layers?: readonly ComparedLayer[];
}

export type Differences = Readonly<Record<string, BeforeAfter<unknown>>>;

type LayerJson = ReturnType<typeof layerJson>;

/** What a layer is called and where it is made. */
export interface LayerName {
  readonly label: string;
  readonly class: string;
  readonly operator: string;
  readonly at: string | null;
}

/** What differs, pair by pair; pairs that are the same in all are left out. */
export function compareLayers(before: Side, after: Side, pairs: readonly Pair[], depth = 0): readonly ComparedLayer[] {
  const counterparts = new Map(
    pairs.flatMap(({ before: from, after: to }) => (from === null || to === null ? [] : [[from, to]])),
  );
  return pairs.flatMap((pair): ComparedLayer[] => {
    const { before: from, after: to } = pair;
    if (from === null && to === null) return [];
    if (from === null) return [{ change: 'added', layer: layerJson(after.model, to!, after.file) }];
    if (to === null) return [{ change: 'removed', layer: layerJson(before.model, from, before.file) }];
    const compared = comparePair(before, after, { from, to, counterparts, depth });
    return compared ? [compared] : [];
  });
}

interface Place {
  readonly from: number;
  readonly to: number;
  readonly counterparts: ReadonlyMap<number, number>;
  readonly depth: number;
}

/** Models nest as deep as anyone likes; what lies deeper than this is told by the figures of what holds it. */
const deepestModel = 4;

function comparePair(before: Side, after: Side, place: Place): ComparedLayer | null {
  const { from, to, depth } = place;
  const [left, right] = [before.model.graph.layers[from]!, after.model.graph.layers[to]!];
  const [inside, insideAfter] = [before.model.layers[from]!.model, after.model.layers[to]!.model];
  const isNested = inside !== null && insideAfter !== null && depth < deepestModel;
  const layers = isNested
    ? compareInside({ ...before, model: inside }, { ...after, model: insideAfter }, depth + 1)
    : [];
  // Each library has a class of its own for what is one operator, and arguments are those of the operator.
  const isOther = kindOf(left) !== kindOf(right);
  const made = {
    ...differing('trainable', left.trainable, right.trainable),
    ...rewired(before.model, after.model, place),
    ...optional('attributes', isOther ? {} : differences(left.attributes, right.attributes, valueJson)),
  };
  const figures = differences(figuresOf(before, from), figuresOf(after, to), (value) => value);
  const [was, is] = [nameOf(before, left), nameOf(after, right)];
  const isChanged = isOther || Object.keys(made).length > 0 || layers.some(({ change }) => change !== 'affected');
  if (!isChanged && Object.keys(figures).length === 0) return null;
  return {
    change: isChanged ? 'changed' : 'affected',
    ...is,
    ...(JSON.stringify(was) === JSON.stringify(is) ? {} : { before: was }),
    ...made,
    ...optional('figures', figures),
    ...(layers.length > 0 ? { layers } : {}),
  };
}

function compareInside(before: Side, after: Side, depth: number): readonly ComparedLayer[] {
  return compareLayers(before, after, alignLayers(before.model, after.model), depth);
}

function nameOf({ file }: Side, { label, className, operator, source }: Layer): LayerName {
  return { label, class: className, operator, at: source && file.positions.lineAt(source) };
}

/** What a change of the layer, or of one before it, may change. */
function figuresOf({ model }: Side, index: number): Readonly<Record<string, unknown>> {
  const { outputShapes, params, macs, flops, activationBytes, receptiveField } = layerFigures(model, index);
  return {
    outputShapes,
    params: params.total,
    macs,
    flops,
    activationBytes,
    // What sees the whole input sees as much of every input.
    receptiveField: receptiveField?.status === 'whole-input' ? 'whole input' : (receptiveField?.size ?? null),
  };
}

/** Between layers that both models have, where one takes its input from. */
function rewired(before: GraphAnalysis, after: GraphAnalysis, { from, to, counterparts }: Place): object {
  const [left, right] = [inputsOf(before, from), inputsOf(after, to)];
  const known = new Set(counterparts.values());
  const isCertain = left.every((index) => counterparts.has(index)) && right.every((index) => known.has(index));
  if (!isCertain || left.map((index) => counterparts.get(index)).join() === right.join()) return {};
  const label =
    ({ graph }: GraphAnalysis) =>
    (index: number): string =>
      graph.layers[index]!.label;
  return { inputs: { before: left.map(label(before)), after: right.map(label(after)) } };
}

/** The layers that a layer takes the outputs of, in all its applications. */
export function inputsOf({ graph, layers }: GraphAnalysis, index: number): readonly number[] {
  return layers[index]!.nodes.flatMap((node) => graph.nodes[node]!.inputs.map((ref) => graph.nodes[ref.node]!.layer));
}

function differences<Value>(
  before: Readonly<Record<string, Value>>,
  after: Readonly<Record<string, Value>>,
  shown: (value: Value) => unknown,
): Differences {
  const show = (value: Value | undefined): unknown => (value === undefined ? null : shown(value));
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(
    names.flatMap((name) => Object.entries(differing(name, show(before[name]), show(after[name])))),
  );
}

function differing<Value>(name: string, before: Value, after: Value): Readonly<Record<string, BeforeAfter<Value>>> {
  return JSON.stringify(before) === JSON.stringify(after) ? {} : { [name]: { before, after } };
}

function optional<Value extends object>(name: string, value: Value): Readonly<Record<string, Value>> {
  return Object.keys(value).length === 0 ? {} : { [name]: value };
}
