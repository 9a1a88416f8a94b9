import { finished, type Portions } from '../breath.ts';
import type { Tensor } from '../tensor.ts';
import { activate } from './activation.ts';
import { type Convolution, oriented } from './conv.ts';
import { type Axes, firstInside, scatterAxes } from './geometry.ts';
import { emptyTensor, type Kernel, number } from './kernel.ts';
import { channelsLast } from './layout.ts';
import { blockRows, multiply } from './matrix.ts';

/**
 * Transposed convolution: input (N, …, Cin), kernel (…, Cout/g, Cin), output (N, …, Cout). The adjoint of the
 * convolution with the same kernel, strides and padding: every input element scatters its kernel over the output.
 */
export function transposedConvolution(rank: 1 | 2 | 3): Kernel {
  return channelsLast(function* (step, [input], weights) {
    const output = emptyTensor(step.outputShapes[0]);
    const kernel = oriented(step, weights.kernel);
    const axes = scatterAxes(step, rank);
    yield* scattering({ input, kernel, bias: weights.bias, axes, groups: number(step, 'groups', 1) }, output);
    return [activate(step, output)];
  });
}

/** output = bias + Σ over input elements of element · kernel, laid down around the element's place. */
export function* scattering({ input, kernel, bias, axes, groups = 1 }: Convolution, output: Tensor): Portions {
  const channels = input.shape[input.shape.length - 1];
  const filters = output.shape[output.shape.length - 1];
  const depth = channels / groups;
  const groupFilters = filters / groups;
  const columns = axes[0].kernel * axes[1].kernel * axes[2].kernel * groupFilters;
  const positions = input.data.length / channels;
  const rows = Math.min(blockRows(Math.max(depth, columns)), positions + 3 - ((positions + 3) % 4));
  const left = new Float64Array(rows * depth);
  const spread = new Float64Array(rows * columns);
  const sums = new Float64Array(output.data.length);
  for (let group = 0; group < groups; group++) {
    const product = { left, right: packRows(kernel.data, columns, channels, group * depth, depth), depth, columns };
    const landing = { axes, sums, filters, first: group * groupFilters, count: groupFilters };
    for (let first = 0; first < positions; first += rows) {
      const valid = Math.min(rows, positions - first);
      for (let row = 0; row < valid; row++) {
        const from = (first + row) * channels + group * depth;
        for (let c = 0; c < depth; c++) left[row * depth + c] = input.data[from + c];
      }
      multiply(product, valid, null, { data: spread, base: 0, stride: columns });
      for (let row = 0; row < valid; row++) {
        lay(landing, first + row, spread, row * columns);
      }
      yield;
    }
  }
  for (let i = 0; i < sums.length; i++) {
    output.data[i] = bias === undefined ? sums[i] : sums[i] + bias.data[i % filters];
  }
}

/** The same without a break. */
export function scatter(problem: Convolution, output: Tensor): void {
  finished(scattering(problem, output));
}

/** Where the kernels of one group are laid down: in `count` of the output's `filters` channels, from `first` on. */
interface Landing {
  readonly axes: Axes;
  readonly sums: Float64Array;
  readonly filters: number;
  readonly first: number;
  readonly count: number;
}

/** Adds the kernel of the input element at `position`, scaled by it and stored at `from`, to the output sums. */
function lay(landing: Landing, position: number, spread: Float64Array, from: number): void {
  const { axes, sums, filters, first, count } = landing;
  const [depth, height, width] = axes;
  const column = position % width.input;
  const line = Math.floor(position / width.input);
  const row = line % height.input;
  const plane = Math.floor(line / height.input);
  const slice = plane % depth.input;
  const image = Math.floor(plane / depth.input);
  const z0 = slice * depth.stride - depth.before;
  const y0 = row * height.stride - height.before;
  const x0 = column * width.stride - width.before;
  for (let kz = firstInside(z0, depth.dilation); kz < depth.kernel; kz++) {
    const z = z0 + kz * depth.dilation;
    if (z >= depth.output) break;
    for (let ky = firstInside(y0, height.dilation); ky < height.kernel; ky++) {
      const y = y0 + ky * height.dilation;
      if (y >= height.output) break;
      for (let kx = firstInside(x0, width.dilation); kx < width.kernel; kx++) {
        const x = x0 + kx * width.dilation;
        if (x >= width.output) break;
        const to = (((image * depth.output + z) * height.output + y) * width.output + x) * filters + first;
        const tap = from + ((kz * height.kernel + ky) * width.kernel + kx) * count;
        for (let f = 0; f < count; f++) sums[to + f] += spread[tap + f];
      }
    }
  }
}

/** Part of each row of a row-major matrix, widened: the rows are the product's columns. */
function packRows(matrix: Float32Array, rows: number, rowLength: number, from: number, count: number): Float64Array {
  const packed = new Float64Array((rows + (rows % 2)) * count);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < count; i++) packed[row * count + i] = matrix[row * rowLength + from + i];
  }
  return packed;
}
