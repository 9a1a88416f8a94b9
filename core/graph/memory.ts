/** Memory of tensors: what is alive at once while a model runs, and what training keeps. */
import { add, type Dimension, isKnown, multiply, sum } from '../vocabulary/dimension.ts';
import type { Shape } from '../vocabulary/operator.ts';
import { elementsOf } from '../vocabulary/shape.ts';
import type { GraphAnalysis, NodeAnalysis, ParameterCount } from './analysis.ts';
import type { Graph } from './node.ts';

export const FLOAT32_BYTES = 4;

/** Bytes of a number. Every figure here is for float32; all of them are proportional to this. */
export const ELEMENT_BYTES = { float64: 8, float32: 4, float16: 2, bfloat16: 2, int8: 1 } as const;

export type ElementType = keyof typeof ELEMENT_BYTES;

/** Bytes of tensors at batch 1. */
export function tensorBytes(shapes: readonly Shape[], bytesPerElement = FLOAT32_BYTES): Dimension {
  return multiply(sum(shapes.map(elementsOf)), bytesPerElement);
}

/**
 * The largest sum of live tensors over the order of execution, in bytes at batch 1. A tensor lives from the node that
 * makes it to the last that reads it; the model's outputs live to the end. Unknown if any size is.
 */
export function inferencePeakBytes(graph: Graph, nodes: readonly NodeAnalysis[]): Dimension {
  const lastUse = graph.nodes.map((_, index) => index);
  graph.nodes.forEach((node, index) => {
    for (const { node: from } of node.inputs) lastUse[from] = index;
  });
  for (const { node } of graph.outputs) lastUse[node] = graph.nodes.length;

  let live = 0;
  let peak = 0;
  for (const [index, { inputs }] of graph.nodes.entries()) {
    const own = nodes[index]!.activationBytes;
    if (!isKnown(own)) return null;
    live += own;
    peak = Math.max(peak, live);
    for (const { node: from } of inputs) {
      if (lastUse[from] !== index || from >= index) continue;
      live -= Number(nodes[from]!.activationBytes);
      // A tensor that is read twice dies once.
      lastUse[from] = -1;
    }
    if (lastUse[index] === index) live -= own;
  }
  return peak;
}

/** Copies of each trainable parameter that an optimiser keeps: the value, its gradient, and its running averages. */
export const OPTIMISER_COPIES = { sgd: 2, momentum: 3, adam: 4 } as const;

/** Every activation and its gradient, and the parameters as the optimiser keeps them; bytes. */
export function trainingBytes(
  nodes: readonly NodeAnalysis[],
  params: ParameterCount,
  optimiser: keyof typeof OPTIMISER_COPIES = 'momentum',
  batch = 1,
): Dimension {
  const activations = multiply(sum(nodes.map((node) => node.activationBytes)), 2 * batch);
  const copies = multiply(params.trainable, OPTIMISER_COPIES[optimiser]);
  return add(activations, multiply(add(copies, params.nonTrainable), FLOAT32_BYTES));
}

/** The largest batch whose tensors and parameters fit into `bytes`; 0 when not even one does, null when unknown. */
export function largestBatch(
  { graph, nodes, totals }: GraphAnalysis,
  bytes: number,
  use: 'inference' | 'training',
  optimiser: keyof typeof OPTIMISER_COPIES = 'momentum',
): number | null {
  const fixed = use === 'inference' ? totals.weightBytes : trainingBytes([], totals.params, optimiser);
  const each = use === 'inference' ? inferencePeakBytes(graph, nodes) : trainingBytes(nodes, NO_PARAMS, optimiser);
  if (!isKnown(fixed) || !isKnown(each) || each === 0) return null;
  return Math.max(0, Math.floor((bytes - fixed) / each));
}

const NO_PARAMS: ParameterCount = { total: 0, trainable: 0, nonTrainable: 0 };
