import { convolve, oriented } from '../conv.ts';
import { gatherAxes, spatial } from '../geometry.ts';
import { emptyTensor } from '../kernel.ts';
import { untouched } from '../spatially-separable-conv.ts';
import { throughActivation } from './activation.ts';
import { biasGradient, convolutionGradients } from './conv.ts';
import { channelsLastGradient, type Gradient } from './gradient.ts';

/** The row convolution first, then the column one, whose result is computed again. */
export const spatiallySeparableConv2d: Gradient = channelsLastGradient((backward) => {
  const { step, inputs, weights } = backward;
  const [, height, width] = gatherAxes(step, 'kernelSize', 2);
  const gradient = throughActivation(backward);
  const [vertical, horizontal] = [oriented(step, weights.vertical_kernel), oriented(step, weights.horizontal_kernel)];
  const columns = spatial([height, untouched(width.input)]);
  const rows = spatial([untouched(height.output), width]);
  const middle = emptyTensor([gradient.shape[0], height.output, width.input, gradient.shape[3]]);
  convolve({ input: inputs[0], kernel: vertical, axes: columns }, middle);
  const [back, toHorizontal] = convolutionGradients(middle, horizontal, gradient, rows);
  const [input, toVertical] = convolutionGradients(inputs[0], vertical, back, columns);
  const own = { vertical_kernel: oriented(step, toVertical), horizontal_kernel: oriented(step, toHorizontal) };
  return { inputs: [input], weights: { ...own, ...biasGradient(weights, gradient) } };
});
