import { analyseGraph, inputShapes } from '../../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import { isKnown, printSizes } from '../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import { argumentOf, setArgument } from './edits.ts';
import type { Fix, RuleContext } from './rule.ts';

/**
 * The input sizes nearest to the model's own with which a merge fits: multiples of the total stride before it, as a
 * U-Net needs. Each is tried by analysing the model again with it.
 */
export function fittingInputs(model: GraphAnalysis, merge: number): readonly Shape[] {
  const stride = largestStride(model, merge);
  const [shape, ...others] = inputShapes(model);
  if (!shape || others.length > 0 || stride < 2) return [];
  const sizes = [Math.floor, Math.ceil].map((round) =>
    shape.map((size, axis) => (isSpatial(shape, axis) && isKnown(size) ? round(size / stride) * stride : size)),
  );
  return sizes.filter((tried) => !tried.includes(0) && fits(model, tried, merge));
}

/** Gives the model one of these input shapes, where its own is written as a literal. */
export function fixInputSize({ graph }: GraphAnalysis, shapes: readonly Shape[], context: RuleContext): Fix[] {
  const layer = graph.layers.find((candidate) => argumentOf(candidate, 'inputShape'));
  return shapes.flatMap((shape) => {
    const edits = layer ? setArgument(layer, 'inputShape', shape.slice(1), context) : null;
    return edits ? [{ title: `Use an input of ${printSizes(shape)}`, edits, safe: false }] : [];
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
