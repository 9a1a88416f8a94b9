/** How figures move as one hyperparameter is swept and everything else stays: data for charts and tables. */
import { readAttributes } from '../vocabulary/attributes.ts';
import type { Dimension } from '../vocabulary/dimension.ts';
import type { AttributeValue, Fact, Shape } from '../vocabulary/operator.ts';
import { type AnalyseOptions, analyseGraph, inputShapes } from './analyse.ts';
import type { NodeAnalysis, Totals } from './analysis.ts';
import { operatorOf } from './infer.ts';
import type { Graph } from './node.ts';

/** The layer's own figures, where one is swept, beside those of the whole model. */
export interface SweepPoint<Value> {
  readonly value: Value;
  readonly outputs: readonly Shape[];
  readonly params: Dimension;
  readonly macs: Dimension;
  readonly activationBytes: Dimension;
  readonly totals: Totals;
  /** What is wrong anywhere in the model with this value; a point with facts is no valid model. */
  readonly facts: readonly Fact[];
}

/** Analyses the model once for each value of one layer's attribute. Empty for a layer without a definition. */
export function sweepAttribute(
  graph: Graph,
  layer: number,
  attribute: string,
  values: readonly AttributeValue[],
  options: AnalyseOptions = {},
): readonly SweepPoint<AttributeValue>[] {
  const swept = graph.layers[layer];
  const operator = swept === undefined ? null : operatorOf(swept);
  if (swept === undefined || operator === null) return [];
  return untilSpent(values, options, (value) => {
    const read = readAttributes(operator, { ...swept.attributes, [attribute]: value });
    const layers = graph.layers.with(layer, { ...swept, ...read });
    const { nodes, layers: analyses, totals } = analyseGraph({ ...graph, layers }, options);
    const own = nodes.filter((_, index) => graph.nodes[index]!.layer === layer);
    const params = analyses[layer]!.params.total;
    return {
      value,
      ...figuresOf(own[0]),
      params,
      totals,
      facts: [...read.facts, ...nodes.flatMap((node) => node.facts)],
    };
  });
}

/** Analyses the model once for each shape of its first input, batch first. The other inputs stay as they are. */
export function sweepInput(
  graph: Graph,
  shapes: readonly Shape[],
  options: AnalyseOptions = {},
): readonly SweepPoint<Shape>[] {
  const others = inputShapes(analyseGraph(graph, options)).slice(1);
  return untilSpent(shapes, options, (value) => {
    const { nodes, totals } = analyseGraph(graph, { ...options, inputs: [value, ...others] });
    const last = graph.outputs[0] === undefined ? undefined : nodes[graph.outputs[0].node];
    const facts = nodes.flatMap((node) => node.facts);
    return { value, ...figuresOf(last), params: totals.params.total, totals, facts };
  });
}

function figuresOf(node: NodeAnalysis | undefined): Pick<SweepPoint<null>, 'outputs' | 'macs' | 'activationBytes'> {
  if (node === undefined) return { outputs: [], macs: null, activationBytes: null };
  return { outputs: node.outputs, macs: node.cost.macs, activationBytes: node.activationBytes };
}

function untilSpent<Value>(
  values: readonly Value[],
  { work }: AnalyseOptions,
  analyse: (value: Value) => SweepPoint<Value>,
): readonly SweepPoint<Value>[] {
  const points: SweepPoint<Value>[] = [];
  for (const value of values) {
    const point = analyse(value);
    if (work?.isSpent) break;
    points.push(point);
  }
  return points;
}
