import * as l10n from '@vscode/l10n';
import type { Graph, GraphFact, Layer } from '../../../core/graph/node.ts';
import { items, type JsonNode, member, rangeOf, textOf } from '../json/json-tree.ts';
import { mayReadLayer, placeAt, placeOf, type Reading } from '../json/reading.ts';
import { DefaultNames } from './default-names.ts';
import type { Entry } from './entry.ts';
import { connectFunctional } from './functional.ts';
import { type LayerObject, modelLayer, readLayerObject, writtenName } from './read-layer-object.ts';
import { chainSequential } from './sequential.ts';

/** A model and, after it, every model nested in it. */
export interface ReadModel {
  readonly graph: Graph;
  readonly nested: readonly Graph[];
}

/** True for objects that describe a model rather than a layer. */
function isModelObject(node: JsonNode): boolean {
  const className = textOf(member(node, 'class_name'));
  if (className === null) return false;
  return modelClasses.has(className) || items(member(member(node, 'config'), 'layers')).length > 0;
}

/** Subclasses of `Model` keep the functional config, so a list of layers counts as much as the class's name. */
const modelClasses: ReadonlySet<string> = new Set(['Sequential', 'Model', 'Functional']);

/**
 * Reads a model: `node` is its object, `config` what holds the layers: an object, or for old sequential models the bare
 * list.
 */
export function readModel(node: JsonNode, config: JsonNode, reading: Reading, fallbackName: string): ReadModel {
  const isSequential = kindOf(node, config) === 'sequential';
  const nested: Graph[] = [];
  const layerNodes = config.type === 'array' ? items(config) : items(member(config, 'layers'));
  const { entries, facts, complete } = readEntries(layerNodes, reading, nested);
  const connected = isSequential
    ? chainSequential(entries, config, reading)
    : connectFunctional(entries, config, reading);
  const named = member(config, 'name');
  const className = member(node, 'class_name');
  const graph: Graph = {
    ...connected,
    name: textOf(named) ?? writtenName(node) ?? fallbackName,
    kind: isSequential ? 'sequential' : 'functional',
    source: placeOf(reading, node),
    nameRange: rangeOf(named ?? className ?? node),
    weights: null,
    complete: complete && reading.limits.length === 0 && nested.every((inner) => inner.complete),
    facts: [...facts, ...connected.facts],
  };
  return { graph, nested };
}

function kindOf(node: JsonNode, config: JsonNode): 'sequential' | 'functional' {
  const className = textOf(member(node, 'class_name'));
  if (className === 'Sequential' || config.type === 'array') return 'sequential';
  if (className === 'Model' || className === 'Functional') return 'functional';
  return items(member(config, 'layers')).some((layer) => member(layer, 'inbound_nodes')) ? 'functional' : 'sequential';
}

function readEntries(
  layerNodes: readonly JsonNode[],
  reading: Reading,
  nested: Graph[],
): { entries: readonly Entry[]; facts: readonly GraphFact[]; complete: boolean } {
  const names = new DefaultNames();
  const entries: Entry[] = [];
  const facts: GraphFact[] = [];
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  for (const node of layerNodes) {
    if (node.type !== 'object') {
      facts.push({ kind: 'graph-error', detail: l10n.t('A layer must be an object.'), place: placeOf(reading, node) });
      continue;
    }
    if (!mayReadLayer(reading, node)) {
      return { entries, facts, complete: false };
    }
    const written = writtenName(node);
    const label = written ?? names.next(textOf(member(node, 'class_name')) ?? 'Layer');
    if (taken.has(label)) facts.push(duplicate(node, label, reading));
    const own = taken.has(label) ? unique(label, taken, counts) : label;
    taken.add(own);
    entries.push(readEntry(node, own, reading, nested));
  }
  return { entries, facts, complete: true };
}

function readEntry(node: JsonNode, label: string, reading: Reading, nested: Graph[]): Entry {
  const config = member(node, 'config');
  if (!isModelObject(node) || !config) return { node, ...readLayerObject(node, label, reading) };
  const inner = readModel(node, config, reading, label);
  // What stands beside the config, such as the inputs, is the outer model's.
  const graph: Graph = { ...inner.graph, source: placeOf(reading, config) };
  nested.push(graph, ...inner.nested);
  return { node, layer: modelLayer(node, label, graph, reading), inputShape: firstInputShape(graph) };
}

/** The shape that a nested model was built for, which a sequential model takes over from its first layer. */
function firstInputShape(graph: Graph): LayerObject['inputShape'] {
  const ref = graph.inputs[0];
  const layer: Layer | undefined = ref && graph.layers[graph.nodes[ref.node]!.layer];
  return layer?.inputShape ?? null;
}

function duplicate(node: JsonNode, label: string, reading: Reading): GraphFact {
  const name = member(node, 'name') ?? member(member(node, 'config'), 'name') ?? node;
  const detail = l10n.t('Two layers are called {0}: references to it reach only the first.', label);
  return { kind: 'graph-error', detail, place: placeAt(reading, rangeOf(name)) };
}

/** `label#2`, `label#3`, …; `counts` has the last of each label. */
function unique(label: string, taken: ReadonlySet<string>, counts: Map<string, number>): string {
  let count = (counts.get(label) ?? 1) + 1;
  while (taken.has(`${label}#${count}`)) count += 1;
  counts.set(label, count);
  return `${label}#${count}`;
}
