import { analyseGraph } from '../../core/graph/analyse.ts';
import type { GraphAnalysis, NodeAnalysis } from '../../core/graph/analysis.ts';
import { operatorOf } from '../../core/graph/infer.ts';
import type { Graph } from '../../core/graph/node.ts';
import { type Trial, tryGraph } from '../../core/graph/trial.ts';
import { type Dimension, isKnown } from '../../core/vocabulary/dimension.ts';
import type { AttributeValue, Fact } from '../../core/vocabulary/operator.ts';
import { type FilmRow, filmRows } from './film.ts';
import { refusalText } from './refusal-text.ts';

/** Something that a slider moves: an argument of the layer, or the side of the model's first input. */
export interface Knob {
  readonly name: string;
  /** In ascending order, the present value among them. */
  readonly values: readonly KnobValue[];
  /** Place of the value in the code. */
  readonly own: number;
}

export interface KnobValue {
  readonly text: string;
  readonly value: AttributeValue;
}

/** What the reader has changed: by knob, the place of its value. */
export type Turned = Readonly<Record<string, number>>;

/** What a combination comes to; null is unknown. */
export interface Outcome {
  readonly shape: string;
  readonly figures: Readonly<Record<Quantity, number | null>>;
  /** Why no such model can be built; null when it can. */
  readonly refused: string | null;
}

export const quantities = ['output', 'parameters', 'macs', 'field', 'memory', 'time'] as const;
export type Quantity = (typeof quantities)[number];

/** The knob that is no argument. */
export const inputKnob = 'input size';

const sizes = [1, 2, 3, 5, 7, 9, 11];
const steps = [1, 2, 3, 4];
const factors = [0.25, 0.5, 1, 2, 4];
const inputFactors = [0.5, 0.75, 1, 1.25, 1.5, 2];

const candidates: Readonly<Record<string, (own: number) => readonly number[]>> = {
  kernelSize: () => sizes,
  poolSize: () => sizes.slice(1, 5),
  strides: () => steps,
  dilationRate: () => steps,
  filters: (own) => factors.map((factor) => Math.max(1, Math.round(own * factor))),
  units: (own) => factors.map((factor) => Math.max(1, Math.round(own * factor))),
  depthMultiplier: () => steps,
};

/** What can be tried of a layer; none where its arguments are not known. */
export function knobsOf(row: FilmRow, inputs: readonly (readonly number[])[]): readonly Knob[] {
  const operator = operatorOf(row.layer);
  const names = Object.keys(operator?.attributes ?? {}).filter((name) => name in candidates || name === 'padding');
  const knobs = names.flatMap((name): Knob[] => {
    const own = row.layer.attributes[name];
    if (own === undefined || own === null) return [];
    return name === 'padding' ? paddingKnob(own) : numberKnob(name, own);
  });
  const [first] = inputs;
  return first?.length === 4 ? [...knobs, sideKnob(first)] : knobs;
}

function paddingKnob(own: AttributeValue): Knob[] {
  if (typeof own !== 'string') return [];
  const values = [...new Set(['valid', 'same', own])].map((value) => ({ text: value, value }));
  return [{ name: 'padding', values, own: values.findIndex(({ value }) => value === own) }];
}

function numberKnob(name: string, own: AttributeValue): Knob[] {
  const parts = Array.isArray(own) ? own : [own];
  if (!parts.every((part): part is number => typeof part === 'number')) return [];
  const [first = 1] = parts;
  const isEven = parts.every((part) => part === first);
  const others = (candidates[name]?.(first) ?? []).filter((value) => !(isEven && value === first));
  const present = {
    text: parts.length > 1 && (!isEven || name.endsWith('Size')) ? parts.join('×') : String(first),
    value: own,
    order: first,
  };
  const perAxis = (value: number) =>
    name.endsWith('Size') && parts.length > 1 ? parts.map(() => value).join('×') : String(value);
  const values = [
    present,
    ...[...new Set(others)].map((value) => ({ text: perAxis(value), value, order: value })),
  ].sort((a, b) => a.order - b.order);
  return [{ name, values: values.map(({ text, value }) => ({ text, value })), own: values.indexOf(present) }];
}

function sideKnob(shape: readonly number[]): Knob {
  const side = shape[1] ?? 1;
  const values = [...new Set(inputFactors.map((factor) => Math.max(1, Math.round(side * factor))))];
  return {
    name: inputKnob,
    values: values.map((value) => ({ text: String(value), value })),
    own: values.indexOf(side),
  };
}

/** The place of each knob: where the reader has turned it, else as in the code. */
export function placeOfKnob(knob: Knob, turned: Turned): number {
  const place = turned[knob.name];
  return place !== undefined && place < knob.values.length ? place : knob.own;
}

/** The arguments that differ from the code's. */
export function changedArguments(knobs: readonly Knob[], turned: Turned): Readonly<Record<string, AttributeValue>> {
  return Object.fromEntries(
    knobs.flatMap((knob) => {
      const place = placeOfKnob(knob, turned);
      const value = knob.values[place]?.value;
      return knob.name === inputKnob || place === knob.own || value === undefined ? [] : [[knob.name, value]];
    }),
  );
}

/** An argument as code says it. */
type Written = number | string | readonly number[];

