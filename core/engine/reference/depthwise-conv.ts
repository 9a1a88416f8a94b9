import { finished, type Portions } from '../breath.ts';
import type { Tensor } from '../tensor.ts';
import { activate } from './activation.ts';
import { type Convolution, oriented } from './conv.ts';
import { type Axes, firstInside, gatherAxes, pastInside, spatial } from './geometry.ts';
import { emptyTensor, type Kernel } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** Depthwise convolution: input (N, …, C), kernel (…, C, M), output (N, …, C·M); every channel has its own M filters. */
export function depthwiseConvolution(rank: 1 | 2 | 3): Kernel {
  return channelsLast(function* (step, [input], weights) {
    const output = emptyTensor(step.outputShapes[0]);
    const kernel = oriented(step, weights.depthwise_kernel);
    yield* filtering({ input, kernel, bias: weights.bias, axes: gatherAxes(step, 'kernelSize', rank) }, output);
    return [activate(step, output)];
  });
}

/** Filters every channel by itself; the kernel is (…window, C, M). */
export function* filtering({ input, kernel, bias, axes }: Omit<Convolution, 'groups'>, output: Tensor): Portions {
  const [depth, height, width] = axes;
  const channels = input.shape[input.shape.length - 1];
  const filters = output.shape[output.shape.length - 1];
  const multiplier = filters / channels;
  const sums = new Float64Array(filters);
  const images = output.shape[0];
  let to = 0;
  for (let image = 0; image < images; image++) {
    for (let oz = 0; oz < depth.output; oz++) {
      const z0 = oz * depth.stride - depth.before;
      for (let oy = 0; oy < height.output; oy++) {
        const y0 = oy * height.stride - height.before;
        for (let ox = 0; ox < width.output; ox++, to += filters) {
          const x0 = ox * width.stride - width.before;
          if (bias === undefined) sums.fill(0);
          else sums.set(bias.data);
          const pastX = pastInside(x0, width);
          const pastY = pastInside(y0, height);
          const pastZ = pastInside(z0, depth);
          for (let kz = firstInside(z0, depth.dilation); kz < pastZ; kz++) {
            for (let ky = firstInside(y0, height.dilation); ky < pastY; ky++) {
              const line =
                ((image * depth.input + z0 + kz * depth.dilation) * height.input + y0 + ky * height.dilation) *
                width.input;
              for (let kx = firstInside(x0, width.dilation); kx < pastX; kx++) {
                const pixel = (line + x0 + kx * width.dilation) * channels;
                const tap = ((kz * height.kernel + ky) * width.kernel + kx) * filters;
                accumulate(sums, input.data, pixel, kernel.data, tap, channels, multiplier);
              }
            }
          }
          output.data.set(sums, to);
        }
        yield;
      }
    }
  }
}

/** The same without a break. */
export function depthwise(problem: Omit<Convolution, 'groups'>, output: Tensor): void {
  finished(filtering(problem, output));
}

function accumulate(
  sums: Float64Array,
  input: Float32Array,
  pixel: number,
  kernel: Float32Array,
  tap: number,
  channels: number,
  multiplier: number,
): void {
  if (multiplier === 1) {
    for (let c = 0; c < channels; c++) sums[c] += input[pixel + c] * kernel[tap + c];
    return;
  }
  for (let c = 0, f = 0; c < channels; c++) {
    const value = input[pixel + c];
    for (let m = 0; m < multiplier; m++, f++) sums[f] += value * kernel[tap + f];
  }
}

/** The window of one element over the map that `axes` produces. */
export function pointwiseAxes(axes: Axes): Axes {
  return spatial(
    axes.map((axis) => ({
      input: axis.output,
      output: axis.output,
      kernel: 1,
      stride: 1,
      dilation: 1,
      before: 0,
    })),
  );
}
