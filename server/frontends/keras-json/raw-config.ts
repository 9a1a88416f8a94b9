import type { AttributeValue, Fact } from '../../../core/vocabulary/operator.ts';
import type { Runtime } from '../frontend.ts';
import { items, type JsonNode, member, members, textOf } from '../json/json-tree.ts';
import { findClass, readLayer } from '../layers.ts';

/** A layer's config as `readLayer` takes it, and what was found in the layers inside it. */
export interface RawConfig {
  readonly values: Readonly<Record<string, AttributeValue | undefined>>;
  readonly facts: readonly Fact[];
}

/** Turns a config object into attribute values; `null` is an absent argument, as it is for Keras. */
export function rawConfig(config: JsonNode | undefined, runtime: Runtime): RawConfig {
  const values: Record<string, AttributeValue | undefined> = {};
  const facts: Fact[] = [];
  for (const { key, value } of members(config)) {
    if (value === undefined || value.type === 'null') values[key] = undefined;
    else if (layerKeys.has(key)) values[key] = nestedLayers(value, runtime, facts);
    else values[key] = /initializer$/i.test(key) ? initialiser(value) : toValue(value);
  }
  return { values, facts };
}

/** Arguments that are layers: of wrappers, and of recurrent layers made of cells. */
const layerKeys: ReadonlySet<string> = new Set(['layer', 'backward_layer', 'cell', 'cells']);

function nestedLayers(node: JsonNode, runtime: Runtime, facts: Fact[]): AttributeValue {
  if (node.type === 'array') return items(node).map((item) => nestedLayers(item, runtime, facts));
  const className = textOf(member(node, 'class_name'));
  if (className === null) return null;
  const spelling = findClass(className, runtime);
  const config = rawConfig(member(node, 'config'), runtime);
  facts.push(...config.facts);
  if (spelling === null) {
    if (runtime !== 'keras') facts.push({ kind: 'unsupported-layer', className });
    return { operator: 'unknown', attributes: {} };
  }
  const read = readLayer(spelling, config.values, 'json');
  facts.push(...read.facts);
  return { operator: read.operator, attributes: read.attributes };
}

/** With its arguments, which say how weights are drawn. */
function initialiser(node: JsonNode): AttributeValue {
  const className = textOf(member(node, 'class_name'));
  if (className === null) return toValue(node);
  const given = members(member(node, 'config')).flatMap(({ key, value }) =>
    value === undefined || value.type === 'null' ? [] : [[key, toValue(value)] as const],
  );
  return { operator: className, attributes: Object.fromEntries(given) };
}

function toValue(node: JsonNode): AttributeValue {
  switch (node.type) {
    case 'null':
      return null;
    case 'array':
      return items(node).map(toValue);
    case 'object':
      return namedObject(node);
    default:
      return node.value as string | number | boolean;
  }
}

/**
 * Keras writes initialisers, functions, data types and tuples as objects that name a class. What matters here is the
 * name, or the items of a tuple.
 */
function namedObject(node: JsonNode): AttributeValue {
  const className = textOf(member(node, 'class_name'));
  if (className === '__tuple__') return items(member(node, 'items')).map(toValue);
  const config = member(node, 'config');
  if (className === 'function') return textOf(config);
  if (className === 'DTypePolicy') return textOf(member(config, 'name'));
  return className;
}