/** The changed arguments as code says them. */
export function writtenArguments(knobs: readonly Knob[], turned: Turned): Readonly<Record<string, Written>> {
  const all = Object.entries(changedArguments(knobs, turned)).map(([name, value]) => [name, written(value)] as const);
  return Object.fromEntries(all.filter((pair): pair is readonly [string, Written] => pair[1] !== null));
}

function written(value: AttributeValue): Written | null {
  if (typeof value === 'number' || typeof value === 'string') return value;
  return Array.isArray(value) ? value.filter((part) => typeof part === 'number') : null;
}

/** Multiplications up to which a value is run to be measured: more would keep the reader's machine busy. */
const mostMacs = 300e6;

/** Whether a combination is worth running: it can be built, on the run's own input, and is soon done. */
export function isMeasured({ refused, figures: { macs } }: Outcome, knobs: readonly Knob[], turned: Turned): boolean {
  const side = knobs.find(({ name }) => name === inputKnob);
  const ownInput = !side || placeOfKnob(side, turned) === side.own;
  return refused === null && ownInput && macs !== null && macs <= mostMacs;
}

/** A combination's name: the same for the same values. */
export function combinationOf(knobs: readonly Knob[], turned: Turned): string {
  return knobs.map((knob) => placeOfKnob(knob, turned)).join();
}

/** A layer whose knobs are turned, and what is so before any is. */
export interface Bench {
  readonly graph: Graph;
  readonly row: FilmRow;
  readonly inputs: readonly (readonly number[])[];
  readonly knobs: readonly Knob[];
  /** What is wrong with the model as it is: no knob is to blame. */
  readonly before: ReadonlySet<string>;
}

export function benchOf(graph: Graph, row: FilmRow, inputs: Bench['inputs']): Bench {
  const before = new Set(faultsOf(analyseGraph(graph, { inputs })).map(keyOf));
  return { graph, row, inputs, knobs: knobsOf(row, inputs), before };
}

/** What the model and the layer come to with the knobs so. */
export function outcomeOf({ graph, row, inputs, knobs, before }: Bench, turned: Turned): Outcome {
  const side = knobs.find(({ name }) => name === inputKnob);
  const tried = tryGraph(graph, {
    path: indicesOf(graph, row.path),
    set: changedArguments(knobs, turned),
    inputs: side ? resized(inputs, side.values[placeOfKnob(side, turned)]?.value) : inputs,
  });
  const found = tried && filmRows(tried.analysis).find(({ key }) => key === row.key);
  if (!tried || !found) return { shape: '?', figures: unknown, refused: null };
  const { label } = row.layer;
  const own = tried.facts.map((fact) => ({ label, fact }));
  const fresh = [...own, ...faultsOf(tried.analysis)].filter((fault) => !before.has(keyOf(fault)));
  const refused = fresh.map((fault) => faultText(fault, label)).find((text) => text !== null) ?? null;
  return { shape: shapeOf(found.node), figures: figuresOf(found), refused };
}

const unknown: Outcome['figures'] = {
  output: null,
  parameters: null,
  macs: null,
  field: null,
  memory: null,
  time: null,
};

function figuresOf({ node, params }: FilmRow): Outcome['figures'] {
  const { size, status } = node.receptiveField;
  return {
    output: spatialOf(node),
    parameters: known(params),
    macs: known(node.cost.macs),
    field: status === 'exact' || status === 'upper-bound' ? known(size[0] ?? null) : null,
    memory: known(node.activationBytes),
    time: null,
  };
}

/** The side of an image, the length of a sequence, the count of a row. */
function spatialOf({ outputs }: NodeAnalysis): number | null {
  return known(outputs[0]?.[1] ?? null);
}

function shapeOf({ outputs }: NodeAnalysis): string {
  return (outputs[0] ?? [])
    .slice(1)
    .map((size) => (isKnown(size) ? String(size) : '?'))
    .join('×');
}

function known(dimension: Dimension): number | null {
  return isKnown(dimension) ? dimension : null;
}

function resized(inputs: readonly (readonly number[])[], side: AttributeValue | undefined): Trial['inputs'] {
  const [first, ...others] = inputs;
  if (typeof side !== 'number' || first?.length !== 4 || first[1] === side) return inputs;
  const [batch = 1, height = 1, width = 1, channels = 1] = first;
  return [[batch, side, Math.max(1, Math.round((width * side) / height)), channels], ...others];
}

/** Something wrong, and with which layer. */
interface Fault {
  readonly label: string;
  readonly fact: Fact;
}

function faultsOf({ graph, nodes, layers }: GraphAnalysis): readonly Fault[] {
  const own = nodes.flatMap(({ facts }, node) => {
    const label = graph.layers[graph.nodes[node]?.layer ?? -1]?.label ?? '';
    return facts.map((fact) => ({ label, fact }));
  });
  return [...own, ...layers.flatMap(({ model }) => (model ? faultsOf(model) : []))];
}

function keyOf(fault: Fault): string {
  return JSON.stringify(fault);
}

/** Named where it is another layer that can't be built any more. */
function faultText({ label, fact }: Fault, own: string): string | null {
  const text = refusalText(fact);
  return text === null || label === own ? text : `${label}: ${text}`;
}

/** From labels to the indices of the layers that bear them. */
export function indicesOf(graph: Graph, [label, ...inner]: readonly string[]): readonly number[] {
  const index = graph.layers.findIndex((layer) => layer.label === label);
  const model = graph.layers[index]?.model;
  return inner.length === 0 || !model ? [index] : [index, ...indicesOf(model, inner)];
}
