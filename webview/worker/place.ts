import type { OutputPlace } from '../../core/engine/inspect/output-place.ts';
import type { TensorLayout } from '../../core/engine/map-layout.ts';

/** Which map and pixel a place in the stage is: vectors and sequences are drawn with their channels in the columns. */
export function placeOf(
  { kind, width }: TensorLayout,
  shape: readonly number[],
  { map, row, column }: Readonly<Record<'map' | 'row' | 'column', number>>,
): OutputPlace {
  if (kind === 'vector') return { map: column, pixel: 0 };
  return shape.length === 3 ? { map: column, pixel: row } : { map, pixel: row * width + column };
}
