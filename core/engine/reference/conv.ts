import { finished, type Portions } from '../breath.ts';
import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import { activate } from './activation.ts';
import { type Axes, firstInside, gatherAxes, pastInside } from './geometry.ts';
import { emptyTensor, type Kernel, number } from './kernel.ts';
import { channelsLast } from './layout.ts';
import { blockRows, multiply, packColumns } from './matrix.ts';

/** Convolution over `rank` spatial axes: input (N, …, Cin), kernel (…, Cin/g, Cout), output (N, …, Cout). */
export function convolution(rank: 1 | 2 | 3): Kernel {
  return channelsLast(function* (step, [input], weights) {
    const output = emptyTensor(step.outputShapes[0]);
    const kernel = oriented(step, weights.kernel);
    const axes = gatherAxes(step, 'kernelSize', rank);
    yield* convolving({ input, kernel, bias: weights.bias, axes, groups: number(step, 'groups', 1) }, output);
    return [activate(step, output)];
  });
}

/** What a convolution is computed from; a transposed one reads the kernel as (…window, Cout/g, Cin). */
export interface Convolution {
  /** (N, …, Cin) */
  readonly input: Tensor;
  /** (…window, Cin/g, Cout) */
  readonly kernel: Tensor;
  readonly bias?: Tensor | undefined;
  readonly axes: Axes;
  readonly groups?: number;
}

/**
 * output = input ∗ kernel + bias as a product of matrices: every output position is a row of the input values under
 * its window (zero where the window hangs over the border), every output channel a column of the kernel.
 */
export function* convolving({ input, kernel, bias, axes, groups = 1 }: Convolution, output: Tensor): Portions {
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
    const windows = { input, axes, first: group * groupChannels, count: groupChannels };
    const ownBias = bias?.data.subarray(group * groupFilters) ?? null;
    for (let first = 0; first < positions; first += rows) {
      const valid = Math.min(rows, positions - first);
      for (let row = 0; row < valid; row++) {
        gather(windows, first + row, left, row * depth);
      }
      const base = first * filters + group * groupFilters;
      multiply(product, valid, ownBias, { data: output.data, base, stride: filters });
      yield;
    }
  }
}

/** The same without a break. */
export function convolve(problem: Convolution, output: Tensor): void {
  finished(convolving(problem, output));
}

/** The windows of a layer over `count` neighbouring channels from `first` on. */
export interface Windows {
  readonly input: Tensor;
  readonly axes: Axes;
  readonly first: number;
  readonly count: number;
}

/**
 * Copies what lies under the window of output position `position` (counted over batch and space) to `patch`, from
 * `patchBase` on. Outside the input it writes zeros.
 */
export function gather(windows: Windows, position: number, patch: Float64Array, patchBase = 0): void {
  const { input, axes, first, count } = windows;
  const [depth, height, width] = axes;
  const channels = input.shape[input.shape.length - 1];
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
        copy(input.data, (line + x0 + firstX) * channels, patch, to + firstX * count, (pastX - firstX) * count);
        continue;
      }
      for (let kx = firstX; kx < pastX; kx++) {
        const pixel = (line + x0 + kx * width.dilation) * channels + first;
        copy(input.data, pixel, patch, to + kx * count, count);
      }
    }
  }
}

function copy(from: Float32Array, source: number, to: Float64Array, target: number, count: number): void {
  for (let i = 0; i < count; i++) to[target + i] = from[source + i];
}

/**
 * The kernel as it meets the input: with the attribute `flip` it is turned around in every spatial axis, which makes the
 * cross-correlation a convolution in the strict sense. The function is its own inverse, so it turns gradients back too.
 */
export function oriented(step: Step, kernel: Tensor): Tensor {
  return step.attributes.flip === true ? flipped(kernel) : kernel;
}

/** @param kernel (…window, channels, channels) */
function flipped(kernel: Tensor): Tensor {
  const inner = kernel.shape.slice(-2).reduce((a, b) => a * b, 1);
  const taps = kernel.data.length / inner;
  const data = new Float32Array(kernel.data.length);
  for (let tap = 0; tap < taps; tap++) {
    data.set(kernel.data.subarray(tap * inner, (tap + 1) * inner), (taps - 1 - tap) * inner);
  }
  return { shape: kernel.shape, data };
}
