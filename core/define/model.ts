import { analyseGraph } from '../graph/analyse.ts';
import { containerOrder } from '../graph/container-order.ts';
import { denseToConvolution } from '../graph/convert.ts';
import { withInputShapes } from '../graph/input-shapes.ts';
import type { Graph, GraphFact, Layer as GraphLayer } from '../graph/node.ts';
import { inputShape } from '../operators/input-layer.ts';
import type { Shape } from '../vocabulary/operator.ts';
import { type Application, type Applied, defineLayer, type Layer, layerOf, record, type Tensor } from './layer.ts';

/** A model: a graph that can be analysed and run, and a layer of larger models. */
export interface Model<Out extends Applied = Tensor> extends Layer<Out> {
  readonly graph: Graph;
}

/** A model of layers in a row. */
export interface Sequential extends Model {
  readonly layers: readonly Layer[];
  add(layer: Layer): void;
}

/** The sizes of an input without its batch; null leaves one open. */
export type Sizes = readonly (number | null)[];

/** An input of a model. `batchShape` has the batch in front, `shape` has none. */
export function input(config: { readonly shape?: Sizes; readonly batchShape?: Sizes; readonly name?: string }): Tensor {
  const { shape, batchShape, name } = config;
  const layer = defineLayer('inputLayer', {
    ...(shape === undefined ? {} : { inputShape: shape }),
    ...(batchShape === undefined ? {} : { batchInputShape: batchShape }),
    ...(name === undefined ? {} : { name }),
  });
  return layer.apply([]);
}

/** The model between tensors. */
export function model(config: {
  readonly inputs: Tensor | readonly Tensor[];
  readonly outputs: Tensor;
  readonly name?: string;
}): Model;
export function model(config: {
  readonly inputs: Tensor | readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly name?: string;
}): Model<readonly Tensor[]>;
export function model(config: {
  readonly inputs: Tensor | readonly Tensor[];
  readonly outputs: Tensor | readonly Tensor[];
  readonly name?: string;
}): Model<Applied> {
  const graph = graphOf('functional', config.name, listed(config.inputs), listed(config.outputs));
  return modelOf<Applied>(graph, config.name ?? null);
}

/** Layers in a row. The first one says the `inputShape`, or is an input layer or a model. */
export function sequential(config: { readonly layers?: readonly Layer[]; readonly name?: string } = {}): Sequential {
  const layers = [...(config.layers ?? [])];
  let built: Model | null = null;
  const current = (): Model => {
    built ??= modelOf<Tensor>(chain(layers, config.name), config.name ?? null);
    return built;
  };
  return {
    operator: 'model',
    name: config.name ?? null,
    attributes: {},
    get graph() {
      return current().graph;
    },
    get inputShape() {
      return current().inputShape;
    },
    get layers() {
      return [...layers];
    },
    toGraphLayer: (label) => current().toGraphLayer(label),
    apply: (tensors) => current().apply(tensors),
    add(layer) {
      layers.push(layer);
      built = null;
    },
  };
}

/**
 * The same model with every dense layer on a map turned into a convolution with the same weights, so that it runs on
 * larger inputs and gives a grid of answers: `inputShape` is the size to run on, without the batch.
 */
export function fullyConvolutional(
  classifier: Model,
  config: { readonly inputShape?: Sizes; readonly name?: string } = {},
): Model {
  const converted = denseToConvolution(analyseGraph(classifier.graph));
  const shape = config.inputShape && inputShape({ inputShape: config.inputShape });
  const resized = shape ? withInputShapes(converted, [shape]) : converted;
  const graph = config.name === undefined ? resized : { ...resized, name: config.name };
  return modelOf<Tensor>(graph, config.name ?? null);
}

function modelOf<Out extends Applied>(graph: Graph, name: string | null): Model<Out> {
  const [first] = graph.inputs;
  const opening = first && graph.layers[graph.nodes[first.node]!.layer];
  const layer = layerOf<Out>({
    name,
    className: graph.kind === 'sequential' ? 'Sequential' : 'Model',
    operator: 'model',
    attributes: {},
    facts: [],
    trainable: true,
    model: graph,
    inputShape: opening?.inputShape ?? null,
  });
  return { ...layer, graph };
}

