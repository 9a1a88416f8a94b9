import type { Tensor } from '../tensor.ts';
import { activate } from './activation.ts';
import { type Axes, firstInside, gatherAxes, pastInside } from './geometry.ts';
import { emptyTensor, type Kernel, number } from './kernel.ts';
import { channelsLast } from './layout.ts';
import { blockRows, multiply, packColumns } from './matrix.ts';

/** Convolution over `rank` spatial axes: input (N, …, Cin), kernel (…, Cin/g, Cout), output (N, …, Cout). */
export function convolution(rank: 1 | 2 | 3): Kernel {
  return channelsLast((step, [input], weights) => {
    const axes = gatherAxes(step, 'kernelSize', rank);
    const output = emptyTensor(step.outputShapes[0]);
    const kernel = step.attributes.flip === true ? flipped(weights.kernel, rank) : weights.kernel;
    convolve(input, kernel, weights.bias, axes, number(step, 'groups', 1), output);
    return [activate(step, output)];
  });
}

/**
 * output = input ∗ kernel + bias as a product of matrices: every output position is a row of the input values under
 * its window (zero where the window hangs over the border), every output channel a column of the kernel.
 */
export function convolve(
  input: Tensor,
  kernel: Tensor,
  bias: Tensor | undefined,
  axes: Axes,
  groups: number,
  output: Tensor,
): void {
  const channels = input.shape[input.shape.length - 1];
  const filters = output.shape[output.shape.length - 1];
  const groupChannels = channels / groups;
  const groupFilters = filters / groups;
  const depth = axes[0].kernel * axes[1].kernel * axes[2].kernel * groupChannels;
  const positions = output.data.length / filters;
  const rows = Math.min(blockRows(depth), positions + 3 - ((positions + 3) % 4));
  const left = new Float64Array(rows * depth);
  for (let group = 0; group < groups; group++) {
    const right = packColumns(kernel.data, depth, filters, group * groupFilters, groupFilters);
    const product = { left, right, depth, columns: groupFilters };
    for (let first = 0; first < positions; first += rows) {
      const valid = Math.min(rows, positions - first);
      for (let row = 0; row < valid; row++) {
        gather(input.data, axes, channels, group * groupChannels, groupChannels, first + row, left, row * depth);
      }
      multiply(
        product,
        valid,
        bias?.data ?? null,
        group * groupFilters,
        output.data,
        first * filters + group * groupFilters,
        filters,
      );
    }
  }
}

/**
 * Copies what lies under the window of output position `position` (counted over batch and space) to `patch`.
 * Outside the input it writes zeros.
 */
export function gather(
  input: Float32Array,
  [depth, height, width]: Axes,
  channels: number,
  channelBase: number,
  count: number,
  position: number,
  patch: Float64Array,
  patchBase: number,
): void {
  const column = position % width.output;
  const line = Math.floor(position / width.output);
  const row = line % height.output;
  const plane = Math.floor(line / height.output);
  const slice = plane % depth.output;
  const image = Math.floor(plane / depth.output);
  const z0 = slice * depth.stride - depth.before;
  const y0 = row * height.stride - height.before;
  const x0 = column * width.stride - width.before;
  const firstX = firstInside(x0, width.dilation);
  const pastX = pastInside(x0, width);
  const rowLength = width.kernel * count;
  // One run of memory when neighbouring kernel elements touch neighbouring pixels in full.
  const contiguous = width.dilation === 1 && count === channels;
  let to = patchBase;
  for (let kz = 0; kz < depth.kernel; kz++) {
    const z = z0 + kz * depth.dilation;
    for (let ky = 0; ky < height.kernel; ky++, to += rowLength) {
      const y = y0 + ky * height.dilation;
      if (z < 0 || z >= depth.input || y < 0 || y >= height.input || pastX <= firstX) {
        patch.fill(0, to, to + rowLength);
        continue;
      }
      const line = ((image * depth.input + z) * height.input + y) * width.input;
      patch.fill(0, to, to + firstX * count);
      patch.fill(0, to + pastX * count, to + rowLength);
      if (contiguous) {
        copy(input, (line + x0 + firstX) * channels, patch, to + firstX * count, (pastX - firstX) * count);
        continue;
      }
      for (let kx = firstX; kx < pastX; kx++) {
        const pixel = (line + x0 + kx * width.dilation) * channels + channelBase;
        copy(input, pixel, patch, to + kx * count, count);
      }
    }
  }
}

function copy(from: Float32Array, source: number, to: Float64Array, target: number, count: number): void {
  for (let i = 0; i < count; i++) to[target + i] = from[source + i];
}

/** The kernel turned around in every spatial axis, which makes a cross-correlation a convolution in the strict sense. */
export function flipped(kernel: Tensor, rank: number): Tensor {
  const inner = kernel.shape.slice(rank).reduce((a, b) => a * b, 1);
  const taps = kernel.data.length / inner;
  const data = new Float32Array(kernel.data.length);
  for (let tap = 0; tap < taps; tap++) {
    data.set(kernel.data.subarray(tap * inner, (tap + 1) * inner), (taps - 1 - tap) * inner);
  }
  return { shape: kernel.shape, data };
}
