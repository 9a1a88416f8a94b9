import type { Tensor } from '../tensor.ts';
import { resize } from './interpolation.ts';
import { emptyTensor, flag, type Kernel, number, text } from './kernel.ts';

/** scale · x + offset. */
export const rescaling: Kernel = (step, [input]) => {
  const scale = number(step, 'scale');
  const offset = number(step, 'offset', 0);
  const output = emptyTensor(input.shape);
  for (let i = 0; i < output.data.length; i++) output.data[i] = scale * input.data[i] + offset;
  return [output];
};

/** Integers as one-hot, multi-hot or count vectors of `numTokens` entries. */
export const categoryEncoding: Kernel = (step, [input]) => {
  const tokens = number(step, 'numTokens');
  const mode = text(step, 'outputMode', 'multiHot');
  const output = emptyTensor(step.outputShapes[0]);
  const perRow = input.data.length / (output.data.length / tokens);
  for (let i = 0; i < input.data.length; i++) {
    const token = Math.trunc(input.data[i]);
    if (!(token >= 0 && token < tokens))
      throw new RangeError(`the value ${input.data[i]} is outside 0 … ${tokens - 1}`);
    const at = Math.floor(i / perRow) * tokens + token;
    output.data[at] = mode === 'count' ? output.data[at] + 1 : 1;
  }
  return [output];
};

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
