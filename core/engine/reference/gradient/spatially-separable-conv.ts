import type { Tensor } from '../../tensor.ts';
import { activateBy } from '../activation.ts';
import { convolve, flipped } from '../conv.ts';
import { scatter } from '../conv-transpose.ts';
import { depthwise } from '../depthwise-conv.ts';
import { type Axes, gatherAxes, spatial } from '../geometry.ts';
import { emptyTensor, number, text, type Weights } from '../kernel.ts';
import { stackChannels, untouched } from '../spatially-separable-conv.ts';
import { activationGradient, throughActivation } from './activation.ts';
import { biasGradient, fromOutput, kernelGradient } from './conv.ts';
import { depthwiseGradients } from './depthwise-conv.ts';
import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

/** The row convolution first, then the column one, whose result is computed again. */
export const spatiallySeparableConv2d: Gradient = channelsLastGradient((backward) => {
  const { step, inputs, weights } = backward;
  const [, height, width] = gatherAxes(step, 'kernelSize', 2);
  const turn = step.attributes.flip === true ? (kernel: Tensor) => flipped(kernel, 2) : same;
  const gradient = throughActivation(backward);
  const [vertical, horizontal] = [turn(weights.vertical_kernel), turn(weights.horizontal_kernel)];
  const columns = spatial([height, untouched(width.input)]);
  const rows = spatial([untouched(height.output), width]);
  const middle = emptyTensor([gradient.shape[0], height.output, width.input, gradient.shape[3]]);
  convolve(inputs[0], vertical, undefined, columns, 1, middle);
  const [back, toHorizontal] = convolutionGradients(middle, horizontal, gradient, rows);
  const [input, toVertical] = convolutionGradients(inputs[0], vertical, back, columns);
  const own = { vertical_kernel: turn(toVertical), horizontal_kernel: turn(toHorizontal) };
  return { inputs: [input], weights: { ...own, ...biasGradient(weights, gradient) } };
});

/** Rows, columns and channels in turn, backwards. */
export const flattenedConv2d: Gradient = channelsLastGradient((backward) => {
  const { step, inputs, weights } = backward;
  const [, height, width] = gatherAxes(step, 'kernelSize', 2);
  const turn = step.attributes.flip === true ? (kernel: Tensor) => flipped(kernel, 2) : same;
  const gradient = throughActivation(backward);
  const [vertical, horizontal] = [turn(weights.vertical_kernel), turn(weights.horizontal_kernel)];
  const [images, filters] = [gradient.shape[0], gradient.shape[3]];
  const across = spatial([untouched(height.input), untouched(width.input)]);
  const columns = spatial([height, untouched(width.input)]);
  const rows = spatial([untouched(height.output), width]);
  const mixed = emptyTensor([images, height.input, width.input, filters]);
  convolve(inputs[0], weights.lateral_kernel, undefined, across, 1, mixed);
  const middle = emptyTensor([images, height.output, width.input, filters]);
  depthwise(mixed, vertical, undefined, columns, middle);
  const [toMiddle, toHorizontal] = depthwiseGradients(middle, horizontal, gradient, rows);
  const [toMixed, toVertical] = depthwiseGradients(mixed, vertical, toMiddle, columns);
  const [input, lateral] = convolutionGradients(inputs[0], weights.lateral_kernel, toMixed, across);
  const own = { lateral_kernel: lateral, vertical_kernel: turn(toVertical), horizontal_kernel: turn(toHorizontal) };
  return { inputs: [input], weights: { ...own, ...biasGradient(weights, gradient) } };
});

/** Back through time: every step adds to the gradients of the shared kernel and of the input. */
export const recurrentConv2d: Gradient = channelsLastGradient(({ step, inputs: [input], weights, gradients }) => {
  const axes = gatherAxes(
    { ...step, attributes: { ...step.attributes, padding: 'same', strides: 1 } },
    'kernelSize',
    2,
  );
  const turn = step.attributes.flip === true ? (kernel: Tensor) => flipped(kernel, 2) : same;
  const kernel = turn(weights.kernel);
  const name = text(step, 'activation', 'linear');
  const moments: { readonly stacked: Tensor; readonly before: Tensor; readonly after: Tensor }[] = [];
  let state = emptyTensor(gradients[0].shape);
  for (let time = 0; time < number(step, 'steps'); time++) {
    const stacked = stackChannels(input, state);
    const before = emptyTensor(state.shape);
    convolve(stacked, kernel, weights.bias, axes, 1, before);
    state = activateBy(name, { shape: before.shape, data: before.data.slice() });
    moments.push({ stacked, before, after: state });
  }
  const toInput = sumsLike(input);
  const toKernel = sumsLike(weights.kernel);
  const toBias = sumsLike(weights.bias ?? { shape: [0] });
  let gradient = gradients[0];
  for (const { stacked, before, after } of moments.toReversed()) {
    const slope = activationGradient(name, before, after, gradient);
    const [back, ofKernel] = convolutionGradients(stacked, kernel, slope, axes);
    const [ofInput, ofState] = unstackChannels(back, input.shape[3]);
    addTo(toInput.data, ofInput);
    addTo(toKernel.data, turn(ofKernel));
    const { bias } = biasGradient(weights, slope);
    if (bias !== undefined) addTo(toBias.data, bias);
    gradient = ofState;
  }
  const own: Weights = weights.bias === undefined ? {} : { bias: rounded(toBias) };
  return { inputs: [rounded(toInput)], weights: { kernel: rounded(toKernel), ...own } };
});

/** ∂input and ∂kernel of an ungrouped convolution. */
export function convolutionGradients(
  input: Tensor,
  kernel: Tensor,
  gradient: Tensor,
  axes: Axes,
): readonly [Tensor, Tensor] {
  const back = emptyTensor(input.shape);
  scatter(gradient, kernel, undefined, fromOutput(axes), 1, back);
  return [back, kernelGradient(input, gradient, kernel.shape, axes, 1)];
}

function unstackChannels(stacked: Tensor, channels: number): readonly [Tensor, Tensor] {
  const all = stacked.shape[3];
  const part = (from: number, count: number): Tensor => ({
    shape: [...stacked.shape.slice(0, 3), count],
    data: stacked.data.filter((_, i) => i % all >= from && i % all < from + count),
  });
  return [part(0, channels), part(channels, all - channels)];
}

export function addTo(sums: Float64Array, { data }: Tensor): void {
  for (let i = 0; i < data.length; i++) sums[i] += data[i];
}

function same(kernel: Tensor): Tensor {
  return kernel;
}
