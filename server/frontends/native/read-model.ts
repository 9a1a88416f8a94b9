import * as l10n from '@vscode/l10n';
import { inferLayer, shapeAt } from '../../../core/graph/infer.ts';
import { withInputShapes } from '../../../core/graph/input-shapes.ts';
import type { Graph, GraphFact, Layer, Node, TensorRef } from '../../../core/graph/node.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import { impliedInput } from '../implied-input.ts';
import { items, type JsonNode, member, members, rangeOf, textOf } from '../json/json-tree.ts';
import { graphError, mayReadLayer, placeAt, placeOf, type Reading } from '../json/reading.ts';
import { deepestNesting, missingEntry, modelEntry, readLayerEntry } from './read-entry.ts';

/** Models by name that a model may use as layers. */
export type KnownModels = ReadonlyMap<string, Graph>;

/**
 * Reads a model: `{name, layers, outputs}`, or its bare list of layers. A layer takes the output of the one above it
 * unless it names its `inputs`, which stand further above. `nested` collects the models inside, with the shapes that they
 * are given.
 */
export function readModel(
  node: JsonNode,
  name: string,
  reading: Reading,
  known: KnownModels,
  nested: Graph[],
  depth = 0,
): Graph {
  const draft = new Draft(reading, known, nested, depth);
  const list = node.type === 'array' ? node : member(node, 'layers');
  for (const entry of items(list)) {
    if (!mayReadLayer(reading, entry)) {
      draft.stop();
      break;
    }
    draft.read(entry);
  }
  const written = member(node, 'name');
  return {
    ...draft.finish(node),
    name: textOf(written) ?? name,
    source: placeOf(reading, node),
    nameRange: written ? rangeOf(written) : { start: node.offset, end: node.offset + 1 },
    weights: null,
  };
}

/** A model while it is being read from top to bottom. */
class Draft {
  readonly #reading: Reading;
  readonly #known: KnownModels;
  readonly #nested: Graph[];
  readonly #layers: Layer[] = [];
  readonly #nodes: Node[] = [];
  readonly #shapes: (readonly Shape[])[] = [];
  readonly #facts: GraphFact[] = [];
  /** The last application of every layer, by the layer's label. */
  readonly #applied = new Map<string, number>();
  readonly #counts = new Map<string, number>();
  readonly #depth: number;
  #complete = true;
  #isChain = true;

  constructor(reading: Reading, known: KnownModels, nested: Graph[], depth: number) {
    this.#reading = reading;
    this.#known = known;
    this.#nested = nested;
    this.#depth = depth;
  }

  stop(): void {
    this.#complete = false;
  }

  read(entry: JsonNode): void {
    if (entry.type !== 'object' && entry.type !== 'string') {
      this.#complain(entry, l10n.t("A layer is an object with an operator, or the operator's name."));
      return;
    }
    const again = member(entry, 'again');
    if (again) this.#apply(this.#shared(again), entry);
    else if (member(entry, 'model') || member(entry, 'layers')) this.#readNested(entry);
    else this.#readLayer(entry);
  }

