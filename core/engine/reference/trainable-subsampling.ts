import type { Tensor } from '../tensor.ts';
import { activate } from './activation.ts';
import { filtering } from './depthwise-conv.ts';
import { type Axes, gatherAxes } from './geometry.ts';
import { emptyTensor, type Kernel } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** A depthwise convolution with the channel's coefficient at every tap. */
export const trainableSubsampling2d: Kernel = channelsLast(function* (step, [input], weights) {
  const output = emptyTensor(step.outputShapes[0]);
  const axes = gatherAxes(step, 'poolSize', 2);
  yield* filtering({ input, kernel: spreadCoefficients(weights.coefficient, axes), bias: weights.bias, axes }, output);
  return [activate(step, output)];
});

export function spreadCoefficients({ data, shape: [channels] }: Tensor, axes: Axes): Tensor {
  const [, height, width] = axes;
  const taps = height.kernel * width.kernel;
  return {
    shape: [height.kernel, width.kernel, channels, 1],
    data: Float32Array.from({ length: taps * channels }, (_, i) => data[i % channels]),
  };
}
