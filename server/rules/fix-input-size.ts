import { analyseGraph, inputShapes } from '../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { isKnown } from '../../core/operators/dimension.ts';
import type { Shape } from '../../core/operators/operator.ts';
import { argumentOf, setArgument } from './edits.ts';
import type { Fix, RuleContext } from './rule.ts';

/**
 * The input sizes nearest to the model's own with which a merge fits: multiples of the total stride before it, as a
 * U-Net needs. Each is tried by analysing the model again with it.
 */
export function fixInputSize(model: GraphAnalysis, merge: number, context: RuleContext): Fix[] {
  const stride = largestStride(model, merge);
  const [shape, ...others] = inputShapes(model);
  const layer = model.graph.layers.find((candidate) => argumentOf(candidate, 'inputShape'));
  if (!shape || others.length > 0 || !layer || stride < 2) return [];
  const sizes = [Math.floor, Math.ceil].map((round) =>
    shape.map((size, axis) => (isSpatial(shape, axis) && isKnown(size) ? round(size / stride) * stride : size)),
  );
  return sizes.flatMap((tried) => {
    if (tried.includes(0) || !fits(model, tried, merge)) return [];
    const edits = setArgument(layer, 'inputShape', tried.slice(1), context);
    return edits ? [{ title: `Use an input of ${tried.slice(1).join('×')}`, edits, safe: false }] : [];
  });
}

function isSpatial(shape: Shape, axis: number): boolean {
  return axis > 0 && axis < shape.length - 1;
}

/** The largest product of strides on the way to the merge, in pixels of the input. */
function largestStride({ nodes }: GraphAnalysis, merge: number): number {
  const strides = nodes.slice(0, merge).flatMap(({ receptiveField }) => receptiveField.stride);
  return strides.filter(isKnown).reduce((largest, stride) => Math.max(largest, stride), 1);
}

function fits({ graph }: GraphAnalysis, shape: Shape, merge: number): boolean {
  return analyseGraph(graph, { inputs: [shape] }).nodes[merge]?.facts.length === 0;
}