/** The graph of layers applied one after another, behind an input that the first one describes. */
function chain(layers: readonly Layer[], name: string | undefined): Graph {
  const [first] = layers;
  const opensItself = first?.operator === 'inputLayer';
  const shape: Shape = first?.inputShape ?? [];
  const label = `${first?.name ?? first?.operator ?? 'model'}_input`;
  const opening = opensItself ? first : impliedInput(label, shape);
  const [start] = record(opening, []);
  let end = start!;
  for (const layer of opensItself ? layers.slice(1) : layers) end = layer.apply(end);
  const graph = graphOf('sequential', name, [start!], [end]);
  const missing: GraphFact[] =
    shape.length > 0 ? [] : [{ kind: 'missing-input-shape', layer: first?.name ?? null, place: null }];
  // The input that the model makes for itself has no name in the program, and nothing lists it.
  const implied = (layer: GraphLayer): GraphLayer =>
    layer.label === label ? { ...layer, name: null, implicit: true } : layer;
  return {
    ...graph,
    layers: opensItself ? graph.layers : graph.layers.map(implied),
    facts: [...graph.facts, ...missing],
  };
}

function impliedInput(name: string, shape: Shape): Layer {
  return layerOf<Tensor>({
    name,
    className: 'InputLayer',
    operator: 'inputLayer',
    attributes: {},
    facts: [],
    trainable: true,
    model: null,
    inputShape: shape,
  });
}

/** The graph between tensors, in the order in which TF.js lists a model's layers. */
function graphOf(
  kind: Graph['kind'],
  name: string | undefined,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
): Graph {
  const applications = collect([...outputs, ...inputs]);
  const layers = [...new Set(applications.map(({ layer }) => layer))];
  const at = new Map(applications.map((application, index) => [application, index]));
  const layerIndex = new Map(layers.map((layer, index) => [layer, index]));
  const indexOf = (tensor: Tensor): number => at.get(tensor.application)!;
  const order = containerOrder(
    applications.map((one) => ({ layer: layerIndex.get(one.layer)!, inputs: one.inputs.map(indexOf) })),
    [...outputs, ...inputs].map(indexOf),
  );
  const nodeAt = new Map(order.nodes.map((index, node) => [applications[index]!, node]));
  const layerAt = new Map(order.layers.map((index, layer) => [layers[index]!, layer]));
  const refer = (tensor: Tensor) => ({ node: nodeAt.get(tensor.application)!, output: tensor.output });
  return {
    name: name ?? 'model',
    kind,
    layers: labelled(order.layers.map((index) => layers[index]!)),
    nodes: order.nodes.map((index) => {
      const { layer, inputs: from } = applications[index]!;
      return { layer: layerAt.get(layer)!, inputs: from.map(refer) };
    }),
    inputs: inputs.map(refer),
    outputs: outputs.map(refer),
    source: null,
    nameRange: null,
    weights: null,
    complete: true,
    facts: [],
  };
}

/** Every application that the tensors depend on. Without recursion: models of ten thousand layers in a row exist. */
function collect(tensors: readonly Tensor[]): readonly Application[] {
  const seen = new Set<Application>();
  const stack = tensors.map(({ application }) => application);
  for (let application = stack.pop(); application; application = stack.pop()) {
    if (seen.has(application)) continue;
    seen.add(application);
    stack.push(...application.inputs.map((tensor) => tensor.application));
  }
  return [...seen];
}

/** Names, or the operator and a number; unique. */
function labelled(layers: readonly Layer<Applied>[]): readonly GraphLayer[] {
  const counts = new Map<string, number>();
  const taken = new Set<string>();
  return layers.map((layer) => {
    const count = (counts.get(layer.operator) ?? 0) + 1;
    if (layer.name === null) counts.set(layer.operator, count);
    const wanted = layer.name ?? `${layer.operator}_${count}`;
    let label = wanted;
    for (let suffix = 2; taken.has(label); suffix += 1) label = `${wanted}_${suffix}`;
    taken.add(label);
    return layer.toGraphLayer(label);
  });
}

function listed(tensors: Tensor | readonly Tensor[]): readonly Tensor[] {
  return 'application' in tensors ? [tensors] : tensors;
}
