import { add, type Dimension, isKnown, multiply, printShape, sum } from '../vocabulary/dimension.ts';
import type { Cost, Inference, Reach, Shape, WeightSpec } from '../vocabulary/operator.ts';
import { isUnknownShape, UNKNOWN_SHAPE } from '../vocabulary/shape.ts';
import type { GraphAnalysis, LayerAnalysis, NodeAnalysis, ParameterCount, Status, Totals } from './analysis.ts';
import { type Application, applicationOf, countParams, flopsOf } from './application.ts';
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
import { Work } from './work.ts';

export interface AnalyseOptions {
  /** Shapes for the graph's inputs, batch first, in place of what its input layers say. */
  readonly inputs?: readonly Shape[];
  /** Asked for each node; what is left when there is no more to spend is analysed as unknown. */
  readonly work?: Work;
}

/** Shapes, parameters, cost, memory and receptive field of every layer of a graph, and its totals. @throws Stopped when it is cancelled */
export function analyseGraph(graph: Graph, options: AnalyseOptions = {}): GraphAnalysis {
  return analyse(graph, options.inputs ?? [], options.work ?? new Work(Number.POSITIVE_INFINITY), new Map());
}

/** Analyses of nested models by their input shapes: models nested in models would otherwise be analysed 2ⁿ times. */
type Known = Map<Graph, Map<string, GraphAnalysis>>;

function analyse(graph: Graph, given: readonly Shape[], work: Work, known: Known): GraphAnalysis {
  work.allows(unitsPerGraph);
  const nodes: NodeAnalysis[] = [];
  const fields: Field[] = [];
  const models = new Map<number, GraphAnalysis>();
  const bindings: Bindings = bindSizes(graph, given);
  const nestedAnalysis = (model: Graph, inputs: readonly Shape[]): GraphAnalysis => {
    const analyses = known.get(model) ?? new Map<string, GraphAnalysis>();
    known.set(model, analyses);
    const key = inputs.map(printShape).join();
    const analysis = analyses.get(key) ?? analyse(model, inputs, work, known);
    analyses.set(key, analysis);
    return analysis;
  };

  graph.nodes.forEach((node, index) => {
    const layer = graph.layers[node.layer]!;
    const inputs = node.inputs.map((ref) => nodes[ref.node]?.outputs[ref.output] ?? UNKNOWN_SHAPE);
    const outer = node.inputs.map((ref) => fields[ref.node] ?? unknownField());
    const isLeftOut = !work.allows(unitsPerNode + node.inputs.length * unitsPerInput);
    const nested = layer.model === null || isLeftOut ? null : nestedAnalysis(layer.model, inputs);
    if (nested !== null && !models.has(node.layer)) models.set(node.layer, nested);

    const shape = givenInput(graph, index, given);
    const known = node.known === undefined ? null : bindKnown(node.known, bindings, inputs);
    const isPlain = nested === null && shape === null && known === null && !isLeftOut;
    const applied = isPlain ? application(layer, inputs) : null;
    const own = applied?.node ?? describe(layer, inputs, { shape, nested, known, isLeftOut });
    const field =
      node.inputs.length === 0 ? inputField(index, own.outputs[0] ?? UNKNOWN_SHAPE) : fieldThrough(own.reach, outer);
    fields.push(nested === null ? field : asCertainAs(field, nested.totals.receptiveField));
    const [first] = node.inputs;
    // A damaged graph may name a node as its own input: that one is not there yet.
    const before = first !== undefined && fields[index] === fields[first.node] ? nodes[first.node] : undefined;
    nodes.push({ ...own, receptiveField: before?.receptiveField ?? receptiveFieldOf(fields[index]!) });
  });

  const layers = layerAnalyses(graph, nodes, models);
  return { graph, nodes, layers, totals: totalsOf(graph, nodes, layers) };
}

const unitsPerGraph = 200;
const unitsPerNode = 60;
const unitsPerInput = 10;

/** The application of an operator that the table has. */
function application(layer: Layer, inputs: readonly Shape[]): Application | null {
  const operator = layer.operator === 'inputLayer' || layer.model !== null ? null : operatorOf(layer);
  return operator && applicationOf(operator, layer.attributes, inputs);
}

export function outputShapes({ graph, nodes }: GraphAnalysis): readonly Shape[] {
  return graph.outputs.map((ref) => nodes[ref.node]?.outputs[ref.output] ?? UNKNOWN_SHAPE);
}

/** Shapes of the model's inputs, batch first. */
export function inputShapes({ graph, nodes }: GraphAnalysis): readonly Shape[] {
  return graph.inputs.map((ref) => nodes[ref.node]?.outputs[ref.output] ?? UNKNOWN_SHAPE);
}

interface Context {
  readonly shape: readonly Shape[] | null;
  readonly nested: GraphAnalysis | null;
  readonly known: KnownApplication | null;
  readonly isLeftOut: boolean;
}

/** An application that hangs on more than an operator: an input, a nested model, what only the program knows. */
function describe(layer: Layer, inputs: readonly Shape[], context: Context): Application['node'] {
  const { nested, known } = context;
  const { outputs, facts } = inferred(layer, inputs, context);
  const cost = known?.cost ?? costOf(layer, inputs, outputs, nested);
  const unknown = layer.operator === 'unknown' || (known === null && outputs.some(isUnknownShape));
  return {
    inputs,
    outputs,
    facts,
    cost,
    flops: flopsOf(cost),
    reach: known?.reach ?? reachThrough(layer, inputs, outputs, nested),
    // What is known of an opaque layer may be that it makes a single number.
    activationBytes: tensorBytes(known === null ? outputs : outputs.map((own) => (own.length === 0 ? [null, 1] : own))),
    status: unknown || cost.macs === null ? 'unknown' : (nested?.totals.status ?? 'exact'),
  };
}

