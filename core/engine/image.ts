import { resize } from './reference/interpolation.ts';
import type { Tensor } from './tensor.ts';

/** Decoded pixels: red, green, blue, alpha, a byte each, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** What a model was trained to see. `unit` is 0 … 1, `signed` −1 … 1, `bytes` 0 … 255. */
export type ValueScale = 'unit' | 'signed' | 'bytes';

/**
 * A picture as input (1, H, W, C): C = 1 is luminance (Rec. 601 weights), 3 colour, 4 colour and alpha. Transparent
 * pixels show white. Shrinking averages what falls on a pixel; enlarging interpolates.
 */
export function pictureTensor(
  picture: Picture,
  shape: { readonly height: number; readonly width: number; readonly channels: number },
  scale: ValueScale = 'unit',
): Tensor {
  const { height, width, channels } = shape;
  const full = { shape: [1, picture.height, picture.width, channels], data: channelsOf(picture, channels) };
  const sized = resized(full, height, width);
  if (scale === 'bytes') return sized;
  const [factor, offset] = scale === 'unit' ? [1 / 255, 0] : [2 / 255, -1];
  return { shape: sized.shape, data: sized.data.map((value) => value * factor + offset) };
}

function channelsOf({ width, height, data }: Picture, channels: number): Float32Array {
  const values = new Float32Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const alpha = data[4 * pixel + 3] / 255;
    const [red, green, blue] = [0, 1, 2].map((i) => data[4 * pixel + i] * alpha + 255 * (1 - alpha));
    const luminance = 0.299 * red + 0.587 * green + 0.114 * blue;
    const pixelValues = [red, green, blue, data[4 * pixel + 3]];
    for (let c = 0; c < channels; c++) {
      values[pixel * channels + c] = channels < 3 ? luminance : (pixelValues[c] ?? luminance);
    }
  }
  return values;
}

function resized(input: Tensor, height: number, width: number): Tensor {
  const [, fromHeight, fromWidth, channels] = input.shape;
  if (height === fromHeight && width === fromWidth) return input;
  const output = { shape: [1, height, width, channels], data: new Float32Array(height * width * channels) };
  if (height >= fromHeight && width >= fromWidth) resize(input, output, 'bilinear', false);
  else average(input, output);
  return output;
}

/** Every output pixel is the mean of the rectangle that it covers, border pixels counted by the covered part. */
function average(input: Tensor, output: Tensor): void {
  const [, fromHeight, fromWidth, channels] = input.shape;
  const [, height, width] = output.shape;
  const rows = Array.from({ length: height }, (_, y) => cover(y, height, fromHeight));
  const columns = Array.from({ length: width }, (_, x) => cover(x, width, fromWidth));
  const sums = new Float64Array(channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      sums.fill(0);
      for (const row of rows[y]) {
        for (const column of columns[x]) {
          const from = (row.index * fromWidth + column.index) * channels;
          for (let c = 0; c < channels; c++) sums[c] += row.share * column.share * input.data[from + c];
        }
      }
      output.data.set(sums, (y * width + x) * channels);
    }
  }
}

interface Share {
  readonly index: number;
  readonly share: number;
}

/** Which source elements output `i` of `to` covers, and by how much; the shares sum to 1. */
function cover(i: number, to: number, from: number): readonly Share[] {
  const [start, end] = [(i * from) / to, ((i + 1) * from) / to];
  const shares: Share[] = [];
  for (let index = Math.floor(start); index < Math.min(from, Math.ceil(end)); index++) {
    shares.push({ index, share: (Math.min(end, index + 1) - Math.max(start, index)) / (end - start) });
  }
  return shares;
}
