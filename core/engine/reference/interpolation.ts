import type { Tensor } from '../tensor.ts';
import { emptyTensor, flag, type Kernel, numbers, text } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** Repeats (nearest) or interpolates (bilinear) every pixel. */
export const upSampling2d: Kernel = channelsLast((step, [input]) => {
  const output = emptyTensor(step.outputShapes[0]);
  resize(input, output, text(step, 'interpolation', 'nearest') === 'bilinear' ? 'bilinear' : 'nearest', false);
  return [output];
});

/** Repeats every element along one or three axes; bilinear does not exist there. */
export function upSampling(rank: 1 | 3): Kernel {
  return channelsLast((step, [input]) => {
    const output = emptyTensor(step.outputShapes[0]);
    const size = numbers(step, 'size', rank, 2);
    const channels = input.shape[rank + 1];
    const [inner, outer] =
      rank === 3
        ? [input.shape.slice(2, 4), size.slice(1)]
        : [
            [1, input.shape[1]],
            [1, size[0]],
          ];
    const depth = rank === 3 ? size[0] : 1;
    const planes = output.data.length / (channels * inner[0] * outer[0] * inner[1] * outer[1]);
    let to = 0;
    for (let plane = 0; plane < planes; plane++) {
      const source = Math.floor(plane / depth) * inner[0];
      for (let y = 0; y < inner[0] * outer[0]; y++) {
        const line = (source + Math.floor(y / outer[0])) * inner[1];
        for (let x = 0; x < inner[1] * outer[1]; x++, to += channels) {
          const from = (line + Math.floor(x / outer[1])) * channels;
          output.data.set(input.data.subarray(from, from + channels), to);
        }
      }
    }
    return [output];
  });
}

/** TF.js aligns the corners unless the picture is cropped to its aspect ratio. */
export const resizing: Kernel = (step, [input]) => {
  const output = emptyTensor(step.outputShapes[0]);
  const mode = text(step, 'interpolation', 'bilinear') === 'nearest' ? 'nearest' : 'bilinear';
  resize(input, output, mode, !flag(step, 'cropToAspectRatio', false));
  return [output];
};

/**
 * The middle of the picture. TF.js cuts it out with a nearest-neighbour resize whose coordinates run over
 * [offset/n, (offset + size)/n] of n − 1 pixels, and enlarges bilinearly what is too small; so do we.
 */
export const centerCrop: Kernel = (step, [input]) => {
  const output = emptyTensor(step.outputShapes[0]);
  const [inHeight, inWidth] = input.shape.slice(-3);
  const [height, width] = output.shape.slice(-3);
  const top = inHeight === height ? 0 : Math.floor((inHeight - height) / 2);
  // TF.js leaves at least one pixel out on the left when the widths differ.
  const left = inWidth === width ? 0 : Math.floor((inWidth - width) / 2) || 1;
  if (top < 0 || left < 0) {
    resize(asBatch(input), asBatch(output), 'bilinear', false);
    return [output];
  }
  const rows = cropPositions(top, height, inHeight);
  const columns = cropPositions(left, width, inWidth);
  const channels = output.shape[output.shape.length - 1];
  const images = output.data.length / (height * width * channels);
  let to = 0;
  for (let image = 0; image < images; image++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, to += channels) {
        if (rows[y] < 0 || columns[x] < 0) continue;
        const from = ((image * inHeight + rows[y]) * inWidth + columns[x]) * channels;
        output.data.set(input.data.subarray(from, from + channels), to);
      }
    }
  }
  return [output];
};

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

/** Source positions of a crop, or −1 where the box reaches past the picture. */
function cropPositions(offset: number, size: number, from: number): Int32Array {
  const first = Math.fround(offset / from);
  const last = Math.fround((size + offset) / from);
  const positions = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    const position =
      size > 1
        ? first * (from - 1) + i * (((last - first) * (from - 1)) / (size - 1))
        : 0.5 * (first + last) * (from - 1);
    positions[i] = position < 0 || position > from - 1 ? -1 : Math.round(position);
  }
  return positions;
}

function asBatch(tensor: Tensor): Tensor {
  return tensor.shape.length === 4 ? tensor : { shape: [1, ...tensor.shape], data: tensor.data };
}
