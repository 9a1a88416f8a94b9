import type { Tensor } from '../../tensor.ts';
import { number } from '../kernel.ts';
import type { Reduction } from '../normalization.ts';
import { channelsLastGradient, type Gradient } from './gradient.ts';
import { normalised } from './normalization.ts';

export const groupNormalization: Gradient = channelsLastGradient(
  ({ step, inputs: [input], weights, gradients: [gradient] }) =>
    normalised(
      input,
      gradient,
      weights,
      channelGroups(input, number(step, 'groups', 32)),
      number(step, 'epsilon', 1e-3),
    ),
);

export const instanceNormalization: Gradient = channelsLastGradient(
  ({ step, inputs: [input], weights, gradients: [gradient] }) => {
    const channels = input.shape[input.shape.length - 1];
    return normalised(input, gradient, weights, channelGroups(input, channels), number(step, 'epsilon', 1e-3));
  },
);

/** Slices of neighbouring channels, sample by sample; gamma and beta are per channel. */
function channelGroups(input: Tensor, groups: number): Reduction {
  const channels = input.shape[input.shape.length - 1];
  const perSample = input.data.length / input.shape[0];
  const slices = input.shape[0] * groups;
  const group = new Int32Array(input.data.length);
  const inside = new Int32Array(input.data.length);
  for (let i = 0; i < input.data.length; i++) {
    inside[i] = i % channels;
    group[i] = Math.floor(i / perSample) * groups + Math.floor((inside[i] * groups) / channels);
  }
  return { group, inside, groups: slices, count: input.data.length / slices };
}
