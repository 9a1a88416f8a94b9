/**
 * Fully connected layers as convolutions and back. A dense layer behind a flattening reads its input in the order (row,
 * column, channel), which is the order of a kernel as large as the map: the weights are the same numbers in the same
 * order, [h·w·c, units] as [h, w, c, units].
 */

import { isOperatorName, type OperatorName, operators } from '../operators/index.ts';
import { readAttributes } from '../vocabulary/attributes.ts';
import { type Dimension, isKnown } from '../vocabulary/dimension.ts';
import type { AttributeValue } from '../vocabulary/operator.ts';
import type { GraphAnalysis } from './analysis.ts';
import type { Graph, Layer, Node, TensorRef } from './node.ts';

/**
 * The same model with every dense layer on a map turned into a convolution, so that it runs on larger inputs and gives a
 * grid of answers. Tensors (N, units) become (N, 1, 1, units) on the original input size.
 */
export function denseToConvolution({ graph, nodes, layers }: GraphAnalysis): Graph {
  const rewriting = startRewriting(graph);
  /** Height and width of the map that stands for a flat tensor, by the flat tensor's node. */
  const maps = new Map<number, readonly [number, number]>();

  for (const [index, node] of graph.nodes.entries()) {
    const layer = graph.layers[node.layer]!;
    const [from] = node.inputs;
    const map = from === undefined || node.inputs.length > 1 ? undefined : maps.get(from.node);
    const shared = layers[node.layer]!.nodes.length > 1;
    const size = mapSize(nodes[index]!.inputs[0]);
    if (layer.operator === 'flatten' && size !== null && layer.attributes.dataFormat !== 'channelsFirst') {
      rewriting.alias(index, rewriting.moved(from!));
      maps.set(index, size);
    } else if (layer.operator === 'dense' && map !== undefined && !shared) {
      rewriting.replace(index, convolutionFor(layer, map));
      maps.set(index, [1, 1]);
    } else if (map !== undefined && map[0] * map[1] === 1 && !shared && isFeaturewise(layer)) {
      rewriting.replace(index, alongChannels(layer));
      maps.set(index, map);
    } else {
      rewriting.keep(index, (ref) => (maps.has(ref.node) ? flattened(rewriting, ref) : rewriting.moved(ref)));
    }
  }
  return rewriting.finish();
}

/**
 * The same model with every convolution whose kernel covers its whole input turned into a dense layer between a
 * flattening and a reshaping. Needs known sizes; the result runs on them only.
 */
export function convolutionToDense({ graph, nodes, layers }: GraphAnalysis): Graph {
  const rewriting = startRewriting(graph);
  for (const [index, node] of graph.nodes.entries()) {
    const layer = graph.layers[node.layer]!;
    const { outputs, inputs } = nodes[index]!;
    const covered =
      layer.operator === 'conv2d' && covers(layer, mapSize(inputs[0])) && mapSize(outputs[0])?.join() === '1,1';
    if (!covered || layers[node.layer]!.nodes.length > 1) {
      rewriting.keep(index, rewriting.moved);
      continue;
    }
    const flat = flattened(rewriting, node.inputs[0]!);
    const { activation, useBias, filters } = layer.attributes;
    const dense = redefined(layer, 'dense', 'Dense', { units: filters, activation, useBias });
    const made = rewriting.apply(dense, [flat]);
    const reshape = helper('Reshape', 'reshape', `${layer.label}_reshape`, {
      targetShape: [1, 1, filters ?? null],
    });
    rewriting.alias(index, rewriting.apply(reshape, [made]));
  }
  return rewriting.finish();
}

function convolutionFor(layer: Layer, map: readonly [number, number]): Layer {
  const { activation, useBias, units } = layer.attributes;
  return redefined(layer, 'conv2d', 'Conv2D', { filters: units, kernelSize: [...map], activation, useBias });
}

