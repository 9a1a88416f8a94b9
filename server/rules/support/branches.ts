import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import type { Layer } from '../../../core/graph/node.ts';
import { same } from '../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import { actionOf, keepsShape } from './facts.ts';

/** Whether two inputs of a merge certainly do not fit each other. */
export function disagree(merge: Layer, a: Shape, b: Shape): boolean {
  if (a.length !== b.length) return true;
  const joined = actionOf(merge) === 'joining' ? concatenationAxis(merge, a.length) : -1;
  return a.some((size, axis) => axis > 0 && axis !== joined && same(size, b[axis]!) === false);
}

function concatenationAxis(merge: Layer, rank: number): number {
  const axis = merge.attributes.axis;
  if (typeof axis !== 'number') return rank - 1;
  return axis < 0 ? axis + rank : axis;
}

/**
 * The application that decides the shape of an input of `node`: the one behind activations, normalisations and the like,
 * which pass every shape on as it is.
 */
export function shapedBy({ graph }: GraphAnalysis, node: number, input: number): number | null {
  let ref = graph.nodes[node]?.inputs[input];
  for (let passed = 0; ref && passed < mostPassed; passed++) {
    const maker = graph.nodes[ref.node]!;
    if (!keepsShape(graph.layers[maker.layer]!) || maker.inputs.length !== 1) return ref.node;
    ref = maker.inputs[0];
  }
  return null;
}

/** Each layer of a long chain of activations may ask, which would take as many steps as the square of its length. */
const mostPassed = 64;
