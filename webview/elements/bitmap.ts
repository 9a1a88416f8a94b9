import { type Limits, paintMap } from '../../core/engine/colour-map.ts';

/** A map as pixels, one a value. */
export function mapBitmap(
  plane: Float32Array,
  width: number,
  height: number,
  limits: Limits,
  table: Uint8ClampedArray,
): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const image = new ImageData(width, height);
  paintMap(plane, width, limits, table, image.data);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}

/** The value of a theme token on an element, for what is drawn and can't use it by itself. */
export function token(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim() || 'transparent';
}
