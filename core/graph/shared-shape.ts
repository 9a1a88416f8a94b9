import type { Dimension } from '../vocabulary/dimension.ts';
import type { Shape } from '../vocabulary/operator.ts';
import { Recent } from './recent.ts';

/** One object for equal shapes, so that what was computed from a shape is found again by every layer that makes an equal one. */
export function sharedShape(shape: Shape): Shape {
  const key = `${shape.length}:${shape.map(keyOf).join()}`;
  const known = shapes.get(key);
  if (known) return known;
  shapes.set(key, shape);
  return shape;
}

const shapes = new Recent<string, Shape>(1000);

function keyOf(size: Dimension): string {
  if (size === null) return '';
  if (typeof size === 'number') return Object.is(size, -0) ? '-0' : String(size);
  return JSON.stringify(size);
}
