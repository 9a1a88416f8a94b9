import * as l10n from '@vscode/l10n';
import type { Graph, GraphFact, Layer, Node, TensorRef, WeightsManifest } from '../../../core/graph/node.ts';
import type { Dimension } from '../../../core/vocabulary/dimension.ts';
import { items, type JsonNode, member, rangeOf } from '../json/json-tree.ts';
import { graphError, mayReadLayer, placeOf, type Reading, stemOf } from '../json/reading.ts';
import { Constants, type ReadValues } from './constants.ts';
import { Inference, isPlaceholder } from './inference.ts';
import { layerFor } from './layer-for.ts';
import { returningTensors } from './loops.ts';
import { type InputName, type NodeDef, readNodeDef } from './node-def.ts';
import type { Outcome } from './operation.ts';
import { cutKey, executionOrder } from './order.ts';
import { readSignature, type Signature, type SignatureTensor } from './signature.ts';
import { type Tensor, unknownTensor } from './tensor.ts';

/** A graph as it lies in its file. */
export interface GraphSource {
  readonly root: JsonNode;
  /** The object that holds the list of operations. */
  readonly topology: JsonNode;
  readonly manifest: WeightsManifest | null;
  readonly values: ReadValues;
}

/** Reads every operation in an order in which they can be executed, and finds out its shape on the way. */
export function readGraph(source: GraphSource, reading: Reading): Graph {
  const { root, topology, manifest, values } = source;
  const { defs, facts } = readDefs(topology, reading);
  const indices = new Map(defs.map((def, index) => [def.name, index]));
  const execution = executionOrder(defs, indices);
  const program = { defs, execution, constants: new Constants(manifest, values), signature: readSignature(root) };
  const returning = returningTensors(program);
  const draft = new Draft(program, reading);
  let complete = true;
  for (const index of execution.order) {
    const def = defs[index]!;
    if (!mayReadLayer(reading, def.node, def.inputs.length)) {
      complete = false;
      break;
    }
    draft.add(
      def,
      def.inputs.map((_, input) => returning.get(cutKey(index, input)) ?? null),
    );
  }
  return {
    name: stemOf(reading.file),
    kind: 'graph',
    layers: draft.layers,
    nodes: draft.nodes,
    inputs: draft.inputs(),
    outputs: draft.outputs(),
    source: placeOf(reading, topology),
    nameRange: rangeOf(member(root, 'format') ?? topology),
    weights: manifest,
    complete,
    facts: [...facts, ...draft.facts],
  };
}

function readDefs(topology: JsonNode, reading: Reading): { defs: readonly NodeDef[]; facts: readonly GraphFact[] } {
  const facts: GraphFact[] = [];
  const byName = new Map<string, NodeDef>();
  for (const node of items(member(topology, 'node'))) {
    const def = readNodeDef(node);
    if (def === null) facts.push(graphError(reading, node, l10n.t('An operation needs a name and an op.')));
    else if (byName.has(def.name))
      facts.push(graphError(reading, node, l10n.t('Two operations are called {0}.', def.name)));
    else if (def.op !== 'NoOp') byName.set(def.name, def);
  }
  return { defs: [...byName.values()], facts };
}

/** The graph while it grows. */
class Draft {
  readonly layers: Layer[] = [];
  readonly nodes: Node[] = [];
  readonly facts: GraphFact[] = [];
  readonly #reading: Reading;
  readonly #inference: Inference;
  readonly #signature: Signature;
  readonly #nodeOf = new Map<string, number>();
  readonly #placeholders: string[] = [];
  readonly #used = new Set<string>();
  /** What runs as often as its loop does. */
  readonly #looped = new Set<string>();
  /** Constants that are counted as the weights of an operation already. */
  readonly #owned = new Set<string>();

  constructor({ constants, signature }: { constants: Constants; signature: Signature }, reading: Reading) {
    this.#reading = reading;
    this.#inference = new Inference(constants, signature);
    this.#signature = signature;
  }

  /** `returning` has what comes back along inputs that close a circle, and null for all others. */
  add(def: NodeDef, returning: readonly (Tensor | null)[]): void {
    const inputs = def.inputs.map((input, index) => returning[index] ?? this.#tensorAt(input));
    const made = this.#inference.add(def, inputs);
    if (made === null) return;
    const isInput = isPlaceholder(def);
    if (isInput) this.#placeholders.push(def.name);
    if (made.problem) this.facts.push(graphError(this.#reading, def.node, l10n.t('{0}: {1}.', def.name, made.problem)));
    const operands = def.inputs.map((input, index) => ({
      tensor: inputs[index]!,
      ref: returning[index] ? null : this.#refTo(input),
    }));
    const outcome = this.#isLooped(def) ? repeated(made) : made;
    const { layer, node } = layerFor({ def, outcome, operands, isInput, owned: this.#owned }, this.#reading);
    this.layers.push(layer);
    this.nodes.push({ ...node, layer: this.layers.length - 1 });
    this.#nodeOf.set(def.name, this.nodes.length - 1);
  }

  #isLooped({ name, op, inputs }: NodeDef): boolean {
    const isLooped = op === 'Enter' || (op !== 'Exit' && inputs.some((input) => this.#looped.has(input.name)));
    if (isLooped) this.#looped.add(name);
    return isLooped;
  }

  /** In the signature's order; without a signature in the file's. */
  inputs(): readonly TensorRef[] {
    const named = this.#signature.inputs.map(({ name }) => name).filter((name) => this.#placeholders.includes(name));
    const rest = this.#placeholders.filter((name) => !named.includes(name));
    return [...named, ...rest].map((name) => ({ node: this.#nodeOf.get(name)!, output: 0 }));
  }

  /** What the signature names; without a signature the operations that nothing takes. */
  outputs(): readonly TensorRef[] {
    const named = this.#signature.outputs.flatMap((wanted) => this.#end(wanted));
    if (named.length > 0) return named;
    return [...this.#nodeOf].flatMap(([name, node]) => (this.#used.has(name) ? [] : [{ node, output: 0 }]));
  }

  #end({ name, output, node }: SignatureTensor): readonly TensorRef[] {
    const found = this.#nodeOf.get(name);
    if (found !== undefined) return [{ node: found, output }];
    if (!this.#inference.has(name)) {
      this.facts.push(graphError(this.#reading, node, l10n.t('No operation is called {0}.', name)));
    }
    return [];
  }

  #tensorAt(input: InputName): Tensor {
    this.#used.add(input.name);
    const found = this.#inference.at(input);
    if (found === null) {
      this.facts.push(graphError(this.#reading, input.node, l10n.t('No operation is called {0}.', input.name)));
    }
    return found ?? unknownTensor;
  }

  #refTo({ name, output }: InputName): TensorRef | null {
    const node = this.#nodeOf.get(name);
    return node === undefined ? null : { node, output };
  }
}

/** Shapes are those of every round; how many rounds there are decides what all of them cost, and no engine runs them. */
function repeated({ same: _, cost, ...made }: Outcome): Outcome {
  const unlessNone = (size: Dimension): Dimension => (size === 0 ? 0 : null);
  const { macs, biasAdds, otherOps } = cost;
  return {
    ...made,
    cost: { macs: unlessNone(macs), biasAdds: unlessNone(biasAdds), otherOps: unlessNone(otherOps) },
    why: made.why ?? l10n.t('it is in a loop, whose number of rounds is not known'),
  };
}
