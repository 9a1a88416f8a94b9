import type { GraphAnalysis, NodeAnalysis } from '../../../core/graph/analysis.ts';
import { operatorOf } from '../../../core/graph/infer.ts';
import type { Layer, Place } from '../../../core/graph/node.ts';
import type { Action, Fact } from '../../../core/vocabulary/operator.ts';
import { argumentOf } from '../../frontends/written-spelling.ts';

/** A fact with the layer that it is about, and the application of it where inference found it. */
export interface Found<Kind extends Fact['kind']> {
  readonly fact: Extract<Fact, { kind: Kind }>;
  readonly layer: Layer;
  /** Index of the application in `Graph.nodes`; null when reading the arguments already told. */
  readonly node: number | null;
  /** Index of the layer's first application, when it has one. */
  readonly first: number | null;
}

/** Every fact of one kind in a model, those of reading first. */
export function* findFacts<Kind extends Fact['kind']>(model: GraphAnalysis, kind: Kind): Generator<Found<Kind>> {
  for (const { fact, ...where } of allFacts(model)) if (isKind(fact, kind)) yield { fact, ...where };
}

function isKind<Kind extends Fact['kind']>(fact: Fact, kind: Kind): fact is Extract<Fact, { kind: Kind }> {
  return fact.kind === kind;
}

interface AnyFound {
  readonly fact: Fact;
  readonly layer: Layer;
  readonly node: number | null;
  readonly first: number | null;
}

/** Collected once for all the rules: most models have few facts and many layers. */
function allFacts(model: GraphAnalysis): readonly AnyFound[] {
  const known = collected.get(model);
  if (known) return known;
  const { graph, layers, nodes } = model;
  const found: AnyFound[] = [];
  graph.layers.forEach((layer, index) => {
    const first = layers[index]!.nodes[0] ?? null;
    for (const fact of layer.facts) found.push({ fact, layer, node: null, first });
  });
  nodes.forEach(({ facts }, node) => {
    const first = layers[graph.nodes[node]!.layer]!.nodes[0] ?? null;
    for (const fact of facts) found.push({ fact, layer: layerOf(model, node), node, first });
  });
  collected.set(model, found);
  return found;
}

const collected = new WeakMap<GraphAnalysis, readonly AnyFound[]>();

/** What a layer does to its input; null for a nested model and for what no operator describes. */
export function actionOf(layer: Layer): Action | null {
  return operatorOf(layer)?.action ?? null;
}

/** Whether a layer hands every shape on as it is. */
export function keepsShape(layer: Layer): boolean {
  const action = actionOf(layer);
  return action === 'elementwise' || action === 'normalising' || action === 'batch-normalising';
}

/** Whether what a layer gives has its channels, and as many of them, where its input has them. */
export function keepsAxes(layer: Layer): boolean {
  const action = actionOf(layer);
  return action !== null && axesKept[action];
}

const axesKept: Readonly<Record<Action, boolean>> = {
  elementwise: true,
  normalising: true,
  'batch-normalising': true,
  pooling: true,
  padding: true,
  resampling: true,
  merging: true,
  joining: true,
  mixing: false,
  filtering: false,
  flattening: false,
  moving: false,
  contracting: false,
  recurring: false,
  encoding: false,
  input: false,
};

/** Where to underline: the first of the arguments that is written, else the layer's name; null when it has no source. */
export function placeOf(layer: Layer, ...attributes: readonly string[]): Place | null {
  for (const attribute of attributes) {
    const argument = argumentOf(layer, attribute);
    if (argument) return { file: argument.source.file, range: argument.source.property };
  }
  return layer.source && { file: layer.source.file, range: layer.source.name };
}

/** Related information: `message` at the layer that made the nth input of an application. */
export function producedBy(
  { graph }: GraphAnalysis,
  node: number | null,
  input: number,
  message: (layer: Layer) => string,
): { message: string; place: Place }[] {
  const ref = node === null ? undefined : graph.nodes[node]?.inputs[input];
  const maker = ref && graph.layers[graph.nodes[ref.node]!.layer];
  const place = maker && placeOf(maker);
  return maker && place ? [{ message: message(maker), place }] : [];
}

/** The layer that a given application applies. */
export function layerOf({ graph }: GraphAnalysis, node: number): Layer {
  return graph.layers[graph.nodes[node]!.layer]!;
}

/** What an application was given, when inference got that far. */
export function nodeOf({ nodes }: GraphAnalysis, node: number | null): NodeAnalysis | null {
  return node === null ? null : (nodes[node] ?? null);
}
