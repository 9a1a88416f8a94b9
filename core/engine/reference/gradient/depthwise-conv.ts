import type { Tensor } from '../../tensor.ts';
import { flipped } from '../conv.ts';
import { scatter } from '../conv-transpose.ts';
import { depthwise, pointwiseAxes } from '../depthwise-conv.ts';
import { type Axes, eachTap, gatherAxes } from '../geometry.ts';
import { emptyTensor } from '../kernel.ts';
import { throughActivation } from './activation.ts';
import { biasGradient, fromOutput, kernelGradient } from './conv.ts';
import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

export function depthwiseConvolution(rank: 1 | 2): Gradient {
  return channelsLastGradient((backward) => {
    const { step, inputs, weights } = backward;
    const gradient = throughActivation(backward);
    const axes = gatherAxes(step, 'kernelSize', rank);
    const turn = step.attributes.flip === true ? (kernel: Tensor) => flipped(kernel, rank) : same;
    const [input, kernel] = depthwiseGradients(inputs[0], turn(weights.depthwise_kernel), gradient, axes);
    return { inputs: [input], weights: { depthwise_kernel: turn(kernel), ...biasGradient(weights, gradient) } };
  });
}

/** The pointwise step first, then the depthwise one, whose result is computed again. */
export function separableConvolution(rank: 1 | 2): Gradient {
  return channelsLastGradient((backward) => {
    const { step, inputs, weights } = backward;
    const gradient = throughActivation(backward);
    const axes = gatherAxes(step, 'kernelSize', rank);
    const pointwise = pointwiseAxes(axes);
    const turn = step.attributes.flip === true ? (kernel: Tensor) => flipped(kernel, rank) : same;
    const stored = turn(weights.depthwise_kernel);
    const middle = emptyTensor([...gradient.shape.slice(0, -1), weights.pointwise_kernel.shape[rank]]);
    depthwise(inputs[0], stored, undefined, axes, middle);
    const mixed = kernelGradient(middle, gradient, weights.pointwise_kernel.shape, pointwise, 1);
    const back = emptyTensor(middle.shape);
    scatter(gradient, weights.pointwise_kernel, undefined, fromOutput(pointwise), 1, back);
    const [input, kernel] = depthwiseGradients(inputs[0], stored, back, axes);
    const own = { depthwise_kernel: turn(kernel), pointwise_kernel: mixed };
    return { inputs: [input], weights: { ...own, ...biasGradient(weights, gradient) } };
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

function same(kernel: Tensor): Tensor {
  return kernel;
}
