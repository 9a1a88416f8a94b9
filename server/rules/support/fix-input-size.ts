import * as l10n from '@vscode/l10n';
import { analyseGraph, inputShapes } from '../../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import { isKnown, printShape, printSizes } from '../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import { argumentOf } from '../../frontends/written-spelling.ts';
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
  return sizes.filter((tried) => !tried.includes(0) && analysedWith(model, tried)?.nodes[merge]?.facts.length === 0);
}

/** Gives the model one of these input shapes, where its own is written as a literal. */
export function fixInputSize({ graph }: GraphAnalysis, shapes: readonly Shape[], context: RuleContext): Fix[] {
  if (shapes.length === 0) return [];
  const layer = graph.layers.find((candidate) => argumentOf(candidate, 'inputShape'));
  return shapes.flatMap((shape) => {
    const edits = layer ? context.edits.set(layer, 'inputShape', shape.slice(1)) : null;
    return edits ? [{ title: l10n.t('Use an input of {0}', printSizes(shape)), edits, safe: false }] : [];
  });
}

function isSpatial(shape: Shape, axis: number): boolean {
  return axis > 0 && axis < shape.length - 1;
}

/** The largest product of strides on the way to the merge, in pixels of the input. */
function largestStride({ nodes }: GraphAnalysis, merge: number): number {
  let largest = 1;
  for (let node = 0; node < merge; node++) {
    for (const stride of nodes[node]!.receptiveField.stride) if (isKnown(stride)) largest = Math.max(largest, stride);
  }
  return largest;
}

/** The model's analysis for another input. Few sizes are tried: a model of many merges that do not fit has other faults. */
function analysedWith(model: GraphAnalysis, shape: Shape): GraphAnalysis | null {
  const tried = trials.get(model) ?? new Map<string, GraphAnalysis>();
  trials.set(model, tried);
  const key = printShape(shape);
  const known = tried.get(key);
  if (known || tried.size >= mostTrials) return known ?? null;
  const analysis = analyseGraph(model.graph, { inputs: [shape] });
  tried.set(key, analysis);
  return analysis;
}

const trials = new WeakMap<GraphAnalysis, Map<string, GraphAnalysis>>();
const mostTrials = 8;
