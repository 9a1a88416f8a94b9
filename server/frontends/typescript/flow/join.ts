import { sameShape } from '../../../../core/graph/known.ts';
import type { WeightSpec } from '../../../../core/vocabulary/operator.ts';
import { noteAliases } from '../values/aliases.ts';
import { knownShapes } from '../values/known-shapes.ts';
import type { DataValue } from '../values/leaf-values.ts';
import { isSameMember } from '../values/library-member.ts';
import { isRest, rest } from '../values/rest.ts';
import type { Choice, Fork } from '../values/unknown.ts';
import { unknownLayer } from '../values/unknown-layer.ts';
import type { LayerValue, NodeValue, Run, TensorValue, Value } from '../values/values.ts';
import { array, isKind, isStructured, now, unknown } from '../values/values.ts';
import { birthOf } from './guesses.ts';
import { merge } from './join-shapes.ts';

/** How deep nested arrays and objects are compared before they count as unknown. */
const maxDepth = 4;

/** Where values are joined: `a` is what they are on the first `taken` ways away from the fork, `b` on the next. */
export interface Meeting {
  readonly run: Run;
  readonly fork: Fork;
  readonly taken: number;
  readonly why: string;
}

/** What a value is after a fork, given what it is on each way. */
export function joinAll(run: Run, fork: Fork, values: readonly Value[], why: string): Value {
  return values.reduce((a, b, taken) => join({ run, fork, taken, why }, a, b));
}

/**
 * The join of two values: what a variable holds that was given one or the other. `null` or `undefined` joined with a
 * model, a list or another structure gives the structure: a guard that returns `null` does not take the model away.
 */
export function join(at: Meeting, a: Value, b: Value, depth = 0): Value {
  const { why } = at;
  if (Object.is(a, b)) return a;
  if (isKind(a, 'tensor') && isKind(b, 'tensor')) return joinTensors(at, a, b);
  if (isKind(a, 'data') && isKind(b, 'data')) return joinData(at, a, b);
  if (isKind(a, 'layer') && isKind(b, 'layer') && !a.model && !b.model) {
    return at.fork.isLoop ? unknown(why) : joinLayers(at, a, b);
  }
  if (isUnreadModel(a) && isModel(b)) return b;
  if (isUnreadModel(b) && isModel(a)) return a;
  if (a === null || a === undefined) return isStructured(b) ? uncertain(at, b) : unknown(why);
  if (b === null || b === undefined) return isStructured(a) ? uncertain(at, a) : unknown(why);
  if (depth < maxDepth && isKind(a, 'array') && isKind(b, 'array')) {
    const { elements, open } = joinElements(at, a, b, depth + 1);
    return noteAliases(array(elements, open), [a, b]);
  }
  if (isKind(a, 'number') && isKind(b, 'number') && sameShape([a.expression], [b.expression])) return a;
  if (isKind(a, 'function') && isKind(b, 'function') && a.node === b.node && a.scope === b.scope) return a;
  // Two packages that are the same library, for the GPU and for the CPU say, make the same layers.
  if (isKind(a, 'library') && isKind(b, 'library') && isSameMember(a, b)) return a;
  if (depth < maxDepth && isKind(a, 'object') && isKind(b, 'object') && a.prototype === b.prototype) {
    at.run.work.spend(a.properties.size + b.properties.size);
    const properties = new Map(a.properties);
    for (const key of new Set([...a.properties.keys(), ...b.properties.keys()])) {
      const slot = a.properties.get(key) ?? b.properties.get(key);
      const value = join(at, a.properties.get(key)?.value, b.properties.get(key)?.value, depth + 1);
      if (slot) properties.set(key, { ...slot, value });
    }
    return noteAliases({ ...a, properties, open: a.open ?? b.open, born: now() }, [a, b]);
  }
  return unknown(why);
}

/** A program loads a model or builds the like of it: of the two the one that can be read is shown. */
function isUnreadModel(value: Value): boolean {
  return isKind(value, 'unknown') && value.isModel === true;
}

function isModel(value: Value): boolean {
  return isKind(value, 'layer') && value.model !== null;
}

/** Either tensor of numbers: known is what they have in common. */
function joinData({ run }: Meeting, a: DataValue, b: DataValue): DataValue {
  const isSameRank = a.shape !== null && b.shape !== null && a.shape.length === b.shape.length;
  return {
    ...a,
    shape: isSameRank ? merge(a.shape, b.shape) : null,
    dtype: a.dtype === b.dtype ? a.dtype : null,
    born: birthOf([a, b], run, a.born),
  };
}

type Elements = Pick<Extract<Value, { kind: 'array' }>, 'elements' | 'open'>;

/** Lists of different length have in common what both begin with; what one of them goes on with may be missing. */
export function joinElements(at: Meeting, a: Elements, b: Elements, depth = 0): Elements {
  const [shorter, longer] = a.elements.length <= b.elements.length ? [a, b] : [b, a];
  const open = a.open ?? b.open;
  at.run.work.spend(longer.elements.length);
  const elements: Value[] = [];
  for (const [index, other] of longer.elements.entries()) {
    const value = index < shorter.elements.length ? shorter.elements[index] : undefined;
    if (index < shorter.elements.length && isRest(value) !== isRest(other)) {
      return { elements: [...elements, rest(open ?? unknown(at.why))], open: open ?? unknown(at.why) };
    }
    // The order stays that of the ways.
    const [first, second] = shorter === a ? [value, other] : [other, value];
    elements.push(join(at, first, second, depth));
  }
  const isSame = shorter.elements.length === longer.elements.length;
  return { elements, open: isSame ? open : (open ?? unknown(at.why)) };
}

