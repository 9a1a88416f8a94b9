import { items, type JsonNode, member, members, numberOf, textOf } from '../json/json-tree.ts';

/** `[layer name, nth application of it, nth output]`, as models refer to tensors. */
export interface Reference {
  readonly name: string;
  readonly application: number;
  readonly output: number;
  readonly node: JsonNode;
}

/**
 * The inputs of every application of a layer. `inbound_nodes` is a list of applications; each is a list of references
 * (`[["conv", 0, 0, {}], …]`), a single one where TensorFlow 2.4 and later saves an operation, or, since Keras 3,
 * `{args, kwargs}` with the references inside tensors' `keras_history`.
 */
export function inboundApplications(layer: JsonNode): readonly (readonly Reference[])[] {
  return items(member(layer, 'inbound_nodes')).map((application) =>
    application.type === 'object' ? kerasTensors(application) : listed(application),
  );
}

/** `input_layers` and `output_layers`: a list of references, a single one, or an object of them. */
export function modelEnds(node: JsonNode | undefined): readonly Reference[] {
  if (node?.type === 'object') return members(node).flatMap(({ value }) => modelEnds(value));
  return node ? listed(node) : [];
}

function listed(node: JsonNode): readonly Reference[] {
  const single = reference(node);
  if (single) return [single, ...callArguments(node)];
  return items(node).flatMap(listed);
}

/** An operation's other operand may be a reference among its keyword arguments: `{"y": ["conv", 0, 0]}`. */
function callArguments(node: JsonNode): readonly Reference[] {
  return members(items(node)[3]).flatMap(({ value }) => (value?.type === 'array' ? listed(value) : []));
}

function reference(node: JsonNode): Reference | null {
  const [first, second, third] = items(node);
  const name = textOf(first);
  const application = numberOf(second);
  if (name === null || application === null) return null;
  return { name, application, output: numberOf(third) ?? 0, node };
}

function kerasTensors(node: JsonNode): readonly Reference[] {
  if (node.type === 'array') return items(node).flatMap(kerasTensors);
  if (node.type !== 'object') return [];
  const history = member(member(node, 'config'), 'keras_history');
  const found = history && reference(history);
  if (found) return [found];
  return members(node).flatMap(({ value }) => (value ? kerasTensors(value) : []));
}
