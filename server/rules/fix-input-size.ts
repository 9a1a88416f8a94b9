import { analyseGraph } from '../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Layer } from '../../core/graph/node.ts';
import { isKnown } from '../../core/operators/dimension.ts';
import type { AttributeValue } from '../../core/operators/operator.ts';
import { argumentOf, setArgument } from './edits.ts';
import type { Fix, RuleContext } from './rule.ts';

/**
 * The input sizes nearest to the model's own with which a merge fits: multiples of the total stride before it, as a
 * U-Net needs. Each is tried by analysing the model again with it.
 */
export function fixInputSize(model: GraphAnalysis, merge: number, context: RuleContext): Fix[] {
  const stride = largestStride(model, merge);
  const index = model.graph.layers.findIndex((layer) => shapeArgument(layer) !== null);
  const input = model.graph.layers[index];
  const argument = input && shapeArgument(input);
  const shape = argument && input.attributes[argument];
  if (!input || !argument || stride < 2 || !Array.isArray(shape)) return [];
  const sizes = [Math.floor, Math.ceil].map((round) =>
    shape.map((size: AttributeValue, axis) =>
      typeof size === 'number' && axis < shape.length - 1 ? round(size / stride) * stride : size,
    ),
  );
  return sizes.flatMap((tried) => {
    if (tried.some((size) => size === 0) || !fits(model, index, argument, tried, merge)) return [];
    const edits = setArgument(input, argument, tried, context);
    return edits ? [{ title: `Use an input of ${tried.join('×')}`, edits, safe: false }] : [];
  });
}

/** The largest product of strides on the way to the merge, in pixels of the input. */
function largestStride({ nodes }: GraphAnalysis, merge: number): number {
  const strides = nodes.slice(0, merge).flatMap(({ receptiveField }) => receptiveField.stride);
  return strides.filter(isKnown).reduce((largest, stride) => Math.max(largest, stride), 1);
}

function shapeArgument(layer: Layer): string | null {
  return ['inputShape', 'shape'].find((name) => name in layer.attributes && argumentOf(layer, name)) ?? null;
}

function fits(model: GraphAnalysis, index: number, argument: string, shape: AttributeValue, merge: number): boolean {
  const { graph } = model;
  const layers = graph.layers.map((layer, i) =>
    i === index ? { ...layer, attributes: { ...layer.attributes, [argument]: shape } } : layer,
  );
  return analyseGraph({ ...graph, layers }).nodes[merge]?.facts.length === 0;
}