/** What changes of a layer or model. */
type LayerState = Pick<LayerValue, 'nodes' | 'trainable' | 'hasFrozenWeights' | 'source' | 'model' | 'custom'>;

/** A model whose layers depend on the branch keeps all of them; its output knows which ones lead to it. */
export function joinModels(at: Meeting, a: LayerState, b: LayerState): LayerState {
  const [first, second] = [a.model, b.model];
  const { isRehearsing } = at.run;
  const both = <T>(before: readonly T[], after: readonly T[]) =>
    isRehearsing ? [...before] : [...new Set([...before, ...after])];
  const nodes = both(a.nodes, b.nodes);
  const kept = {
    nodes,
    trainable: a.trainable && b.trainable,
    hasFrozenWeights: a.hasFrozenWeights || b.hasFrozenWeights,
    source: a.source ?? b.source,
    custom: joinCustom(a.custom, b.custom),
  };
  if (!first || !second) return { ...kept, model: first ?? second };
  const isSame = first.layers.length === second.layers.length && first.layers.every((l, i) => l === second.layers[i]);
  const complete = first.complete && second.complete && (isSame || !at.fork.isLoop);
  const [before, after] = [first.outputs[0], second.outputs[0]];
  const starts = before ? first : second;
  const outputs = before && after ? [joinTensors(at, before, after)] : starts.outputs;
  return {
    ...kept,
    model: {
      ...first,
      layers: both(first.layers, second.layers),
      facts: both(first.facts, second.facts),
      trained: first.trained ?? second.trained,
      outputs,
      inputs: starts.inputs,
      complete,
      compiled: first.compiled === second.compiled ? first.compiled : null,
      isDisposed: first.isDisposed === second.isDisposed ? first.isDisposed : null,
    },
  };
}

/** A layer that was built on one of the ways has the weights of that; two that differ are not known. */
function joinCustom(a: LayerValue['custom'], b: LayerValue['custom']): LayerValue['custom'] {
  if (!a?.isBuilt || !b?.isBuilt) return a?.isBuilt ? a : b;
  const [first, second] = [a.weights, b.weights];
  const isSame = first?.length === second?.length && first?.every((weight, at) => isSameWeight(weight, second?.[at]));
  return { isBuilt: true, weights: isSame && first ? first : null };
}

function isSameWeight(a: WeightSpec, b: WeightSpec | undefined): boolean {
  return b !== undefined && a.name === b.name && a.trainable === b.trainable && sameShape(a.shape, b.shape);
}

/** Either layer: using it uses one of them. */
function joinLayers(at: Meeting, a: LayerValue, b: LayerValue): LayerValue {
  return { ...a, alternatives: choose(at, a.alternatives, a, b), born: now() };
}

function choose<T>({ fork, taken }: Meeting, earlier: Choice<T> | null | undefined, a: T, b: T): Choice<T> {
  if (earlier?.fork === fork && earlier.ways.length === taken) return { fork, ways: [...earlier.ways, b] };
  return { fork, ways: [...Array.from({ length: taken }, () => a), b] };
}

/** Either tensor. What their shapes have in common is known all the same. */
export function joinTensors(at: Meeting, a: TensorValue, b: TensorValue): TensorValue {
  if (a === b) return a;
  const shape = merge(a.shape, b.shape);
  if (at.fork.isLoop) return repeated(at, a, b, shape);
  return { ...a, shape, alternatives: choose(at, a.alternatives, a, b) };
}

/**
 * The tensor that leaves a loop of unknown length. In the graph an unknown layer stands between what the
 * first iteration made and what follows, so that nothing is concluded from one iteration alone.
 */
function repeated(
  at: Meeting,
  body: TensorValue,
  before: TensorValue | null,
  shape: TensorValue['shape'],
): TensorValue {
  const earlier = [body, before].find((tensor) => tensor?.repeats === at.fork);
  if (!earlier) return leaving(at, [body], shape);
  return sameShape(earlier.shape, shape) ? earlier : leaving(at, earlier.node.inputs, shape);
}

function leaving(at: Meeting, inputs: readonly TensorValue[], shape: TensorValue['shape']): TensorValue {
  const layer = unknownLayer('Loop', at.why, null);
  const node: NodeValue = {
    layer,
    inputs,
    outputs: [],
    ...knownShapes(
      inputs.map((input) => input.shape),
      [shape],
    ),
  };
  const tensor: TensorValue = { kind: 'tensor', node, output: 0, shape, alternatives: null, repeats: at.fork };
  node.outputs = [tensor];
  layer.nodes.push(node);
  return tensor;
}

function uncertain(at: Meeting, value: Value): Value {
  return isKind(value, 'tensor') && at.fork.isLoop && value.repeats !== at.fork
    ? repeated(at, value, null, value.shape)
    : value;
}
