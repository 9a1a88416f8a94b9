import { activate } from './activation.ts';
import { convolving, oriented } from './conv.ts';
import { type Axis, gatherAxes, spatial } from './geometry.ts';
import { emptyTensor, type Kernel } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** A column convolution (k×1), then a row convolution (1×k) that mixes the filters again. */
export const spatiallySeparableConv2d: Kernel = channelsLast(function* (step, [input], weights) {
  const [, height, width] = gatherAxes(step, 'kernelSize', 2);
  const output = emptyTensor(step.outputShapes[0]);
  const [images, , , filters] = output.shape;
  const middle = emptyTensor([images, height.output, width.input, filters]);
  const columns = spatial([height, untouched(width.input)]);
  yield* convolving({ input, kernel: oriented(step, weights.vertical_kernel), axes: columns }, middle);
  const rows = spatial([untouched(height.output), width]);
  const kernel = oriented(step, weights.horizontal_kernel);
  yield* convolving({ input: middle, kernel, bias: weights.bias, axes: rows }, output);
  return [activate(step, output)];
});

/** The axis that a one-dimensional filter leaves alone. */
export function untouched(size: number): Axis {
  return { input: size, output: size, kernel: 1, stride: 1, dilation: 1, before: 0 };
}
