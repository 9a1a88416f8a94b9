import { containerOrder } from '../../../../../core/graph/container-order.ts';
import type { Graph, GraphFact, Layer, Node, TensorRef } from '../../../../../core/graph/node.ts';
import type { Work } from '../../../../../core/graph/work.ts';
import { UNITS } from '../../values/machine.ts';
import type { LayerValue, ModelState, NodeValue, TensorValue } from '../../values/values.ts';
import { implicitInput } from './implicit-input.ts';
import { toLayer } from './layers.ts';
import { firstWay, onWay, type Way } from './ways.ts';

/**
 * A model as it stands at this moment, as an immutable graph. Where the program may have gone different ways, `way`
 * says which. While the program runs it pays for it, each time that it asks.
 * @throws Stopped when there is not so much work left
 */
export function toGraph(layer: LayerValue, work: Work | null, way: Way = firstWay): Graph {
  return graphOf(layer, { work, way, made: new Map() });
}

/** One conversion: a model that is nested in several places is converted once. */
interface Conversion {
  readonly work: Work | null;
  readonly way: Way;
  readonly made: Map<LayerValue, Graph>;
}

function graphOf(layer: LayerValue, conversion: Conversion): Graph {
  const { model } = layer;
  if (!model) throw new TypeError('only models have a graph');
  const made = conversion.made.get(layer);
  if (made) return made;
  const parts = arrange(model, conversion.way);
  conversion.work?.spend(parts.sorted.length * UNITS.converted);
  const graph = finish(layer, model, parts, conversion);
  conversion.made.set(layer, graph);
  return graph;
}

/** A functional model's layers in the order of `model.layers`. */
export function functionalLayers(model: ModelState): LayerValue[] {
  return arrange(model, firstWay).layers;
}

interface Arranged extends Collected {
  /** Applications, inputs before consumers. */
  readonly sorted: readonly NodeValue[];
  readonly layers: LayerValue[];
}

function arrange(model: ModelState, way: Way): Arranged {
  const collected = collect(model, way);
  const indices = new Map(collected.nodes.map((node, index) => [node, index]));
  const layerIndices = new Map<LayerValue, number>();
  for (const node of collected.nodes)
    if (!layerIndices.has(node.layer)) layerIndices.set(node.layer, layerIndices.size);
  const order = containerOrder(
    collected.nodes.map((node) => ({
      layer: layerIndices.get(node.layer) ?? 0,
      inputs: collected.inputsOf(node).map((tensor) => indices.get(collected.nodeOf(tensor)) ?? 0),
    })),
    model.outputs.map((tensor) => indices.get(collected.nodeOf(tensor)) ?? 0),
  );
  const sorted = order.nodes.flatMap((index) => collected.nodes[index] ?? []);
  const inOrder = sorted.map(({ layer }) => layer);
  const layers = listLayers(model, [...layerIndices.keys()], order.layers, inOrder);
  // Inputs that nothing depends on are inputs all the same.
  const met = new Set(sorted);
  for (const tensor of collected.inputs) {
    const node = collected.nodeOf(tensor);
    if (met.has(node) || isUnknown(node)) continue;
    sorted.push(node);
    if (!layers.includes(node.layer)) layers.push(node.layer);
  }
  const inputs = collected.inputs.filter((tensor) => !isUnknown(collected.nodeOf(tensor)));
  // What an unknown model passes on is where the known part begins.
  const starts = sorted.filter((node) => node.inputs.length === 0 && isUnknown(node));
  return { ...collected, inputs: [...inputs, ...starts.flatMap((node) => node.outputs)], sorted, layers };
}

function isUnknown(node: NodeValue): boolean {
  return isUnknownLayer(node.layer);
}

function isUnknownLayer({ description }: LayerValue): boolean {
  return description.operator === 'unknown';
}

interface Collected {
  /** Every application that an output depends on. */
  readonly nodes: readonly NodeValue[];
  readonly inputs: readonly TensorValue[];
  /** Of all that a tensor may be, what it is on this way. */
  chosen(tensor: TensorValue): TensorValue;
  inputsOf(node: NodeValue): readonly TensorValue[];
  nodeOf(tensor: TensorValue): NodeValue;
}

/** Walks back from the outputs. A model that opens a sequential one is applied to an implicit input. */
function collect(model: ModelState, way: Way): Collected {
  const opening = openingModel(model);
  const chosen = (tensor: TensorValue) => onWay(tensor, way);
  const nodeOf = (tensor: TensorValue) => {
    const taken = chosen(tensor);
    return opening && taken === opening.tensor ? opening.node : taken.node;
  };
  const seen = new Set<NodeValue>();
  const stack = [...model.outputs, ...(opening ? opening.node.inputs : [])].map(nodeOf);
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    stack.push(...node.inputs.map(nodeOf));
  }
  const inputs = opening ? opening.node.inputs : model.inputs;
  return { nodes: [...seen], inputs, chosen, inputsOf: (node) => node.inputs, nodeOf };
}

