import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import { activate } from './activation.ts';
import { gather } from './conv.ts';
import { type Axes, gatherAxes } from './geometry.ts';
import { emptyTensor, type Kernel, numbers } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** A kernel (…places, …window, Cin, Cout) and a bias (…places, Cout) for every output position. */
export const locallyConnected1d = unshared(1);
export const locallyConnected2d = unshared(2);

/** t×t kernels in turn: output (y, x) uses kernel (y mod t, x mod t). */
export const tiledConv2d: Kernel = unshared(2);

/** How many kernels there are down and across: the tiles, or as many as positions. */
export function placesOf(step: Step, axes: Axes): readonly number[] {
  return step.attributes.tiles === undefined ? [axes[1].output, axes[2].output] : numbers(step, 'tiles', 2);
}

function unshared(rank: 1 | 2): Kernel {
  return channelsLast(function* (step, [input], weights) {
    const axes = gatherAxes(step, 'kernelSize', rank);
    const output = emptyTensor(step.outputShapes[0]);
    const [rows, columns] = placesOf(step, axes);
    const channels = input.shape[input.shape.length - 1];
    const filters = output.shape[output.shape.length - 1];
    const depth = axes[1].kernel * axes[2].kernel * channels;
    const patch = new Float64Array(depth);
    const sums = new Float64Array(filters);
    const windows = { input, axes, first: 0, count: channels };
    const flip = step.attributes.flip === true;
    for (let position = 0; position < output.data.length / filters; position++) {
      gather(windows, position, patch);
      if (flip) turn(patch, channels);
      const column = position % axes[2].output;
      const row = Math.floor(position / axes[2].output) % axes[1].output;
      const place = (row % rows) * columns + (column % columns);
      start(sums, weights.bias, place * filters);
      for (let p = 0; p < depth; p++) {
        const from = (place * depth + p) * filters;
        for (let f = 0; f < filters; f++) sums[f] += patch[p] * weights.kernel.data[from + f];
      }
      output.data.set(sums, position * filters);
      if (column === 0) yield;
    }
    return [activate(step, output)];
  });
}

function start(sums: Float64Array, bias: Tensor | undefined, from: number): void {
  if (bias === undefined) sums.fill(0);
  else sums.set(bias.data.subarray(from, from + sums.length));
}

/** Reverses the order of pixels in a patch, which is what turning the kernel does to their sum of products. */
function turn(patch: Float64Array, channels: number): void {
  const pixels = patch.length / channels;
  for (let i = 0; i < Math.floor(pixels / 2); i++) {
    for (let c = 0; c < channels; c++) {
      const [a, b] = [i * channels + c, (pixels - 1 - i) * channels + c];
      [patch[a], patch[b]] = [patch[b], patch[a]];
    }
  }
}
