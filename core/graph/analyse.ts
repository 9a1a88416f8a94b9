import { add, type Dimension, isKnown, multiply, printShape, product, sum } from '../operators/dimension.ts';
import type { Cost, Inference, Reach, Shape, WeightSpec } from '../operators/operator.ts';
import { isUnknownShape, UNKNOWN_SHAPE } from '../operators/shape.ts';
import type { GraphAnalysis, LayerAnalysis, NodeAnalysis, ParameterCount, Status, Totals } from './analysis.ts';
import { givenInput, inferLayer, operatorOf, operatorTable } from './infer.ts';
import { type Bindings, bindKnown, bindSizes, sameShapes } from './known.ts';
import { FLOAT32_BYTES, inferencePeakBytes, tensorBytes, trainingBytes } from './memory.ts';
import type { Graph, KnownApplication, Layer, Node } from './node.ts';
import {
  asCertainAs,
  type Field,
  fieldThrough,
  inputField,
  reachOf,
  receptiveFieldOf,
  unknownField,
} from './receptive-field.ts';

export interface AnalyseOptions {
  /** Shapes for the graph's inputs, batch first, in place of what its input layers say. */
  readonly inputs?: readonly Shape[];
  /** Asked for each node; what is left when it answers true is analysed as unknown. */
  readonly isCancelled?: () => boolean;
}

/** Shapes, parameters, cost, memory and receptive field of every layer of a graph, and its totals. Never throws. */
export function analyseGraph(graph: Graph, options: AnalyseOptions = {}): GraphAnalysis {
  return analyse(graph, options.inputs ?? [], options.isCancelled ?? (() => false), new Map());
}

/** Analyses of nested models by their input shapes: models nested in models would otherwise be analysed 2ⁿ times. */
type Known = Map<Graph, Map<string, GraphAnalysis>>;

function analyse(graph: Graph, given: readonly Shape[], isCancelled: () => boolean, known: Known): GraphAnalysis {
  const nodes: NodeAnalysis[] = [];
  const fields: Field[] = [];
  const models = new Map<number, GraphAnalysis>();
  const bindings: Bindings = bindSizes(graph, given);
  const nestedAnalysis = (model: Graph, inputs: readonly Shape[]): GraphAnalysis => {
    const analyses = known.get(model) ?? new Map<string, GraphAnalysis>();
    known.set(model, analyses);
    const key = inputs.map(printShape).join();
    const analysis = analyses.get(key) ?? analyse(model, inputs, isCancelled, known);
    analyses.set(key, analysis);
    return analysis;
  };

  graph.nodes.forEach((node, index) => {
    const layer = graph.layers[node.layer]!;
    const inputs = node.inputs.map((ref) => nodes[ref.node]?.outputs[ref.output] ?? UNKNOWN_SHAPE);
    const outer = node.inputs.map((ref) => fields[ref.node] ?? unknownField());
    const nested = layer.model === null || isCancelled() ? null : nestedAnalysis(layer.model, inputs);
    if (nested !== null && !models.has(node.layer)) models.set(node.layer, nested);

    const shape = givenInput(graph, index, given);
    const known = node.known === undefined ? null : bindKnown(node.known, bindings, inputs);
    const inference = isCancelled()
      ? CANCELLED
      : shape === null
        ? inferred(layer, inputs, nested, known)
        : { outputs: shape, facts: [] };
    const reach = known?.reach ?? reachThrough(layer, inputs, inference, nested);
    const field =
      node.inputs.length === 0 ? inputField(index, inference.outputs[0] ?? UNKNOWN_SHAPE) : fieldThrough(reach, outer);
    fields.push(nested === null ? field : asCertainAs(field, nested.totals.receptiveField));
    nodes.push(nodeAnalysis(layer, inputs, inference, { reach, field: fields[index]!, nested, known }));
  });

  const layers = layerAnalyses(graph, nodes, models);
  return { graph, nodes, layers, totals: totalsOf(graph, nodes, layers) };
}

const CANCELLED: Inference = { outputs: [UNKNOWN_SHAPE], facts: [] };

function inferred(
  layer: Layer,
  inputs: readonly Shape[],
  nested: GraphAnalysis | null,
  known: KnownApplication | null,
): Inference {
  if (known !== null) return { outputs: known.outputs, facts: [] };
  return nested === null ? inferLayer(layer, inputs) : { outputs: outputShapes(nested), facts: [] };
}

export function outputShapes({ graph, nodes }: GraphAnalysis): readonly Shape[] {
  return graph.outputs.map((ref) => nodes[ref.node]?.outputs[ref.output] ?? UNKNOWN_SHAPE);
}

/** Shapes of the model's inputs, batch first. */
export function inputShapes({ graph, nodes }: GraphAnalysis): readonly Shape[] {
  return graph.inputs.map((ref) => nodes[ref.node]?.outputs[ref.output] ?? UNKNOWN_SHAPE);
}

function reachThrough(
  layer: Layer,
  inputs: readonly Shape[],
  { outputs }: Inference,
  nested: GraphAnalysis | null,
): Reach {
  if (nested !== null)
    return reachOf(nested.totals.receptiveField, inputs[0]?.slice(1, -1) ?? [], outputs[0]?.slice(1, -1) ?? []);
  return operatorOf(layer)?.reach(layer.attributes, inputs, operatorTable) ?? 'unknown';
}

interface Context {
  readonly reach: Reach;
  readonly field: Field;
  readonly nested: GraphAnalysis | null;
  readonly known: KnownApplication | null;
}

