import type { Portions } from '../breath.ts';
import type { Tensor } from '../tensor.ts';
import { type Axes, type Axis, firstInside, gatherAxes, pastInside } from './geometry.ts';
import { emptyTensor, flag, type Kernel } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** The largest value under the window; padding never wins. */
export function maxPooling(rank: 1 | 2 | 3): Kernel {
  return channelsLast(function* (step, [input]) {
    const output = emptyTensor(step.outputShapes[0]);
    yield* pool(input, gatherAxes(step, 'poolSize', rank), output, Number.NEGATIVE_INFINITY, takeLargest, keep);
    return [output];
  });
}

/**
 * The mean under the window. Padding is left out of the divisor unless `countIncludePad` says otherwise; then what
 * hangs over the padding's end (ceil mode) is still left out, as in PyTorch.
 */
export function averagePooling(rank: 1 | 2 | 3): Kernel {
  return channelsLast(function* (step, [input]) {
    const axes = gatherAxes(step, 'poolSize', rank);
    const output = emptyTensor(step.outputShapes[0]);
    const channels = input.shape[input.shape.length - 1];
    const counts = windowCounts(axes, input.shape[0], flag(step, 'countIncludePad', false));
    yield* pool(input, axes, output, 0, addTo, keep);
    for (let i = 0; i < output.data.length; i++) output.data[i] /= counts[Math.floor(i / channels)];
    return [output];
  });
}

/** How many elements each window counts, position by position. */
export function windowCounts([depth, height, width]: Axes, images: number, withPadding: boolean): Int32Array {
  const along = (axis: Axis, position: number): number => {
    const start = position * axis.stride - axis.before;
    if (!withPadding) return pastInside(start, axis) - firstInside(start, axis.dilation);
    return Math.min(start + axis.kernel, axis.input + (axis.after ?? 0)) - start;
  };
  const counts = new Int32Array(images * depth.output * height.output * width.output);
  for (let i = 0; i < counts.length; i++) {
    const x = i % width.output;
    const y = Math.floor(i / width.output) % height.output;
    const z = Math.floor(i / (width.output * height.output)) % depth.output;
    counts[i] = along(depth, z) * along(height, y) * along(width, x);
  }
  return counts;
}

/** Takes in the channels of the pixel that starts at `from`. */
export type Visit = (sums: Float64Array, input: Float32Array, from: number) => void;

/** Reduces every window, channel by channel, in double precision. */
export function* pool(
  input: Tensor,
  [depth, height, width]: Axes,
  output: Tensor,
  start: number,
  visit: Visit,
  finish: (value: number) => number,
): Portions {
  const channels = input.shape[input.shape.length - 1];
  const sums = new Float64Array(channels);
  let to = 0;
  for (let image = 0; image < output.shape[0]; image++) {
    for (let oz = 0; oz < depth.output; oz++) {
      const z0 = oz * depth.stride - depth.before;
      const firstZ = firstInside(z0, depth.dilation);
      const pastZ = pastInside(z0, depth);
      for (let oy = 0; oy < height.output; oy++) {
        const y0 = oy * height.stride - height.before;
        const firstY = firstInside(y0, height.dilation);
        const pastY = pastInside(y0, height);
        for (let ox = 0; ox < width.output; ox++, to += channels) {
          const x0 = ox * width.stride - width.before;
          const firstX = firstInside(x0, width.dilation);
          const pastX = pastInside(x0, width);
          sums.fill(start);
          for (let kz = firstZ; kz < pastZ; kz++) {
            const plane = image * depth.input + z0 + kz * depth.dilation;
            for (let ky = firstY; ky < pastY; ky++) {
              const line = (plane * height.input + y0 + ky * height.dilation) * width.input;
              for (let kx = firstX; kx < pastX; kx++) {
                visit(sums, input.data, (line + x0 + kx * width.dilation) * channels);
              }
            }
          }
          for (let c = 0; c < channels; c++) output.data[to + c] = finish(sums[c]);
        }
        yield;
      }
    }
  }
}

export function takeLargest(sums: Float64Array, input: Float32Array, from: number): void {
  for (let c = 0; c < sums.length; c++) {
    const value = input[from + c];
    // The second test lets NaN through, so that it stays visible in the map.
    if (value > sums[c] || Number.isNaN(value)) sums[c] = value;
  }
}

export function addTo(sums: Float64Array, input: Float32Array, from: number): void {
  for (let c = 0; c < sums.length; c++) sums[c] += input[from + c];
}

export function keep(value: number): number {
  return value;
}

export function addMapped(f: (x: number) => number): Visit {
  return (sums: Float64Array, input: Tensor['data'], from: number) => {
    for (let c = 0; c < sums.length; c++) sums[c] += f(input[from + c]);
  };
}
