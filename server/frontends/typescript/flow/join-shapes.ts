import { same } from '../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../core/vocabulary/operator.ts';

/** The sizes that two shapes have in common; empty when they differ in rank. */
export function merge(a: Shape, b: Shape): Shape {
  return a.length === b.length ? a.map((size, axis) => (same(size, b[axis] ?? null) === true ? size : null)) : [];
}
