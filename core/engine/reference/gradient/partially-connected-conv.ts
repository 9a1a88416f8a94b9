import { flipped } from '../conv.ts';
import { scatter } from '../conv-transpose.ts';
import { gatherAxes } from '../geometry.ts';
import { emptyTensor } from '../kernel.ts';
import { connectionPlaces, spreadCoefficients, spreadConnections } from '../partially-connected-conv.ts';
import { throughActivation } from './activation.ts';
import { biasGradient, fromOutput, kernelGradient } from './conv.ts';
import { depthwiseGradients } from './depthwise-conv.ts';
import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

/** The gradient of the full convolution, of whose kernel only the connected parts exist. */
export const partiallyConnectedConv2d: Gradient = channelsLastGradient((backward) => {
  const { step, inputs, weights } = backward;
  const gradient = throughActivation(backward);
  const axes = gatherAxes(step, 'kernelSize', 2);
  const flip = step.attributes.flip === true;
  const full = spreadConnections(weights.connection_kernel, inputs[0].shape[3], step.attributes);
  const input = emptyTensor(inputs[0].shape);
  scatter(gradient, flip ? flipped(full, 2) : full, undefined, fromOutput(axes), 1, input);
  const turned = kernelGradient(inputs[0], gradient, full.shape, axes, 1);
  const toFull = flip ? flipped(turned, 2) : turned;
  const own = emptyTensor(weights.connection_kernel.shape);
  const [, , channels, filters] = full.shape;
  const places = connectionPlaces(step.attributes);
  for (let tap = 0; tap < own.shape[0] * own.shape[1]; tap++) {
    for (const [at, [channel, filter]] of places.entries()) {
      own.data[tap * places.length + at] = toFull.data[(tap * channels + channel) * filters + filter];
    }
  }
  return { inputs: [input], weights: { connection_kernel: own, ...biasGradient(weights, gradient) } };
});

/** Every tap of the depthwise convolution adds to the gradient of the one coefficient that they share. */
export const trainableSubsampling2d: Gradient = channelsLastGradient((backward) => {
  const { step, inputs, weights } = backward;
  const gradient = throughActivation(backward);
  const axes = gatherAxes(step, 'poolSize', 2);
  const kernel = spreadCoefficients(weights.coefficient, axes);
  const [input, taps] = depthwiseGradients(inputs[0], kernel, gradient, axes);
  const coefficient = sumsLike(weights.coefficient);
  taps.data.forEach((slope, i) => {
    coefficient.data[i % coefficient.data.length] += slope;
  });
  return { inputs: [input], weights: { coefficient: rounded(coefficient), ...biasGradient(weights, gradient) } };
});

/** ∂Σ(x − w)²: 2(x − w) for the input, its negative for the vectors. */
export const radialBasis: Gradient = ({ inputs: [input], weights: { kernel }, gradients: [gradient] }) => {
  const [features, units] = kernel.shape;
  const [toInput, toKernel] = [sumsLike(input), sumsLike(kernel)];
  for (let i = 0; i < gradient.data.length; i++) {
    const from = Math.floor(i / units) * features;
    for (let c = 0; c < features; c++) {
      const at = c * units + (i % units);
      const slope = 2 * gradient.data[i] * (input.data[from + c] - kernel.data[at]);
      toInput.data[from + c] += slope;
      toKernel.data[at] -= slope;
    }
  }
  return { inputs: [rounded(toInput)], weights: { kernel: rounded(toKernel) } };
};
