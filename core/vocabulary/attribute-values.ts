/** Typed views of canonical attributes. What is absent or of another kind is unknown. */
import { isDimension, isLayerValue } from './attributes.ts';
import type { Dimension } from './dimension.ts';
import type { Attributes, AttributeValue, LayerValue } from './operator.ts';

export function dimensionOf(attributes: Attributes, name: string): Dimension {
  return asDimension(attributes[name]);
}

/** One size per axis, as many as `rank`; a single value stands for every axis. */
export function dimensionsOf(attributes: Attributes, name: string, rank: number): readonly Dimension[] {
  const value = attributes[name];
  const sizes: Dimension[] = [];
  for (let axis = 0; axis < rank; axis++) sizes.push(asDimension(Array.isArray(value) ? value[axis] : value));
  return sizes;
}

/** A list of sizes of any length; null when the list itself is unknown. */
export function shapeOf(attributes: Attributes, name: string): readonly Dimension[] | null {
  const value = attributes[name];
  return Array.isArray(value) ? value.map(asDimension) : null;
}

export function numberOf(attributes: Attributes, name: string): number | null {
  const value = attributes[name];
  return typeof value === 'number' ? value : null;
}

export function textOf(attributes: Attributes, name: string): string | null {
  const value = attributes[name];
  return typeof value === 'string' ? value : null;
}

/** True, false, or null for unknown. */
export function flagOf(attributes: Attributes, name: string): boolean | null {
  const value = attributes[name];
  return typeof value === 'boolean' ? value : null;
}

export function layerOf(attributes: Attributes, name: string): LayerValue | null {
  const value = attributes[name];
  return isLayerValue(value) ? value : null;
}

/** Nested layers as a list, a single one included; null when the list is unknown, or one of them where it is. */
export function layersOf(attributes: Attributes, name: string): readonly (LayerValue | null)[] | null {
  const value = attributes[name];
  if (isLayerValue(value)) return [value];
  return Array.isArray(value) ? value.map((one) => (isLayerValue(one) ? one : null)) : null;
}

/** Axes as a list, a single one included; null when unknown. */
export function axesOf(attributes: Attributes, name: string): readonly number[] | null {
  const value = attributes[name];
  if (typeof value === 'number') return [value];
  if (!Array.isArray(value)) return null;
  const axes = value.filter((axis) => typeof axis === 'number');
  return axes.length === value.length ? axes : null;
}

function asDimension(value: AttributeValue | undefined): Dimension {
  return isDimension(value) ? value : null;
}
