import { convolve, oriented } from '../conv.ts';
import { scatterAxes } from '../geometry.ts';
import { emptyTensor, number } from '../kernel.ts';
import { throughActivation } from './activation.ts';
import { biasGradient, fromOutput, kernelGradient } from './conv.ts';
import { channelsLastGradient, type Gradient } from './gradient.ts';

/** The adjoint's adjoint: ∂input is the convolution of ∂output, and in ∂kernel the two swap places. */
export function transposedConvolution(rank: 1 | 2 | 3): Gradient {
  return channelsLastGradient((backward) => {
    const { step, inputs, weights } = backward;
    const axes = fromOutput(scatterAxes(step, rank));
    const groups = number(step, 'groups', 1);
    const gradient = throughActivation(backward);
    const input = emptyTensor(inputs[0].shape);
    convolve({ input: gradient, kernel: oriented(step, weights.kernel), axes, groups }, input);
    const kernel = oriented(step, kernelGradient(gradient, inputs[0], weights.kernel.shape, axes, groups));
    return { inputs: [input], weights: { kernel, ...biasGradient(weights, gradient) } };
  });
}
