import { convolve, oriented } from '../conv.ts';
import { depthwise } from '../depthwise-conv.ts';
import { gatherAxes, spatial } from '../geometry.ts';
import { emptyTensor } from '../kernel.ts';
import { untouched } from '../spatially-separable-conv.ts';
import { throughActivation } from './activation.ts';
import { biasGradient, convolutionGradients } from './conv.ts';
import { depthwiseGradients } from './depthwise-conv.ts';
import { channelsLastGradient, type Gradient } from './gradient.ts';

/** Rows, columns and channels in turn, backwards. */
export const flattenedConv2d: Gradient = channelsLastGradient((backward) => {
  const { step, inputs, weights } = backward;
  const [, height, width] = gatherAxes(step, 'kernelSize', 2);
  const gradient = throughActivation(backward);
  const [vertical, horizontal] = [oriented(step, weights.vertical_kernel), oriented(step, weights.horizontal_kernel)];
  const [images, filters] = [gradient.shape[0], gradient.shape[3]];
  const across = spatial([untouched(height.input), untouched(width.input)]);
  const columns = spatial([height, untouched(width.input)]);
  const rows = spatial([untouched(height.output), width]);
  const mixed = emptyTensor([images, height.input, width.input, filters]);
  convolve({ input: inputs[0], kernel: weights.lateral_kernel, axes: across }, mixed);
  const middle = emptyTensor([images, height.output, width.input, filters]);
  depthwise({ input: mixed, kernel: vertical, axes: columns }, middle);
  const [toMiddle, toHorizontal] = depthwiseGradients(middle, horizontal, gradient, rows);
  const [toMixed, toVertical] = depthwiseGradients(mixed, vertical, toMiddle, columns);
  const [input, lateral] = convolutionGradients(inputs[0], weights.lateral_kernel, toMixed, across);
  const own = {
    lateral_kernel: lateral,
    vertical_kernel: oriented(step, toVertical),
    horizontal_kernel: oriented(step, toHorizontal),
  };
  return { inputs: [input], weights: { ...own, ...biasGradient(weights, gradient) } };
});
