import type { Tensor } from '../tensor.ts';

/** Resizes (N, H, W, C) to the output's height and width. */
export function resize(input: Tensor, output: Tensor, mode: 'nearest' | 'bilinear', alignCorners: boolean): void {
  const [images, inHeight, inWidth, channels] = input.shape;
  const [, height, width] = output.shape;
  const rows = taps(inHeight, height, mode, alignCorners);
  const columns = taps(inWidth, width, mode, alignCorners);
  let to = 0;
  for (let image = 0; image < images; image++) {
    for (let y = 0; y < height; y++) {
      const upper = (image * inHeight + rows.low[y]) * inWidth;
      const lower = (image * inHeight + rows.high[y]) * inWidth;
      for (let x = 0; x < width; x++) {
        const a = (upper + columns.low[x]) * channels;
        const b = (upper + columns.high[x]) * channels;
        const c = (lower + columns.low[x]) * channels;
        const d = (lower + columns.high[x]) * channels;
        const across = columns.part[x];
        for (let channel = 0; channel < channels; channel++, to++) {
          const top = input.data[a + channel] * (1 - across) + input.data[b + channel] * across;
          const bottom = input.data[c + channel] * (1 - across) + input.data[d + channel] * across;
          output.data[to] = top + (bottom - top) * rows.part[y];
        }
      }
    }
  }
}

/** How a picture is resized. */
export interface Resizing {
  readonly mode: 'nearest' | 'bilinear';
  readonly alignCorners: boolean;
}

export interface Taps {
  /** The source element before, the one after, and how far the position lies between them. */
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly part: Float64Array;
}

/** Where each of `to` elements comes from among `from`. */
export function taps(from: number, to: number, mode: 'nearest' | 'bilinear', alignCorners: boolean): Taps {
  const low = new Int32Array(to);
  const high = new Int32Array(to);
  const part = new Float64Array(to);
  const aligned = alignCorners && to > 1;
  const ratio = aligned ? (from - 1) / (to - 1) : from / to;
  for (let i = 0; i < to; i++) {
    const position = i * ratio;
    if (mode === 'nearest') {
      low[i] = Math.min(from - 1, alignCorners ? Math.round(position) : Math.floor(position));
      high[i] = low[i];
      continue;
    }
    low[i] = Math.min(from - 1, Math.floor(position));
    high[i] = Math.min(from - 1, Math.ceil(position));
    part[i] = position - Math.floor(position);
  }
  return { low, high, part };
}
