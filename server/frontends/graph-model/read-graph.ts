import type { Graph, GraphFact, Layer, Node, TensorRef, WeightsManifest } from '../../../core/graph/node.ts';
import { inputShape } from '../../../core/operators/input-layer.ts';
import type { Shape } from '../../../core/operators/operator.ts';
import { items, type JsonNode, member, rangeOf } from '../json/json-tree.ts';
import { graphError, mayReadLayer, placeOf, type Reading, stemOf } from '../json/reading.ts';
import { aliasOps, Constants, constantOps, type ReadValues } from './constants.ts';
import { applyHints, outputHints } from './hints.ts';
import { layerFor } from './layer-for.ts';
import { type InputName, type NodeDef, readNodeDef, shapeAttribute } from './node-def.ts';
import { type Outcome, outcome, unknownOutcome } from './operation.ts';
import { ruleFor } from './operations/index.ts';
import { cutKey, executionOrder } from './order.ts';
import { readSignature, type Signature, type SignatureTensor } from './signature.ts';
import { batch, type Tensor, tensor, unknownTensor } from './tensor.ts';

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
  const { root, topology, manifest } = source;
  const draft = new Draft(source, reading);
  const { defs, facts } = readDefs(topology, reading);
  const indices = new Map(defs.map((def, index) => [def.name, index]));
  const { order, cut } = executionOrder(defs, indices);
  let complete = true;
  for (const index of order) {
    const def = defs[index]!;
    if (!mayReadLayer(reading)) {
      const detail = `Reading stopped after ${draft.layers.length} operations.`;
      draft.facts.push({ kind: 'budget', detail, place: placeOf(reading, def.node) });
      complete = false;
      break;
    }
    draft.add(
      def,
      def.inputs.map((_, input) => cut.has(cutKey(index, input))),
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
    if (def === null) facts.push(graphError(reading, node, 'An operation needs a name and an op.'));
    else if (byName.has(def.name)) facts.push(graphError(reading, node, `Two operations are called ${def.name}.`));
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
  readonly #constants: Constants;
  readonly #signature: Signature;
  readonly #outputs = new Map<string, readonly Tensor[]>();
  readonly #nodeOf = new Map<string, number>();
  readonly #placeholders: string[] = [];
  readonly #used = new Set<string>();
  /** Constants that are counted as the weights of an operation already. */
  readonly #owned = new Set<string>();

  constructor({ root, manifest, values }: GraphSource, reading: Reading) {
    this.#reading = reading;
    this.#constants = new Constants(manifest, values);
    this.#signature = readSignature(root);
  }

  add(def: NodeDef, cut: readonly boolean[]): void {
    if (constantOps.has(def.op)) {
      this.#outputs.set(def.name, [this.#constants.read(def)]);
      return;
    }
    const inputs = def.inputs.map((input, index) => (cut[index] ? unknownTensor : this.#tensorAt(input)));
    if (aliasOps.has(def.op) && inputs[0]?.constant) {
      this.#outputs.set(def.name, [inputs[0]]);
      return;
    }
    const isInput = placeholderOps.has(def.op);
    if (isInput) this.#placeholders.push(def.name);
    const made = isInput ? this.#placeholder(def) : operate(def, inputs, cut.includes(true));
    const result = applyHints(made, outputHints(def, this.#signature));
    this.#outputs.set(def.name, result.outputs);
    if (result.problem) this.facts.push(graphError(this.#reading, def.node, `${def.name}: ${result.problem}.`));
    const operands = def.inputs.map((input, index) => ({
      tensor: inputs[index]!,
      ref: cut[index] ? null : this.#refTo(input),
    }));
    const { layer, node } = layerFor({ def, outcome: result, operands, isInput, owned: this.#owned }, this.#reading);
    this.layers.push(layer);
    this.nodes.push({ ...node, layer: this.layers.length - 1 });
    this.#nodeOf.set(def.name, this.nodes.length - 1);
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
    if (!this.#outputs.has(name)) {
      this.facts.push(graphError(this.#reading, node, `No operation is called ${name}.`));
    }
    return [];
  }

  #tensorAt({ name, output, node }: InputName): Tensor {
    this.#used.add(name);
    const outputs = this.#outputs.get(name);
    if (outputs === undefined) {
      this.facts.push(graphError(this.#reading, node, `No operation is called ${name}.`));
      return unknownTensor;
    }
    return outputs[output] ?? unknownTensor;
  }

  #refTo({ name, output }: InputName): TensorRef | null {
    const node = this.#nodeOf.get(name);
    return node === undefined ? null : { node, output };
  }

  #placeholder(def: NodeDef): Outcome {
    const declared = this.#signature.inputs.find(({ name }) => name === def.name)?.shape ?? null;
    const sizes = shapeAttribute(def, 'shape') ?? declared;
    if (sizes === null) return unknownOutcome('the graph does not say which shape goes in');
    if (sizes.length === 0) return outcome([tensor([])], { reach: 'pointwise' });
    const named: Shape = inputShape({ batchInputShape: sizes }) ?? sizes;
    return outcome([tensor(named[0] === null ? [batch, ...named.slice(1)] : named)], { reach: 'pointwise' });
  }
}

const controlFlow =
  /^(?:Enter|Exit|Merge|Switch|NextIteration|LoopCond|(?:Stateless)?(?:While|If)|(?:Empty)?Tensor(?:List|Array).*)$/;

const placeholderOps: ReadonlySet<string> = new Set(['Placeholder', 'PlaceholderWithDefault']);

function operate(def: NodeDef, inputs: readonly Tensor[], isCut: boolean): Outcome {
  if (isCut) return unknownOutcome('it takes its own output, by way of others');
  if (controlFlow.test(def.op)) return unknownOutcome('loops and branches are not followed');
  const rule = ruleFor(def.op);
  return rule === null ? unknownOutcome(`the operation ${def.op} is not described here`) : rule({ def, inputs });
}
