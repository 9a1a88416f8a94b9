import { oriented } from '../conv.ts';
import { scatter } from '../conv-transpose.ts';
import { depthwise, pointwiseAxes } from '../depthwise-conv.ts';
import { gatherAxes } from '../geometry.ts';
import { emptyTensor } from '../kernel.ts';
import { throughActivation } from './activation.ts';
import { biasGradient, fromOutput, kernelGradient } from './conv.ts';
import { depthwiseGradients } from './depthwise-conv.ts';
import { channelsLastGradient, type Gradient } from './gradient.ts';

/** The pointwise step first, then the depthwise one, whose result is computed again. */
export function separableConvolution(rank: 1 | 2): Gradient {
  return channelsLastGradient((backward) => {
    const { step, inputs, weights } = backward;
    const gradient = throughActivation(backward);
    const axes = gatherAxes(step, 'kernelSize', rank);
    const pointwise = pointwiseAxes(axes);
    const stored = oriented(step, weights.depthwise_kernel);
    const middle = emptyTensor([...gradient.shape.slice(0, -1), weights.pointwise_kernel.shape[rank]]);
    depthwise({ input: inputs[0], kernel: stored, axes }, middle);
    const mixed = kernelGradient(middle, gradient, weights.pointwise_kernel.shape, pointwise, 1);
    const back = emptyTensor(middle.shape);
    scatter({ input: gradient, kernel: weights.pointwise_kernel, axes: fromOutput(pointwise) }, back);
    const [input, kernel] = depthwiseGradients(inputs[0], stored, back, axes);
    const own = { depthwise_kernel: oriented(step, kernel), pointwise_kernel: mixed };
    return { inputs: [input], weights: { ...own, ...biasGradient(weights, gradient) } };
  });
}
