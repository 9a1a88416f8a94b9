import type { Tensor } from '../tensor.ts';
import { eachTap, gatherAxes, unpoolingAxes } from './geometry.ts';
import { emptyTensor, type Kernel, number, numbers } from './kernel.ts';
import { channelsLast } from './layout.ts';
import { addTo, keep, pool, type Visit, windowCounts } from './pooling.ts';

/** (Σ|x|ᵖ)^(1/p) of each window. */
export const lpPooling2d: Kernel = channelsLast((step, [input]) => {
  const p = number(step, 'p', 2);
  const output = emptyTensor(step.outputShapes[0]);
  pool(
    input,
    gatherAxes(step, 'poolSize', 2),
    output,
    0,
    addMapped((x) => Math.abs(x) ** p),
    (sum) => sum ** (1 / p),
  );
  return [output];
});

/** At inference the mean weighted by the values themselves, Σx²/Σx; 0 for a window of zeros. */
export const stochasticPooling2d: Kernel = channelsLast((step, [input]) => {
  const axes = gatherAxes(step, 'poolSize', 2);
  const squares = emptyTensor(step.outputShapes[0]);
  const sums = emptyTensor(step.outputShapes[0]);
  pool(
    input,
    axes,
    squares,
    0,
    addMapped((x) => x * x),
    keep,
  );
  pool(input, axes, sums, 0, addTo, keep);
  for (let i = 0; i < sums.data.length; i++) {
    sums.data[i] = sums.data[i] === 0 ? 0 : squares.data[i] / sums.data[i];
  }
  return [sums];
});

/** Window i of o spans ⌊i·n/o⌋ … ⌈(i + 1)·n/o⌉. */
export function adaptivePooling(kind: 'max' | 'average'): Kernel {
  return channelsLast((step, [input]) => {
    const [rows, columns] = numbers(step, 'outputSize', 2);
    const output = emptyTensor(step.outputShapes[0]);
    const [images, height, width, channels] = input.shape;
    const sums = new Float64Array(channels);
    let to = 0;
    for (let image = 0; image < images; image++) {
      for (let row = 0; row < rows; row++) {
        const [top, bottom] = [Math.floor((row * height) / rows), Math.ceil(((row + 1) * height) / rows)];
        for (let column = 0; column < columns; column++, to += channels) {
          const [left, right] = [Math.floor((column * width) / columns), Math.ceil(((column + 1) * width) / columns)];
          sums.fill(kind === 'max' ? Number.NEGATIVE_INFINITY : 0);
          for (let y = top; y < bottom; y++) {
            for (let x = left; x < right; x++) {
              const from = ((image * height + y) * width + x) * channels;
              for (let c = 0; c < channels; c++) {
                const value = input.data[from + c];
                sums[c] = kind === 'max' ? Math.max(sums[c], value) : sums[c] + value;
              }
            }
          }
          const divisor = kind === 'max' ? 1 : (bottom - top) * (right - left);
          for (let c = 0; c < channels; c++) output.data[to + c] = sums[c] / divisor;
        }
      }
    }
    return [output];
  });
}

/** The largest of each group of neighbouring channels. */
export const crossChannelPooling: Kernel = channelsLast((step, [input]) => {
  const size = number(step, 'poolSize');
  const output = emptyTensor(step.outputShapes[0]);
  for (let to = 0; to < output.data.length; to++) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = to * size; i < (to + 1) * size; i++) largest = Math.max(largest, input.data[i]);
    output.data[to] = largest;
  }
  return [output];
});

/** Max pooling and, as a second output, where in its map (row by row) each maximum was; the first of equals. */
export const maxPoolingWithSwitches2d: Kernel = channelsLast((step, [input]) => {
  const axes = gatherAxes(step, 'poolSize', 2);
  const values = emptyTensor(step.outputShapes[0]);
  const switches = emptyTensor(step.outputShapes[1]);
  const channels = input.shape[3];
  const map = input.shape[1] * input.shape[2];
  values.data.fill(Number.NEGATIVE_INFINITY);
  eachTap(axes, input.shape[0], (pixel, position) => {
    for (let c = 0; c < channels; c++) {
      const value = input.data[pixel * channels + c];
      const to = position * channels + c;
      if (!(value > values.data[to])) continue;
      values.data[to] = value;
      switches.data[to] = pixel % map;
    }
  });
  return [values, switches];
});

/** Values back at their switches, zero elsewhere. */
export const maxUnpooling2d: Kernel = channelsLast((step, [values, switches]) => {
  const output = emptyTensor(step.outputShapes[0]);
  const [, rows, columns, channels] = values.shape;
  const map = output.shape[1] * output.shape[2];
  for (let i = 0; i < values.data.length; i++) {
    const image = Math.floor(i / (rows * columns * channels));
    const place = switches.data[i];
    if (!(place >= 0 && place < map)) throw new RangeError(`the switch ${place} is outside a map of ${map} positions`);
    output.data[(image * map + place) * channels + (i % channels)] = values.data[i];
  }
  return [output];
});

/** Every value in equal parts over its window; the adjoint of average pooling. */
export const averageUnpooling2d: Kernel = channelsLast((step, [input]) => {
  const axes = unpoolingAxes(step);
  const output = emptyTensor(step.outputShapes[0]);
  const sums = new Float64Array(output.data.length);
  const channels = input.shape[3];
  const counts = windowCounts(axes, input.shape[0], false);
  eachTap(axes, input.shape[0], (pixel, position) => {
    for (let c = 0; c < channels; c++) {
      sums[pixel * channels + c] += input.data[position * channels + c] / counts[position];
    }
  });
  output.data.set(sums);
  return [output];
});

function addMapped(f: (x: number) => number): Visit {
  return (sums: Float64Array, input: Tensor['data'], from: number) => {
    for (let c = 0; c < sums.length; c++) sums[c] += f(input[from + c]);
  };
}
