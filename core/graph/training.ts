/** What training costs beyond inference: the backward pass, tensor by tensor, and the room for unrolled patches. */
import { type Dimension, isKnown, maximum, multiply, product, sum } from '../vocabulary/dimension.ts';
import { splitMaps } from '../vocabulary/shape.ts';
import type { GraphAnalysis, NodeAnalysis } from './analysis.ts';
import { operatorOf } from './infer.ts';
import { FLOAT32_BYTES } from './memory.ts';
import type { Layer } from './node.ts';

/** Multiply-adds of one application backwards at batch 1. */
export interface BackwardCost {
  /** ∂L/∂input: every weight meets every slope of its output. Nothing where no learned weight lies before the layer. */
  readonly toInputs: Dimension;
  /** ∂L/∂weights: every input meets every slope. Nothing for a frozen layer. */
  readonly toWeights: Dimension;
  /** ∂L/∂bias adds up the slopes. */
  readonly biasAdds: Dimension;
}

export interface Backward {
  /** Per application of a layer. */
  readonly nodes: readonly BackwardCost[];
  readonly totals: BackwardCost;
}

/**
 * The backward pass of a model. A multiply-add y += w·x has two products in reverse, ∂x += w·∂y and ∂w += x·∂y, each of
 * which costs what the forward pass does. Where an input is data, or all before it is frozen, ∂x is not computed.
 */
export function backwardCost(analysis: GraphAnalysis): Backward {
  return backward(analysis, [], false);
}

/** @param learning which of the graph's inputs depend on learned weights */
function backward({ graph, nodes, layers }: GraphAnalysis, learning: readonly boolean[], frozen: boolean): Backward {
  const learns: boolean[] = [];
  const costs = graph.nodes.map((node, index): BackwardCost => {
    const layer = graph.layers[node.layer]!;
    const { params, model } = layers[node.layer]!;
    const own = !frozen && params.trainable !== 0;
    const before = node.inputs.map((ref) => learns[ref.node] === true);
    const input = graph.inputs.findIndex((ref) => ref.node === index);
    learns.push(own || before.includes(true) || learning[input] === true);
    if (model !== null) return backward(model, before, frozen || !layer.trainable).totals;
    const { macs, biasAdds } = nodes[index]!.cost;
    return {
      toInputs: multiply(macs, inputProducts(layer, before)),
      toWeights: own && params.total !== 0 ? macs : 0,
      biasAdds: own ? biasAdds : 0,
    };
  });
  const total = (pick: keyof BackwardCost): Dimension => sum(costs.map((cost) => cost[pick]));
  const totals = { toInputs: total('toInputs'), toWeights: total('toWeights'), biasAdds: total('biasAdds') };
  return { nodes: costs, totals };
}

/** A product of two inputs has a gradient for each of them that learns; a layer with weights for its input. */
function inputProducts({ operator }: Layer, before: readonly boolean[]): number {
  const learning = before.filter((one) => one).length;
  return operator === 'dot' ? learning : Math.min(learning, 1);
}

/**
 * Bytes of the patches that im2col writes out for a convolution at batch 1: ∏o rows of ∏k · Cin elements. 0 for layers
 * that are no convolution.
 */
export function im2colBytes(layer: Layer, node: NodeAnalysis, bytesPerElement = FLOAT32_BYTES): Dimension {
  const { reach, inputs, outputs } = node;
  if (operatorOf(layer)?.family !== 'convolution' || !Array.isArray(reach)) return 0;
  const [small, large] = reach.some((axis) => axis.transposed) ? [inputs[0], outputs[0]] : [outputs[0], inputs[0]];
  const positions = product(splitMaps(small ?? [], layer.attributes).spatial);
  const { channels } = splitMaps(large ?? [], layer.attributes);
  const row = multiply(product(reach.map((axis) => axis.kernel)), channels);
  return multiply(multiply(positions, row), bytesPerElement);
}

/** The largest patches of any layer: the workspace that all of them can share. */
export function im2colWorkspace({ graph, nodes, layers }: GraphAnalysis): Dimension {
  const sizes = graph.nodes.map(({ layer }, index) => {
    const { model } = layers[layer]!;
    return model === null ? im2colBytes(graph.layers[layer]!, nodes[index]!) : im2colWorkspace(model);
  });
  return sizes.every(isKnown) ? Math.max(0, ...sizes) : maximum(...sizes);
}
