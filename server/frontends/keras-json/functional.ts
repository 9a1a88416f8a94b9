import * as l10n from '@vscode/l10n';
import { containerOrder } from '../../../core/graph/container-order.ts';
import type { GraphFact, Layer, Node, TensorRef } from '../../../core/graph/node.ts';
import { type JsonNode, member } from '../json/json-tree.ts';

import { graphError, mayRead, type Reading } from '../json/reading.ts';
import type { Connected, Entry } from './entry.ts';

import { missingLayer } from './read-layer-object.ts';
import { inboundApplications, modelEnds, type Reference } from './references.ts';

/**
 * Connects layers by the references of their `inbound_nodes`. A reference that leads nowhere, or round in a circle, is a
 * fact; a layer of unknown output takes its place, so that the rest can still be read.
 */
export function connectFunctional(entries: readonly Entry[], config: JsonNode, reading: Reading): Connected {
  const draft = new Draft(entries, reading);
  for (const [layer, { node }] of entries.entries()) {
    const applications = inboundApplications(node);
    for (const references of applications) {
      if (!mayRead(reading, node, unitsPerApplication + references.length * unitsPerReference)) break;
      draft.apply(layer, references);
    }
    if (applications.length === 0 && isSource(entries[layer]!)) draft.apply(layer, []);
  }
  draft.connect();
  const inputs = draft.ends(modelEnds(member(config, 'input_layers')));
  const written = draft.ends(modelEnds(member(config, 'output_layers')));
  const outputs = written.length > 0 ? written : draft.sinks();
  return draft.finish(inputs.length > 0 ? inputs : draft.sources(), outputs);
}

/** The order is found out three times: with circles, without them, and with the inputs. */
const unitsPerApplication = 100;
const unitsPerReference = 30;

/** Only layers that need no input are applied without being asked: input layers. */
function isSource({ layer }: Entry): boolean {
  return layer.operator === 'inputLayer';
}

interface DraftNode {
  readonly layer: number;
  readonly references: readonly Reference[];
  inputs: TensorRef[];
}

/** The applications while their references are being resolved. */
class Draft {
  readonly #layers: Layer[];
  readonly #labels: Set<string>;
  readonly #nodes: DraftNode[] = [];
  readonly #facts: GraphFact[] = [];
  readonly #reading: Reading;
  /** Indices of a layer's applications, by the layer's name. */
  readonly #applications = new Map<string, number[]>();
  readonly #missing = new Map<string, number>();
  /** Names of models that count their own insides as application 0, as TensorFlow.js and Keras 2 do. */
  readonly #countedFromOne = new Set<string>();

  constructor(entries: readonly Entry[], reading: Reading) {
    this.#layers = entries.map(({ layer }) => layer);
    this.#labels = new Set(this.#layers.map(({ label }) => label));
    this.#reading = reading;
  }

  apply(layer: number, references: readonly Reference[]): void {
    const { label } = this.#layers[layer]!;
    const node = this.#nodes.push({ layer, references, inputs: [] }) - 1;
    const before = this.#applications.get(label);
    if (before) before.push(node);
    else this.#applications.set(label, [node]);
  }