function inferred(layer: Layer, inputs: readonly Shape[], { shape, nested, known, isLeftOut }: Context): Inference {
  if (isLeftOut) return { outputs: [UNKNOWN_SHAPE], facts: [] };
  if (shape !== null) return { outputs: shape, facts: [] };
  if (known !== null) return { outputs: known.outputs, facts: [] };
  return nested === null ? inferLayer(layer, inputs) : { outputs: outputShapes(nested), facts: [] };
}

function reachThrough(
  layer: Layer,
  inputs: readonly Shape[],
  outputs: readonly Shape[],
  nested: GraphAnalysis | null,
): Reach {
  if (nested !== null)
    return reachOf(nested.totals.receptiveField, inputs[0]?.slice(1, -1) ?? [], outputs[0]?.slice(1, -1) ?? []);
  return operatorOf(layer)?.reach(layer.attributes, inputs, operatorTable) ?? 'unknown';
}

function costOf(layer: Layer, inputs: readonly Shape[], outputs: readonly Shape[], nested: GraphAnalysis | null): Cost {
  if (nested !== null) {
    const { macs, otherOps } = nested.totals;
    return { macs, biasAdds: sumKnown(nested.nodes, (node) => node.cost.biasAdds).value, otherOps };
  }
  if (layer.operator === 'inputLayer') return { macs: 0, biasAdds: 0, otherOps: 0 };
  const operator = operatorOf(layer);
  return (
    operator?.cost(layer.attributes, inputs, outputs, operatorTable) ?? { macs: null, biasAdds: null, otherOps: null }
  );
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
    const { weights, counted } = isOfOthers ? NOT_KNOWN : weightsOf(layer, inputs, model);
    const known = weights !== null && counted.total !== null;
    return {
      weights: weights ?? [],
      params: known ? counted : UNKNOWN_PARAMS,
      nodes: own,
      status: known ? (model?.totals.status ?? 'exact') : 'unknown',
      model,
    };
  });
}

const UNKNOWN_PARAMS: ParameterCount = { total: null, trainable: null, nonTrainable: null };

interface Weighed {
  /** Null when they depend on something unknown. */
  readonly weights: readonly WeightSpec[] | null;
  readonly counted: ParameterCount;
}

const NOT_KNOWN: Weighed = { weights: null, counted: UNKNOWN_PARAMS };

function weightsOf(layer: Layer, inputs: readonly Shape[] | null, model: GraphAnalysis | null): Weighed {
  const { trainable, weights } = layer;
  if (weights !== undefined) return { weights, counted: countedBy(weights, trainable, model) };
  if (layer.model !== null || layer.operator === 'inputLayer')
    return { weights: [], counted: countedBy([], trainable, model) };
  const applied = inputs && application(layer, inputs);
  if (!applied) return NOT_KNOWN;
  return { weights: applied.weights, counted: trainable ? applied.params : applied.frozenParams };
}

function countedBy(weights: readonly WeightSpec[], trainable: boolean, model: GraphAnalysis | null): ParameterCount {
  return model === null ? countParams(weights, trainable) : nestedParams(model, trainable);
}

function nestedParams({ totals }: GraphAnalysis, trainable: boolean): ParameterCount {
  return trainable ? totals.params : { total: totals.params.total, trainable: 0, nonTrainable: totals.params.total };
}

function totalsOf(graph: Graph, nodes: readonly NodeAnalysis[], layers: readonly LayerAnalysis[]): Totals {
  const counts = (pick: keyof ParameterCount) => sumKnown(layers, ({ params }) => params[pick]);
  const total = counts('total');
  const params = {
    total: total.value,
    trainable: counts('trainable').value,
    nonTrainable: counts('nonTrainable').value,
  };
  const macs = sumKnown(nodes, (node) => node.cost.macs);
  const isExact = ({ status }: { readonly status: Status }) => status === 'exact';
  const status: Status =
    total.complete && macs.complete && graph.complete && nodes.every(isExact) && layers.every(isExact)
      ? 'exact'
      : 'lower-bound';
  const last = graph.outputs[0];
  return {
    params,
    macs: macs.value,
    flops: sumKnown(nodes, (node) => node.flops).value,
    otherOps: sumKnown(nodes, (node) => node.cost.otherOps).value,
    weightBytes: multiply(params.total, FLOAT32_BYTES),
    inferencePeakBytes: inferencePeakBytes(graph, nodes),
    trainingBytes: trainingBytes(nodes, params),
    receptiveField: (last && nodes[last.node]?.receptiveField) ?? receptiveFieldOf(unknownField()),
    status,
  };
}

/** The sum of what is known, and whether that was everything. */
function sumKnown<Part>(
  parts: readonly Part[],
  pick: (part: Part) => Dimension,
): { readonly value: Dimension; readonly complete: boolean } {
  let numbers = 0;
  let complete = true;
  const named: Dimension[] = [];
  for (const part of parts) {
    const value = pick(part);
    if (value === null) complete = false;
    else if (isKnown(value)) numbers += value;
    else named.push(value);
  }
  return { value: add(numbers, sum(named)), complete };
}