function nodeAnalysis(layer: Layer, inputs: readonly Shape[], inference: Inference, context: Context): NodeAnalysis {
  const { outputs, facts } = inference;
  const { known } = context;
  const cost = known?.cost ?? costOf(layer, inputs, outputs, context.nested);
  const unknown = layer.operator === 'unknown' || (known === null && outputs.some(isUnknownShape));
  return {
    inputs,
    outputs,
    facts,
    cost,
    flops: flopsOf(cost),
    reach: context.reach,
    receptiveField: receptiveFieldOf(context.field),
    // What is known of an opaque layer may be that it makes a single number.
    activationBytes: tensorBytes(known === null ? outputs : outputs.map((own) => (own.length === 0 ? [null, 1] : own))),
    status: unknown || cost.macs === null ? 'unknown' : (context.nested?.totals.status ?? 'exact'),
  };
}

function costOf(layer: Layer, inputs: readonly Shape[], outputs: readonly Shape[], nested: GraphAnalysis | null): Cost {
  if (nested !== null) {
    const { macs, otherOps } = nested.totals;
    return { macs, biasAdds: sumKnown(nested.nodes.map((node) => node.cost.biasAdds)).value, otherOps };
  }
  if (layer.operator === 'inputLayer') return { macs: 0, biasAdds: 0, otherOps: 0 };
  const operator = operatorOf(layer);
  return (
    operator?.cost(layer.attributes, inputs, outputs, operatorTable) ?? { macs: null, biasAdds: null, otherOps: null }
  );
}

function flopsOf({ macs, biasAdds }: Cost): Dimension {
  return add(multiply(2, macs), biasAdds);
}

function layerAnalyses(
  graph: Graph,
  nodes: readonly NodeAnalysis[],
  models: ReadonlyMap<number, GraphAnalysis>,
): readonly LayerAnalysis[] {
  const applications: number[][] = graph.layers.map(() => []);
  graph.nodes.forEach((node: Node, index) => {
    applications[node.layer]?.push(index);
  });
  return graph.layers.map((layer, index) => {
    const model = models.get(index) ?? null;
    const own = applications[index]!;
    const inputs = own.length === 0 ? null : nodes[own[0]!]!.inputs;
    const only = graph.nodes[own[0] ?? -1]?.known?.inputs;
    const isOfOthers = only !== undefined && inputs !== null && !sameShapes(only, inputs);
    const weights = isOfOthers ? null : weightsOf(layer, inputs);
    const counted = model === null ? countParams(weights ?? [], layer.trainable) : nestedParams(model, layer.trainable);
    const known = weights !== null && counted.total !== null;
    const params = known ? counted : { total: null, trainable: null, nonTrainable: null };
    return {
      weights: weights ?? [],
      params,
      nodes: own,
      status: known ? (model?.totals.status ?? 'exact') : 'unknown',
      model,
    };
  });
}

/** The layer's weights, or null when nobody can know them. */
function weightsOf(layer: Layer, inputs: readonly Shape[] | null): readonly WeightSpec[] | null {
  if (layer.weights !== undefined) return layer.weights;
  if (layer.model !== null || layer.operator === 'inputLayer') return [];
  const operator = operatorOf(layer);
  return operator === null || inputs === null ? null : operator.weights(layer.attributes, inputs, operatorTable);
}

function countParams(weights: readonly WeightSpec[], trainable: boolean): ParameterCount {
  const count = (specs: readonly WeightSpec[]): Dimension => sum(specs.map(({ shape }) => product(shape)));
  const total = count(weights);
  const learned = trainable ? count(weights.filter((weight) => weight.trainable)) : 0;
  return { total, trainable: learned, nonTrainable: add(total, multiply(-1, learned)) };
}

function nestedParams({ totals }: GraphAnalysis, trainable: boolean): ParameterCount {
  return trainable ? totals.params : { total: totals.params.total, trainable: 0, nonTrainable: totals.params.total };
}

function totalsOf(graph: Graph, nodes: readonly NodeAnalysis[], layers: readonly LayerAnalysis[]): Totals {
  const counts = (pick: keyof ParameterCount) => sumKnown(layers.map(({ params }) => params[pick]));
  const total = counts('total');
  const params = {
    total: total.value,
    trainable: counts('trainable').value,
    nonTrainable: counts('nonTrainable').value,
  };
  const macs = sumKnown(nodes.map((node) => node.cost.macs));
  const partial = [...nodes, ...layers].some(({ status }) => status !== 'exact');
  const status: Status = total.complete && macs.complete && graph.complete && !partial ? 'exact' : 'lower-bound';
  const last = graph.outputs[0];
  return {
    params,
    macs: macs.value,
    flops: sumKnown(nodes.map((node) => node.flops)).value,
    otherOps: sumKnown(nodes.map((node) => node.cost.otherOps)).value,
    weightBytes: multiply(params.total, FLOAT32_BYTES),
    inferencePeakBytes: inferencePeakBytes(graph, nodes),
    trainingBytes: trainingBytes(nodes, params),
    receptiveField: (last && nodes[last.node]?.receptiveField) ?? receptiveFieldOf(unknownField()),
    status,
  };
}

/** The sum of what is known, and whether that was everything. */
function sumKnown(parts: readonly Dimension[]): { readonly value: Dimension; readonly complete: boolean } {
  const known = parts.filter((part) => part !== null);
  const numbers = known.filter(isKnown).reduce((total, part) => total + part, 0);
  return { value: add(numbers, sum(known.filter((part) => !isKnown(part)))), complete: known.length === parts.length };
}