  connect(): void {
    this.#findOffsets(this.#nodes.flatMap(({ references }) => references));
    for (const node of this.#nodes.slice()) {
      node.inputs = node.references.map((reference) => this.#resolve(reference));
    }
  }

  ends(references: readonly Reference[]): TensorRef[] {
    this.#findOffsets(references);
    return references.map((reference) => this.#resolve(reference));
  }

  /** Applications that nothing takes, the last thing to try when a model names no outputs. */
  sinks(): TensorRef[] {
    const taken = new Set(this.#nodes.flatMap(({ inputs }) => inputs.map(({ node }) => node)));
    return this.#select((node) => !taken.has(node));
  }

  sources(): TensorRef[] {
    return this.#select((node) => this.#layers[this.#nodes[node]!.layer]!.operator === 'inputLayer');
  }

  #select(isWanted: (node: number) => boolean): TensorRef[] {
    return [...this.#nodes.keys()].filter(isWanted).map((node) => ({ node, output: 0 }));
  }

  /** Cuts cycles, drops what no output depends on and puts the rest in the runtime's order. */
  finish(inputs: readonly TensorRef[], outputs: readonly TensorRef[]): Connected {
    const starts = outputs.map(({ node }) => node);
    const { cycles } = this.#order(starts);
    for (const { node, input } of cycles) this.#cut(node, input);
    this.#checkSources(outputs);
    // Declared inputs stay even where no output depends on them: the runtime refuses such a model, a reader wants to see.
    const order = this.#order([...starts, ...inputs.map(({ node }) => node)]);
    const layerAt = new Map(order.layers.map((layer, index) => [layer, index]));
    const nodeAt = new Map(order.nodes.map((node, index) => [node, index]));
    const move = ({ node, output }: TensorRef): TensorRef => ({ node: nodeAt.get(node)!, output });
    const nodes: Node[] = order.nodes.map((index) => {
      const { layer, inputs: taken } = this.#nodes[index]!;
      return { layer: layerAt.get(layer)!, inputs: taken.map(move) };
    });
    return {
      layers: order.layers.map((layer) => this.#layers[layer]!),
      nodes,
      inputs: inputs.map(move),
      outputs: outputs.map(move),
      facts: this.#facts,
    };
  }

  #order(starts: readonly number[]): ReturnType<typeof containerOrder> {
    const applications = this.#nodes.map(({ layer, inputs }) => ({ layer, inputs: inputs.map(({ node }) => node) }));
    return containerOrder(applications, starts);
  }

  #cut(node: number, input: number): void {
    const { layer, references, inputs } = this.#nodes[node]!;
    const { label } = this.#layers[layer]!;
    const from = this.#layers[this.#nodes[inputs[input]!.node]!.layer]!.label;
    const place = references[input]?.node;
    const detail = l10n.t('{0} takes its own output, by way of {1}: layers cannot form a circle.', label, from);
    if (place) this.#facts.push(graphError(this.#reading, place, detail));
    inputs[input] = this.#standIn(`${from}…`, l10n.t('it would close a circle'));
  }

  /** Every output must lead back to an input, or to something unknown that may hold one. */
  #checkSources(outputs: readonly TensorRef[]): void {
    const grounded = new Set<number>();
    for (const node of this.#order(outputs.map((output) => output.node)).nodes) {
      const { layer, inputs } = this.#nodes[node]!;
      const { operator } = this.#layers[layer]!;
      const isSource = operator === 'inputLayer' || operator === 'unknown';
      if (isSource || inputs.some((input) => grounded.has(input.node))) grounded.add(node);
    }
    for (const { node } of outputs) {
      const { source, label } = this.#layers[this.#nodes[node]!.layer]!;
      if (grounded.has(node) || !source) continue;
      const place = { file: source.file, range: source.name };
      this.#facts.push({ kind: 'unfed-output', output: label, place });
    }
  }

  #findOffsets(references: readonly Reference[]): void {
    for (const { name, application } of references) {
      if (application === this.#applications.get(name)?.length && this.#isModel(name)) this.#countedFromOne.add(name);
    }
  }

  #isModel(name: string): boolean {
    const first = this.#applications.get(name)?.[0];
    return first !== undefined && this.#layers[this.#nodes[first]!.layer]!.operator === 'model';
  }

  #resolve({ name, application, output, node }: Reference): TensorRef {
    const applications = this.#applications.get(name);
    const index = application - (this.#countedFromOne.has(name) ? 1 : 0);
    const found = applications?.[index];
    if (found !== undefined) return { node: found, output };
    const exists = this.#labels.has(name);
    const detail = exists
      ? wrongApplication(name, applications?.length ?? 0, application + 1)
      : l10n.t('No layer is called {0}.', name);
    this.#facts.push(graphError(this.#reading, node, detail));
    return this.#standIn(name, exists ? l10n.t('this application does not exist') : l10n.t('no layer has this name'));
  }

  #standIn(label: string, why: string): TensorRef {
    const known = this.#missing.get(label);
    if (known !== undefined) return { node: known, output: 0 };
    const own = this.#labels.has(label) ? `${label}?` : label;
    const layer = this.#layers.push(missingLayer(own, why)) - 1;
    this.#labels.add(own);
    const node = this.#nodes.push({ layer, references: [], inputs: [] }) - 1;
    this.#missing.set(label, node);
    return { node, output: 0 };
  }
}

function wrongApplication(name: string, count: number, asked: number): string {
  if (count === 0) return l10n.t('{0} is applied nowhere; this refers to application {1}.', name, asked);
  if (count === 1) return l10n.t('{0} is applied once; this refers to application {1}.', name, asked);
  return l10n.t('{0} is applied {1} times; this refers to application {2}.', name, count, asked);
}
