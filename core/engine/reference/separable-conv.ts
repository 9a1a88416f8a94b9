import { activate } from './activation.ts';
import { convolving, oriented } from './conv.ts';
import { filtering, pointwiseAxes } from './depthwise-conv.ts';
import { gatherAxes } from './geometry.ts';
import { emptyTensor, type Kernel } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** A depthwise convolution followed by a pointwise one that mixes the channels. */
export function separableConvolution(rank: 1 | 2): Kernel {
  return channelsLast(function* (step, [input], weights) {
    const axes = gatherAxes(step, 'kernelSize', rank);
    const output = emptyTensor(step.outputShapes[0]);
    const middle = emptyTensor([...output.shape.slice(0, -1), weights.pointwise_kernel.shape[rank]]);
    yield* filtering({ input, kernel: oriented(step, weights.depthwise_kernel), axes }, middle);
    const { pointwise_kernel: kernel, bias } = weights;
    yield* convolving({ input: middle, kernel, bias, axes: pointwiseAxes(axes) }, output);
    return [activate(step, output)];
  });
}
