import { colourTable, paintMap } from '../../core/engine/colour-map.ts';
import type { Pixels } from '../elements/picture.ts';
import type { Scale } from './scale.ts';

/** A plane in colours; the same pixels as long as its colours and limits are the same, so that nothing is drawn again. */
export function painted(
  plane: Float32Array,
  { width, height }: Readonly<Record<'width' | 'height', number>>,
  { colours, limits }: Scale,
): Pixels {
  const name = `${colours} ${limits.low} ${limits.high}`;
  const known = pictures.get(plane);
  if (known?.name === name) return known.pixels;
  const rgba = new Uint8ClampedArray(4 * width * height);
  paintMap(plane, width, limits, colourTable(colours), rgba);
  const pixels = { width, height, rgba };
  pictures.set(plane, { name, pixels });
  return pixels;
}

const pictures = new WeakMap<Float32Array, { readonly name: string; readonly pixels: Pixels }>();