  finish(node: JsonNode): Pick<Graph, 'kind' | 'layers' | 'nodes' | 'inputs' | 'outputs' | 'facts' | 'complete'> {
    const outputs = this.#outputs(member(node, 'outputs'));
    this.#checkUse(outputs);
    const inputs = [...this.#nodes.keys()].filter((at) => this.#layerOf(at).operator === 'inputLayer').map(toRef);
    return {
      kind: this.#isChain && outputs.length === 1 && inputs.length === 1 ? 'sequential' : 'functional',
      layers: this.#layers,
      nodes: this.#nodes,
      inputs,
      outputs,
      facts: this.#facts,
      complete: this.#complete,
    };
  }

  /** An output that no layer takes was forgotten, unless the layer that takes it could not be read. */
  #checkUse(outputs: readonly TensorRef[]): void {
    if (this.#facts.some(({ kind }) => kind === 'graph-error')) return;
    const used = new Set([...this.#nodes.flatMap(({ inputs }) => inputs), ...outputs].map((ref) => ref.node));
    for (const [index, { layer }] of this.#nodes.entries()) {
      const { label, source } = this.#layers[layer]!;
      if (used.has(index) || source === null) continue;
      this.#facts.push({ kind: 'unused-layer', layer: label, place: placeAt(this.#reading, source.name) });
    }
  }

  #readLayer(entry: JsonNode): void {
    const label = this.#label(entry, textOf(entry) ?? textOf(member(entry, 'operator')) ?? 'layer');
    const { layer, inputShape, problem } = readLayerEntry(entry, label, this.#reading);
    if (problem !== null) this.#complain(member(entry, 'operator') ?? entry, problem);
    if (layer.operator === 'inputLayer') {
      this.#push(this.#add(layer), []);
      return;
    }
    if (this.#nodes.length === 0) this.#startWith(layer, inputShape);
    this.#apply(this.#add(layer), entry);
  }

  /** The input that a model makes for itself when its first layer is none. */
  #startWith(layer: Layer, shape: Shape | null): void {
    this.#push(this.#add({ ...impliedInput(layer.label, shape ?? []), implicit: true }), []);
    if (shape !== null || layer.source === null) return;
    const place = placeAt(this.#reading, layer.source.name);
    this.#facts.push({ kind: 'missing-input-shape', layer: layer.label, place });
  }

  #readNested(entry: JsonNode): void {
    const named = member(entry, 'model');
    const name = textOf(named);
    const label = this.#label(entry, name ?? 'model');
    const tooDeep = !named && this.#depth >= deepestNesting;
    const known = named ? this.#known.get(name ?? '') : tooDeep ? undefined : this.#readInner(entry, label);
    if (known === undefined) {
      const detail = tooDeep ? l10n.t('Models are nested too deeply.') : noModel(name);
      this.#complain(named ?? entry, detail);
      this.#apply(this.#add(missingEntry(label, detail)), entry);
      return;
    }
    const references = this.#inputsOf(entry);
    const shapes = references.map((ref) => shapeAt(this.#shapes, ref));
    const graph = shapes.length > 0 ? this.#onShapes(known, shapes) : known;
    if (references.length === 0) {
      this.#startWith(modelEntry(entry, label, graph, this.#reading), inputShapeOf(graph));
      references.push(toRef(this.#nodes.length - 1));
    }
    if (!this.#nested.includes(graph)) this.#nested.push(graph);
    this.#push(this.#add(modelEntry(entry, label, graph, this.#reading)), references);
  }

  /** The model on the shapes that it is given, the same value for the same shapes. */
  #onShapes(model: Graph, shapes: readonly Shape[]): Graph {
    const resized = withInputShapes(model, shapes);
    const key = JSON.stringify(resized.layers.map(({ inputShape }) => inputShape));
    const same = (other: Graph) =>
      other.source === model.source && JSON.stringify(other.layers.map(({ inputShape }) => inputShape)) === key;
    return this.#nested.find(same) ?? resized;
  }

  #readInner(entry: JsonNode, label: string): Graph {
    const graph = readModel(entry, label, this.#reading, this.#known, this.#nested, this.#depth + 1);
    // What the model around it feeds in says which shape that is.
    return { ...graph, facts: graph.facts.filter(({ kind }) => kind !== 'missing-input-shape') };
  }

  /** The layer that an entry applies once more. */
  #shared(again: JsonNode): number {
    const label = textOf(again) ?? '';
    const found = this.#layers.findIndex((layer) => layer.label === label);
    if (found >= 0) return found;
    const detail = l10n.t('No layer above is called {0}.', label);
    this.#complain(again, detail);
    return this.#add(missingEntry(label, detail));
  }

  #apply(layer: number, entry: JsonNode): void {
    const references = this.#inputsOf(entry);
    if (references.length === 0)
      this.#complain(entry, l10n.t('There is no layer above that this one could take its input from.'));
    this.#push(layer, references);
  }

  #add(layer: Layer): number {
    return this.#layers.push(layer) - 1;
  }

  #push(layer: number, inputs: readonly TensorRef[]): void {
    const definition = this.#layers[layer]!;
    const previous = this.#nodes.length - 1;
    if (!(inputs.length === 0 ? previous < 0 : inputs.length === 1 && inputs[0]!.node === previous))
      this.#isChain = false;
    const shapes = inputs.map((ref) => shapeAt(this.#shapes, ref));
    this.#shapes.push(inferLayer(definition, shapes).outputs);
    this.#nodes.push({ layer, inputs });
    this.#applied.set(definition.label, this.#nodes.length - 1);
  }

  /** The tensors that an entry names, or the output of the layer above. */
  #inputsOf(entry: JsonNode): TensorRef[] {
    const written = member(entry, 'inputs');
    if (written) return references(written).map((reference) => this.#resolve(reference));
    return this.#nodes.length === 0 ? [] : [toRef(this.#nodes.length - 1)];
  }

  #outputs(written: JsonNode | undefined): readonly TensorRef[] {
    if (written) return references(written).map((reference) => this.#resolve(reference));
    return this.#nodes.length === 0 ? [] : [toRef(this.#nodes.length - 1)];
  }

  /** `name`, or `name:1` for the second output. */
  #resolve(reference: JsonNode): TensorRef {
    const written = textOf(reference) ?? '';
    const [, name = written, index = '0'] = /^(.*):(\d+)$/.exec(written) ?? [];
    const node = this.#applied.get(written) ?? this.#applied.get(name);
    const output = this.#applied.has(written) ? 0 : Number(index);
    if (node !== undefined && output < Math.max(1, this.#shapes[node]?.length ?? 0)) return { node, output };
    const detail =
      node === undefined
        ? l10n.t('No layer above is called {0}.', written)
        : outputsOf(name, this.#shapes[node]?.length ?? 0);
    this.#complain(reference, detail);
    const standIn = this.#applied.get(`${written}?`);
    if (standIn !== undefined) return toRef(standIn);
    this.#push(this.#add(missingEntry(`${written}?`, detail)), []);
    return toRef(this.#nodes.length - 1);
  }

  #label(entry: JsonNode, operator: string): string {
    const written = member(entry, 'name');
    const own = textOf(written);
    const count = (this.#counts.get(operator) ?? 0) + 1;
    if (own === null) this.#counts.set(operator, count);
    const label = own ?? `${operator}_${count}`;
    if (!this.#applied.has(label)) return label;
    if (written)
      this.#complain(written, l10n.t('Two layers are called {0}: a name leads to the last one above.', label));
    return `${label}#${this.#layers.length}`;
  }

  #layerOf(node: number): Layer {
    return this.#layers[this.#nodes[node]!.layer]!;
  }

  #complain(node: JsonNode, detail: string): void {
    this.#facts.push(graphError(this.#reading, node, detail));
  }
}

/** The models of `{"models": {name: …}}`, each of which may use those before it. */
export function readModels(
  node: JsonNode | undefined,
  reading: Reading,
): { known: KnownModels; nested: readonly Graph[] } {
  const known = new Map<string, Graph>();
  const nested: Graph[] = [];
  for (const { key, value } of members(node)) {
    if (!value) continue;
    const graph = readModel(value, key, reading, known, nested);
    known.set(key, { ...graph, facts: graph.facts.filter(({ kind }) => kind !== 'missing-input-shape') });
  }
  return { known, nested };
}

function references(node: JsonNode): readonly JsonNode[] {
  return node.type === 'array' ? items(node) : [node];
}

function noModel(name: string | null): string {
  return name === null ? l10n.t('No model above is called so.') : l10n.t('No model above is called {0}.', name);
}

function outputsOf(name: string, count: number): string {
  return count === 1
    ? l10n.t('{0} has one output, numbered from 0.', name)
    : l10n.t('{0} has {1} outputs, numbered from 0.', name, count);
}

function toRef(node: number): TensorRef {
  return { node, output: 0 };
}

function inputShapeOf(graph: Graph): Shape | null {
  const [input] = graph.inputs;
  const shape = input && graph.layers[graph.nodes[input.node]!.layer]?.inputShape;
  return shape && shape.length > 0 ? shape : null;
}