/** A layer that works on each feature by itself, or along the features, and can do so on (N, 1, 1, C) too. */
function isFeaturewise({ operator, attributes }: Layer): boolean {
  if (operator === 'softmax' || operator === 'batchNormalization')
    return attributes.axis === -1 || attributes.axis === 1;
  const family = isOperatorName(operator) ? operators[operator].family : null;
  return family === 'regularisation' || (family === 'activation' && operator !== 'prelu');
}

function alongChannels(layer: Layer): Layer {
  return 'axis' in layer.attributes ? { ...layer, attributes: { ...layer.attributes, axis: -1 } } : layer;
}

function covers({ attributes }: Layer, map: readonly [number, number] | null): boolean {
  const same = (value: AttributeValue | undefined, sizes: readonly number[]): boolean =>
    Array.isArray(value) && sizes.every((size, axis) => value[axis] === size);
  return (
    map !== null &&
    same(attributes.kernelSize, map) &&
    same(attributes.dilationRate, [1, 1]) &&
    attributes.padding === 'valid' &&
    attributes.groups === 1 &&
    attributes.flip === false &&
    attributes.dataFormat === 'channelsLast'
  );
}

function mapSize(shape: readonly Dimension[] | undefined): readonly [number, number] | null {
  if (shape === undefined || shape.length !== 4) return null;
  const [, height, width] = shape;
  return isKnown(height ?? null) && isKnown(width ?? null) ? [Number(height), Number(width)] : null;
}

function redefined(
  layer: Layer,
  operator: OperatorName,
  className: string,
  raw: Readonly<Record<string, AttributeValue | undefined>>,
): Layer {
  return { ...layer, operator, className, attributes: readAttributes(operators[operator], raw).attributes };
}

function helper(className: string, operator: OperatorName, label: string, raw: Layer['attributes']): Layer {
  const { attributes } = readAttributes(operators[operator], raw);
  const blank = { name: null, facts: [], trainable: true, source: null, instance: 0, model: null };
  return { ...blank, label, className, operator, attributes };
}

function flattened(rewriting: Rewriting, ref: TensorRef): TensorRef {
  const layer = helper('Flatten', 'flatten', `flatten_of_${ref.node}_${ref.output}`, {});
  return rewriting.apply(layer, [rewriting.moved(ref)]);
}

type Rewriting = ReturnType<typeof startRewriting>;

/** Copies a graph node by node, keeping track of where the old tensors have gone. */
function startRewriting(graph: Graph) {
  const layers: Layer[] = [];
  const nodes: Node[] = [];
  const layerAt = new Map<Layer, number>();
  const places: ((output: number) => TensorRef)[] = [];
  const moved = ({ node, output }: TensorRef): TensorRef => places[node]?.(output) ?? { node, output };
  const apply = (layer: Layer, inputs: readonly TensorRef[]): TensorRef => {
    const at = layerAt.get(layer) ?? layers.push(layer) - 1;
    layerAt.set(layer, at);
    nodes.push({ layer: at, inputs });
    return { node: nodes.length - 1, output: 0 };
  };
  const place = (index: number, layer: Layer, inputs: readonly TensorRef[]): void => {
    const { node } = apply(layer, inputs);
    places[index] = (output) => ({ node, output });
  };
  return {
    moved,
    apply,
    alias: (index: number, ref: TensorRef): void => {
      places[index] = () => ref;
    },
    replace: (index: number, layer: Layer): void => place(index, layer, graph.nodes[index]!.inputs.map(moved)),
    keep: (index: number, input: (ref: TensorRef) => TensorRef): void => {
      const node = graph.nodes[index]!;
      place(index, graph.layers[node.layer]!, node.inputs.map(input));
    },
    finish: (): Graph => ({
      ...graph,
      layers,
      nodes,
      inputs: graph.inputs.map(moved),
      outputs: graph.outputs.map(moved),
    }),
  };
}
