import { type Dimension, isKnown } from '../../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../../core/vocabulary/operator.ts';
import { toDimension } from '../../values/numbers.ts';
import { isRest } from '../../values/rest.ts';
import type { Run, Value } from '../../values/values.ts';
import { isKind } from '../../values/values.ts';

/** No tensor that a program makes to any end has more axes. */
export const longestShape = 32;

/** A list of sizes that the program writes; null when not even their number is known. */
export function sizesOf(value: Value): Shape | null {
  if (!isKind(value, 'array') || value.open || value.elements.length > longestShape) return null;
  if (value.elements.some(isRest)) return null;
  return value.elements.map(toDimension);
}

/** The shape of what stands for a tensor: a tensor, a number, or a list of them; null when it is not known. */
export function shapeOfOperand(value: Value, run: Run): Shape | null {
  if (isKind(value, 'data')) return value.shape;
  if (typeof value === 'number' || typeof value === 'boolean') return [];
  return isKind(value, 'array') ? shapeOfList(value, run) : null;
}

/** The shape of lists in lists, which are as long as their first ones; null when that is not known. */
export function shapeOfList(value: Value, run: Run, depth = 0): Shape | null {
  if (!isKind(value, 'array')) return isNumeric(value) ? [] : null;
  if (run.escaped.has(value) || depth >= mostAxes) return null;
  if (value.typed) return [value.fixedLength ?? (value.open ? null : value.elements.length)];
  const [first] = value.elements;
  // An empty list is one that something may still fill.
  if (value.elements.length === 0 || isRest(first)) return null;
  const inner = shapeOfList(first, run, depth + 1);
  return inner && [value.open ? null : value.elements.length, ...inner];
}

/** How deep lists of numbers are looked into. */
const mostAxes = 6;

function isNumeric(value: Value): boolean {
  return ['number', 'boolean', 'string'].includes(typeof value) || isKind(value, 'number');
}

/** Of `axis` the one that is meant, counted from the front; null when it is not known or there is none. */
export function axisOf(value: Value, rank: number): number | null {
  if (typeof value !== 'number' || !Number.isInteger(value)) return null;
  const axis = value < 0 ? value + rank : value;
  return axis >= 0 && axis < rank ? axis : null;
}

/** Whether two sizes certainly differ: sizes that a caller decides may be anything. */
export function differ(a: Dimension, b: Dimension): boolean {
  return isKnown(a) && isKnown(b) && a !== b;
}

/** The product of sizes that are all known, else null. */
export function countOf(shape: Shape): number | null {
  return shape.every(isKnown) ? shape.reduce<number>((count, size) => count * (size as number), 1) : null;
}
