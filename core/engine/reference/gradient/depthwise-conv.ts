import type { Tensor } from '../../tensor.ts';
import { oriented } from '../conv.ts';
import { type Axes, eachTap, gatherAxes } from '../geometry.ts';
import { throughActivation } from './activation.ts';
import { biasGradient } from './conv.ts';
import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

export function depthwiseConvolution(rank: 1 | 2): Gradient {
  return channelsLastGradient((backward) => {
    const { step, inputs, weights } = backward;
    const gradient = throughActivation(backward);
    const axes = gatherAxes(step, 'kernelSize', rank);
    const [input, kernel] = depthwiseGradients(inputs[0], oriented(step, weights.depthwise_kernel), gradient, axes);
    return {
      inputs: [input],
      weights: { depthwise_kernel: oriented(step, kernel), ...biasGradient(weights, gradient) },
    };
  });
}

/** ∂input and ∂kernel of a depthwise convolution. */
export function depthwiseGradients(
  input: Tensor,
  kernel: Tensor,
  gradient: Tensor,
  axes: Axes,
): readonly [Tensor, Tensor] {
  const channels = input.shape[input.shape.length - 1];
  const filters = gradient.shape[gradient.shape.length - 1];
  const multiplier = filters / channels;
  const toInput = sumsLike(input);
  const toKernel = sumsLike(kernel);
  eachTap(axes, input.shape[0], (pixel, position, tap) => {
    for (let f = 0; f < filters; f++) {
      const c = Math.floor(f / multiplier);
      const slope = gradient.data[position * filters + f];
      toInput.data[pixel * channels + c] += slope * kernel.data[tap * filters + f];
      toKernel.data[tap * filters + f] += slope * input.data[pixel * channels + c];
    }
  });
  return [rounded(toInput), rounded(toKernel)];
}
