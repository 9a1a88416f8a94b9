import type { Tensor } from '../../tensor.ts';
import { number, type Weights } from '../kernel.ts';
import { layerReduction, type Reduction } from '../normalization.ts';
import { channelsLastGradient, type Gradient, type Gradients, rounded, sumsLike } from './gradient.ts';

export const layerNormalization: Gradient = ({ step, inputs: [input], weights, gradients: [gradient] }) =>
  normalised(input, gradient, weights, layerReduction(step, input), number(step, 'epsilon', 1e-3));

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

/**
 * y = x·s^−β with s = bias + α·Σx² over the channels up to `depthRadius` away. A channel has its own term and one in the
 * sum of each neighbour: ∂L/∂xⱼ = gⱼ·sⱼ^−β − 2αβ·xⱼ·Σᵢ gᵢ·xᵢ·sᵢ^(−β−1).
 */
export const localResponseNormalization: Gradient = channelsLastGradient(
  ({ step, inputs: [input], gradients: [gradient] }) => {
    const radius = number(step, 'depthRadius', 5);
    const [bias, alpha, beta] = [number(step, 'bias', 1), number(step, 'alpha', 1), number(step, 'beta', 0.5)];
    const channels = input.shape[input.shape.length - 1];
    const sums = sumsLike(input);
    const around = (c: number): readonly [number, number] => [
      Math.max(0, c - radius),
      Math.min(channels - 1, c + radius),
    ];
    for (let from = 0; from < input.data.length; from += channels) {
      for (let i = 0; i < channels; i++) {
        const [first, last] = around(i);
        let scale = bias;
        for (let j = first; j <= last; j++) scale += alpha * input.data[from + j] ** 2;
        const slope = gradient.data[from + i];
        sums.data[from + i] += slope / scale ** beta;
        const shared = (2 * alpha * beta * slope * input.data[from + i]) / scale ** (beta + 1);
        for (let j = first; j <= last; j++) sums.data[from + j] -= shared * input.data[from + j];
      }
    }
    return { inputs: [rounded(sums)], weights: {} };
  },
);

/**
 * With x̂ = (x − mean)/deviation and h = g·gamma, mean and deviation depending on x as well:
 * ∂L/∂x = (h − mean(h) − x̂·mean(h·x̂))/deviation over each slice. Ioffe & Szegedy, arXiv:1502.03167, section 3.
 */
function normalised(
  input: Tensor,
  gradient: Tensor,
  weights: Weights,
  { group, inside, groups, count }: Reduction,
  epsilon: number,
): Gradients {
  const size = input.data.length;
  const [means, variances] = [new Float64Array(groups), new Float64Array(groups)];
  for (let i = 0; i < size; i++) means[group[i]] += input.data[i] / count;
  for (let i = 0; i < size; i++) variances[group[i]] += (input.data[i] - means[group[i]]) ** 2 / count;
  const deviations = variances.map((variance) => Math.sqrt(variance + epsilon));
  const unit = (i: number): number => (input.data[i] - means[group[i]]) / deviations[group[i]];
  const scaled = (i: number): number => gradient.data[i] * (weights.gamma?.data[inside[i]] ?? 1);
  const [slopes, alignments] = [new Float64Array(groups), new Float64Array(groups)];
  const gamma = sumsLike(weights.gamma ?? { shape: [0] });
  const beta = sumsLike(weights.beta ?? { shape: [0] });
  for (let i = 0; i < size; i++) {
    slopes[group[i]] += scaled(i) / count;
    alignments[group[i]] += (scaled(i) * unit(i)) / count;
    gamma.data[inside[i]] += gradient.data[i] * unit(i);
    beta.data[inside[i]] += gradient.data[i];
  }
  const back = sumsLike(input);
  for (let i = 0; i < size; i++) {
    back.data[i] = (scaled(i) - slopes[group[i]] - unit(i) * alignments[group[i]]) / deviations[group[i]];
  }
  const own = {
    ...(weights.gamma === undefined ? {} : { gamma: rounded(gamma) }),
    ...(weights.beta === undefined ? {} : { beta: rounded(beta) }),
  };
  return { inputs: [rounded(back)], weights: own };
}

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
