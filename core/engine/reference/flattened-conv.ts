import { activate } from './activation.ts';
import { convolving, oriented } from './conv.ts';
import { filtering } from './depthwise-conv.ts';
import { gatherAxes, spatial } from './geometry.ts';
import { emptyTensor, type Kernel } from './kernel.ts';
import { channelsLast } from './layout.ts';
import { untouched } from './spatially-separable-conv.ts';

/** Across the channels, down the columns, along the rows: one-dimensional filters all three. */
export const flattenedConv2d: Kernel = channelsLast(function* (step, [input], weights) {
  const [, height, width] = gatherAxes(step, 'kernelSize', 2);
  const output = emptyTensor(step.outputShapes[0]);
  const [images, , , filters] = output.shape;
  const mixed = emptyTensor([images, height.input, width.input, filters]);
  const across = spatial([untouched(height.input), untouched(width.input)]);
  yield* convolving({ input, kernel: weights.lateral_kernel, axes: across }, mixed);
  const middle = emptyTensor([images, height.output, width.input, filters]);
  const columns = spatial([height, untouched(width.input)]);
  yield* filtering({ input: mixed, kernel: oriented(step, weights.vertical_kernel), axes: columns }, middle);
  const rows = spatial([untouched(height.output), width]);
  const kernel = oriented(step, weights.horizontal_kernel);
  yield* filtering({ input: middle, kernel, bias: weights.bias, axes: rows }, output);
  return [activate(step, output)];
});
