import { operators } from '../operators/index.ts';
import { printShape } from '../vocabulary/dimension.ts';
import type { Inference, Operator, OperatorTable, Shape } from '../vocabulary/operator.ts';
import { UNKNOWN_SHAPE } from '../vocabulary/shape.ts';
import { applicationOf } from './application.ts';
import { bindKnown, bindSizes } from './known.ts';
import type { Graph, Layer, TensorRef } from './node.ts';

const table: OperatorTable = operators;

/** The layer's definition; null for nested models, unknown layers and operators without a definition. */
export function operatorOf(layer: Layer): Operator | null {
  return Object.hasOwn(table, layer.operator) ? (table[layer.operator] ?? null) : null;
}

const NOTHING_KNOWN: Inference = { outputs: [UNKNOWN_SHAPE], facts: [] };

/** What a layer makes of its inputs. Unknown layers make one tensor of unknown shape. */
export function inferLayer(layer: Layer, inputs: readonly Shape[]): Inference {
  if (layer.model !== null) return { outputs: inferGraph(layer.model, inputs), facts: [] };
  if (layer.operator === 'inputLayer') return { outputs: [layer.inputShape ?? UNKNOWN_SHAPE], facts: [] };
  const operator = operatorOf(layer);
  return operator === null ? NOTHING_KNOWN : applicationOf(operator, layer.attributes, inputs).node;
}

/**
 * Output shapes of a graph; `inputs` take the place of what its input layers say. They are remembered, for models nested in
 * models would otherwise be inferred 2ⁿ times.
 */
export function inferGraph(graph: Graph, inputs: readonly Shape[] = []): readonly Shape[] {
  const known = inferred.get(graph) ?? new Map<string, readonly Shape[]>();
  inferred.set(graph, known);
  const key = inputs.map(printShape).join();
  const shapes = known.get(key) ?? inferOutputs(graph, inputs);
  known.set(key, shapes);
  return shapes;
}

/** Graphs are immutable, so what was inferred stays true. */
const inferred = new WeakMap<Graph, Map<string, readonly Shape[]>>();

function inferOutputs(graph: Graph, inputs: readonly Shape[]): readonly Shape[] {
  const outputs: (readonly Shape[])[] = [];
  const bindings = bindSizes(graph, inputs);
  graph.nodes.forEach((node, index) => {
    const given = givenInput(graph, index, inputs);
    const shapes = node.inputs.map((ref) => shapeAt(outputs, ref));
    const known = node.known && bindKnown(node.known, bindings, shapes);
    outputs.push(given ?? known?.outputs ?? inferLayer(graph.layers[node.layer]!, shapes).outputs);
  });
  return graph.outputs.map((ref) => shapeAt(outputs, ref));
}

/** The shape that a caller gives to this node, when the node is one of the graph's inputs. */
export function givenInput(graph: Graph, node: number, inputs: readonly Shape[]): readonly Shape[] | null {
  const position = inputs.length === 0 ? -1 : graph.inputs.findIndex((ref) => ref.node === node);
  const shape = inputs[position];
  return shape === undefined ? null : [shape];
}

export function shapeAt(outputs: readonly (readonly Shape[])[], ref: TensorRef): Shape {
  return outputs[ref.node]?.[ref.output] ?? UNKNOWN_SHAPE;
}

/** Asked by what a definition needs besides its own attributes. */
export const operatorTable: OperatorTable = table;