function openingModel(model: ModelState): { tensor: TensorValue; node: NodeValue } | null {
  const [first] = model.layers;
  const tensor = first?.model?.outputs[0];
  if (model.kind !== 'sequential' || !first?.model || !tensor) return null;
  const cached = openings.get(first);
  if (cached?.tensor === tensor) return cached;
  const shape = first.model.inputs[0]?.shape ?? [];
  const input = implicitInput({ ...first, batchInputShape: shape });
  const inputNode: NodeValue = { layer: input, inputs: [], outputs: [] };
  const inputTensor: TensorValue = {
    kind: 'tensor',
    node: inputNode,
    output: 0,
    shape,
    alternatives: null,
  };
  const opening = { tensor, node: { layer: first, inputs: [inputTensor], outputs: [tensor] } };
  openings.set(first, opening);
  return opening;
}

const openings = new WeakMap<LayerValue, { tensor: TensorValue; node: NodeValue }>();

/** `model.layers` of a sequential model is what was added; layers that it does not list come first. */
function listLayers(
  model: ModelState,
  met: readonly LayerValue[],
  order: readonly number[],
  inOrder: readonly LayerValue[],
): LayerValue[] {
  if (model.kind === 'functional') return order.flatMap((index) => met[index] ?? []);
  const listed = new Set(model.layers);
  const reached = new Set(met);
  const unlisted = met.filter((layer) => !listed.has(layer));
  const kept = model.layers.filter((layer) => reached.has(layer));
  // A loop of unknown length stands where it is among them.
  const isLoop = (layer: LayerValue) => isUnknownLayer(layer) && layer.nodes.some((node) => node.outputs[0]?.repeats);
  if (!unlisted.some(isLoop)) return [...unlisted, ...kept];
  return [...new Set([...unlisted.filter((layer) => !isLoop(layer)), ...inOrder])];
}

function finish(layer: LayerValue, model: ModelState, parts: Arranged, conversion: Conversion): Graph {
  const layerIndex = new Map(parts.layers.map((value, index) => [value, index]));
  const nodeIndex = new Map(parts.sorted.map((node, index) => [node, index]));
  const refer = (tensor: TensorValue): TensorRef => ({
    node: nodeIndex.get(parts.nodeOf(tensor)) ?? 0,
    output: parts.nodeOf(tensor) === parts.chosen(tensor).node ? parts.chosen(tensor).output : 0,
  });
  const nodes = parts.sorted.map(
    (node): Node => ({
      layer: layerIndex.get(node.layer) ?? 0,
      inputs: node.inputs.map(refer),
      ...(node.known ? { known: node.known } : {}),
    }),
  );
  const isKnown = parts.layers.every((each) => each.description.operator !== 'unknown' || each.source !== null);
  return {
    name: model.configName ?? model.maker?.name ?? model.name ?? layer.label,
    kind: model.kind,
    layers: uniqueLayers(parts.layers, layer, model.kind, conversion),
    nodes,
    inputs: parts.inputs.map(refer),
    outputs: model.outputs.map(refer),
    source: model.place,
    nameRange: nameRange(model),
    weights: null,
    complete: model.complete && isKnown,
    facts: [...model.facts, ...disconnected(model, parts.sorted)],
    ...(model.maker?.call == null ? {} : { call: model.maker.call }),
    ...(model.assumed === null ? {} : { assumed: model.assumed }),
    ...(model.trained === null ? {} : { trained: model.trained }),
  };
}

/** Where the name that the model goes by was written, provided that it is the file of the model itself. */
function nameRange(model: ModelState): Graph['nameRange'] {
  const place = model.maker?.place ?? model.nameRange;
  return place?.file === model.place.file ? place.range : null;
}

/** Labels are unique: two layers that happen to be called alike are told apart. */
function uniqueLayers(
  layers: readonly LayerValue[],
  { trainable }: LayerValue,
  kind: ModelState['kind'],
  conversion: Conversion,
): Layer[] {
  const taken = new Set<string>();
  const suffixes = new Map<string, number>();
  return layers.map((layer) => {
    let label = layer.label;
    for (let suffix = suffixes.get(label) ?? 2; taken.has(label); suffix += 1) {
      label = `${layer.label}_${suffix}`;
      suffixes.set(layer.label, suffix + 1);
    }
    taken.add(label);
    const own = toLayer(layer, label, layer.model ? graphOf(layer, conversion) : null);
    // A model that is not trainable learns nothing, whatever its layers say.
    const described = trainable ? own : { ...own, trainable };
    // A functional model lists every layer that it reaches, those that a sequential one made for itself as well.
    return described.implicit && kind === 'functional' ? { ...described, implicit: false } : described;
  });
}

/** TF.js refuses a model whose outputs need an input that is not one of its `inputs`. */
function disconnected(model: ModelState, nodes: readonly NodeValue[]): GraphFact[] {
  if (model.kind === 'sequential') return [];
  const given = new Set(model.inputs.map((tensor) => tensor.node));
  if ([...given].some(isUnknown)) return [];
  return nodes
    .filter((node) => node.layer.description.operator === 'inputLayer' && !given.has(node))
    .map((node) => ({
      kind: 'unlisted-input',
      input: node.layer.label,
      place: node.layer.source && { file: node.layer.source.file, range: node.layer.source.name },
    }));
}
