import * as l10n from '@vscode/l10n';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import type { Graph, GraphFact, Layer, Place, StoredWeight, WeightsManifest } from '../../../core/graph/node.ts';
import type { Work } from '../../../core/graph/work.ts';
import { type Dimension, isKnown, printDimension } from '../../../core/vocabulary/dimension.ts';
import type { WeightSpec } from '../../../core/vocabulary/operator.ts';
import { items, type JsonNode, member, textOf } from '../json/json-tree.ts';
import { placeOf, type Reading } from '../json/reading.ts';

/** More than this many of one kind is one mistake, not many. */
const mostFacts = 10;

/**
 * Holds the manifest against the layers, as loading would: a weight without a layer, a layer without its weights, and
 * sizes that differ. Weights are told by the layer's name before the slash and their own behind the last one.
 */
export function compareWeights(
  graph: Graph,
  manifest: WeightsManifest,
  node: JsonNode,
  reading: Reading,
): readonly GraphFact[] {
  const stored = manifest.groups.flatMap(({ weights }) => weights);
  if (stored.length === 0) return [];
  const layers = allLayers(analyseGraph(graph, { work: reading.work }));
  const places = weightPlaces(node, reading);
  const byLayer = groupByLayer(stored, new Set(layers.map(({ layer }) => layer.label)), reading.work);
  if (reading.work.isSpent) return [];
  const facts = layers.flatMap((owner) => compareLayer(owner, byLayer.get(owner.layer.label) ?? [], places));
  // A layer that could not be read may own any of them.
  const isComplete = graph.complete && layers.every(({ layer }) => layer.operator !== 'unknown');
  const strays = isComplete ? (byLayer.get(null) ?? []) : [];
  const all = [
    ...facts,
    ...strays.map((weight) => fact(l10n.t('No layer takes the weight {0}.', weight.name), places.get(weight.name))),
  ];
  if (all.length <= mostFacts) return all;
  const rest = l10n.t('{0} more weights do not fit the model.', all.length - mostFacts + 1);
  return [...all.slice(0, mostFacts - 1), fact(rest, placeOf(reading, node))];
}

interface Owner {
  readonly layer: Layer;
  readonly weights: readonly WeightSpec[];
  readonly isKnown: boolean;
}

function allLayers({ graph, layers }: GraphAnalysis): readonly Owner[] {
  return graph.layers.flatMap((layer, index): readonly Owner[] => {
    const { model, weights, status } = layers[index]!;
    return model ? allLayers(model) : [{ layer, weights, isKnown: status === 'exact' }];
  });
}

function compareLayer(
  { layer, weights, isKnown: known }: Owner,
  stored: readonly StoredWeight[],
  places: ReadonlyMap<string, Place>,
): readonly GraphFact[] {
  if (!known) return [];
  const own = layer.source && { file: layer.source.file, range: layer.source.name };
  if (stored.length === 0) {
    const names = weights.map(({ name }) => name).join(', ');
    return weights.length === 0 ? [] : [fact(l10n.t('The weights of {0} are missing: {1}.', layer.label, names), own)];
  }
  // Wrappers name the weights of what they wrap after layers that have no name here.
  if (wrappers.has(layer.operator)) return [];
  const facts: GraphFact[] = [];
  for (const spec of weights) {
    const found = stored.find(({ name }) => lastPart(name) === spec.name);
    if (!found) facts.push(fact(l10n.t('The weight {0} of {1} is missing.', spec.name, layer.label), own));
    else if (!sameShape(spec, found)) facts.push(mismatch(layer, spec, found, places));
  }
  const needed = new Set(weights.map(({ name }) => name));
  for (const { name } of stored) {
    if (!needed.has(lastPart(name)))
      facts.push(fact(l10n.t('{0} has no weight for {1}.', layer.label, name), places.get(name)));
  }
  return facts;
}

/** A kernel that was trained in groups does not fit because the groups are dropped: that is told where they stand. */
function mismatch(layer: Layer, spec: WeightSpec, found: StoredWeight, places: ReadonlyMap<string, Place>): GraphFact {
  const figures = [found.name, printAxes(found.shape), layer.label, printAxes(spec.shape)];
  const dropsGroups = layer.facts.some((one) => one.kind === 'ignored-argument' && one.attribute === 'groups');
  const written = layer.source?.arguments.groups;
  if (!dropsGroups || !written || spec.name === 'bias')
    return fact(l10n.t('{0} is stored as {1}, but {2} needs {3}.', ...figures), places.get(found.name));
  const place = { file: written.file, range: written.property };
  return fact(
    l10n.t(
      'TensorFlow.js has no grouped convolution: {0} is stored as {1}, but {2} needs {3}, and loading the model throws. Make it one convolution for each group, joined by a concatenate layer, and convert that.',
      ...figures,
    ),
    place,
  );
}

const wrappers: ReadonlySet<string> = new Set(['bidirectional', 'timeDistributed', 'rnn', 'stackedRNNCells']);

/** Weights by the longest layer name that they begin with; those of no layer under null. The optimiser's are left out. */
function groupByLayer(
  stored: readonly StoredWeight[],
  labels: ReadonlySet<string>,
  work: Work,
): ReadonlyMap<string | null, readonly StoredWeight[]> {
  const groups = new Map<string | null, StoredWeight[]>();
  for (const weight of stored) {
    const label = ownerOf(weight.name, labels, work);
    const group = groups.get(label);
    if (group) group.push(weight);
    else groups.set(label, [weight]);
  }
  return groups;
}

function ownerOf(name: string, labels: ReadonlySet<string>, work: Work): string | null {
  for (let end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
    if (!work.allows(1 + end / 8)) return null;
    const label = name.slice(0, end);
    if (labels.has(label)) return label;
  }
  return null;
}

function sameShape({ shape }: WeightSpec, stored: StoredWeight): boolean {
  if (!shape.every(isKnown)) return true;
  return shape.length === stored.shape.length && shape.every((size, axis) => size === stored.shape[axis]);
}

function weightPlaces(node: JsonNode, reading: Reading): ReadonlyMap<string, Place> {
  const weights = items(node).flatMap((group) => items(member(group, 'weights')));
  return new Map(
    weights.flatMap((weight) => {
      const name = textOf(member(weight, 'name'));
      return name === null ? [] : [[name, placeOf(reading, weight)] as const];
    }),
  );
}

function printAxes(shape: readonly Dimension[]): string {
  return shape.length === 0 ? l10n.t('a single number') : shape.map(printDimension).join('×');
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function fact(detail: string, place: Place | null | undefined): GraphFact {
  return { kind: 'weights-mismatch', detail, place: place ?? null };
}
