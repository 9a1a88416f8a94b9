import { type Dimension, isKnown, isLarger, same } from '../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../core/vocabulary/operator.ts';

/**
 * The shape of an elementwise operation on tensors of these shapes: aligned at the end, sizes of 1 stretched. Null where
 * a rank is unknown; `disagrees` where two sizes can't meet.
 */
export function broadcastShapes(shapes: readonly (Shape | null)[]): {
  readonly shape: Shape | null;
  readonly disagrees: readonly [Dimension, Dimension] | null;
} {
  const known = shapes.filter((shape) => shape !== null);
  if (known.length < shapes.length) return { shape: null, disagrees: null };
  const rank = Math.max(0, ...known.map(({ length }) => length));
  let disagrees: readonly [Dimension, Dimension] | null = null;
  const shape = Array.from({ length: rank }, (_, axis) => {
    const sizes = known.flatMap((own) => (axis >= rank - own.length ? [own[axis - rank + own.length]!] : []));
    return sizes.reduce<Dimension>((a, b) => {
      if (isKnown(a) && isKnown(b) && a !== 1 && b !== 1 && a !== b) disagrees ??= [a, b];
      return meet(a, b);
    }, 1);
  });
  return { shape, disagrees };
}

/** A size that cannot be 1 decides, whatever the other one is; of others two decide only if they are the same. */
function meet(a: Dimension, b: Dimension): Dimension {
  if (a === 1) return b;
  if (b === 1) return a;
  if (isLarger(a, 1)) return a;
  if (isLarger(b, 1)) return b;
  return same(a, b) === true ? a : null;
}
