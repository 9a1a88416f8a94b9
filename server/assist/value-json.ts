import { isDimension, isLayerValue } from '../../core/vocabulary/attributes.ts';
import type { AttributeValue } from '../../core/vocabulary/operator.ts';
import { sizeJson } from './model-json.ts';

/** The value of an attribute as JSON: null where it is unknown, a size in symbols as a string. */
export function valueJson(value: AttributeValue): unknown {
  if (isDimension(value)) return sizeJson(value);
  if (isLayerValue(value)) return { operator: value.operator, attributes: attributesJson(value.attributes) };
  return Array.isArray(value) ? value.map((one: AttributeValue) => valueJson(one)) : value;
}

/** Attributes by name, those that are unknown included. */
export function attributesJson(
  attributes: Readonly<Record<string, AttributeValue>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, valueJson(value)]));
}
