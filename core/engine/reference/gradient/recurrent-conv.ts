import type { Tensor } from '../../tensor.ts';
import { activateBy } from '../activation.ts';
import { convolve, oriented } from '../conv.ts';
import { gatherAxes } from '../geometry.ts';
import { emptyTensor, number, text, type Weights } from '../kernel.ts';
import { stackChannels } from '../recurrent-conv.ts';
import { activationGradient } from './activation.ts';
import { biasGradient, convolutionGradients } from './conv.ts';
import { addTo, channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

/** Back through time: every step adds to the gradients of the shared kernel and of the input. */
export const recurrentConv2d: Gradient = channelsLastGradient(({ step, inputs: [input], weights, gradients }) => {
  const axes = gatherAxes(
    { ...step, attributes: { ...step.attributes, padding: 'same', strides: 1 } },
    'kernelSize',
    2,
  );
  const kernel = oriented(step, weights.kernel);
  const name = text(step, 'activation', 'linear');
  const moments: { readonly stacked: Tensor; readonly before: Tensor; readonly after: Tensor }[] = [];
  let state = emptyTensor(gradients[0].shape);
  for (let time = 0; time < number(step, 'steps'); time++) {
    const stacked = stackChannels(input, state);
    const before = emptyTensor(state.shape);
    convolve({ input: stacked, kernel, bias: weights.bias, axes }, before);
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
    addTo(toKernel.data, oriented(step, ofKernel));
    const { bias } = biasGradient(weights, slope);
    if (bias !== undefined) addTo(toBias.data, bias);
    gradient = ofState;
  }
  const own: Weights = weights.bias === undefined ? {} : { bias: rounded(toBias) };
  return { inputs: [rounded(toInput)], weights: { kernel: rounded(toKernel), ...own } };
});

function unstackChannels(stacked: Tensor, channels: number): readonly [Tensor, Tensor] {
  const all = stacked.shape[3];
  const part = (from: number, count: number): Tensor => ({
    shape: [...stacked.shape.slice(0, 3), count],
    data: stacked.data.filter((_, i) => i % all >= from && i % all < from + count),
  });
  return [part(0, channels), part(channels, all - channels)];
}
