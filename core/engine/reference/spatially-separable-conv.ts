import type { Tensor } from '../tensor.ts';
import { activate, activateBy } from './activation.ts';
import { convolve, flipped } from './conv.ts';
import { depthwise } from './depthwise-conv.ts';
import { type Axes, type Axis, gatherAxes, spatial } from './geometry.ts';
import { emptyTensor, type Kernel, number, text } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** A column convolution (k×1), then a row convolution (1×k) that mixes the filters again. */
export const spatiallySeparableConv2d: Kernel = channelsLast((step, [input], weights) => {
  const [, height, width] = gatherAxes(step, 'kernelSize', 2);
  const turn = step.attributes.flip === true ? (kernel: Tensor) => flipped(kernel, 2) : same;
  const output = emptyTensor(step.outputShapes[0]);
  const [images, , , filters] = output.shape;
  const middle = emptyTensor([images, height.output, width.input, filters]);
  convolve(input, turn(weights.vertical_kernel), undefined, spatial([height, untouched(width.input)]), 1, middle);
  const rows = spatial([untouched(height.output), width]);
  convolve(middle, turn(weights.horizontal_kernel), weights.bias, rows, 1, output);
  return [activate(step, output)];
});

/** Across the channels, down the columns, along the rows: one-dimensional filters all three. */
export const flattenedConv2d: Kernel = channelsLast((step, [input], weights) => {
  const [, height, width] = gatherAxes(step, 'kernelSize', 2);
  const turn = step.attributes.flip === true ? (kernel: Tensor) => flipped(kernel, 2) : same;
  const output = emptyTensor(step.outputShapes[0]);
  const [images, , , filters] = output.shape;
  const mixed = emptyTensor([images, height.input, width.input, filters]);
  const across: Axes = spatial([untouched(height.input), untouched(width.input)]);
  convolve(input, weights.lateral_kernel, undefined, across, 1, mixed);
  const middle = emptyTensor([images, height.output, width.input, filters]);
  const columns = spatial([height, untouched(width.input)]);
  depthwise(mixed, turn(weights.vertical_kernel), undefined, columns, middle);
  const rows = spatial([untouched(height.output), width]);
  depthwise(middle, turn(weights.horizontal_kernel), weights.bias, rows, output);
  return [activate(step, output)];
});

/** One convolution applied `steps` times to [input, its own last output], which starts at zero. */
export const recurrentConv2d: Kernel = channelsLast((step, [input], weights) => {
  const same = { ...step, attributes: { ...step.attributes, padding: 'same', strides: 1 } };
  const axes = gatherAxes(same, 'kernelSize', 2);
  const kernel = step.attributes.flip === true ? flipped(weights.kernel, 2) : weights.kernel;
  let state = emptyTensor(step.outputShapes[0]);
  for (let time = 0; time < number(step, 'steps'); time++) {
    const stacked = stackChannels(input, state);
    state = emptyTensor(state.shape);
    convolve(stacked, kernel, weights.bias, axes, 1, state);
    activateBy(text(step, 'activation', 'linear'), state);
  }
  return [state];
});

/** Two tensors of the same positions side by side. */
export function stackChannels(a: Tensor, b: Tensor): Tensor {
  const [left, right] = [a.shape[3], b.shape[3]];
  const stacked = emptyTensor([...a.shape.slice(0, 3), left + right]);
  for (let pixel = 0; pixel < a.data.length / left; pixel++) {
    const to = pixel * (left + right);
    stacked.data.set(a.data.subarray(pixel * left, (pixel + 1) * left), to);
    stacked.data.set(b.data.subarray(pixel * right, (pixel + 1) * right), to + left);
  }
  return stacked;
}

/** The axis that a one-dimensional filter leaves alone. */
export function untouched(size: number): Axis {
  return { input: size, output: size, kernel: 1, stride: 1, dilation: 1, before: 0 };
}

function same(kernel: Tensor): Tensor {
  return kernel;
}
