import { gatherAxes } from '../geometry.ts';
import { spreadCoefficients } from '../trainable-subsampling.ts';
import { throughActivation } from './activation.ts';
import { biasGradient } from './conv.ts';
import { depthwiseGradients } from './depthwise-conv.ts';
import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

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
