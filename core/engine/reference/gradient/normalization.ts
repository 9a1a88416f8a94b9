import type { Tensor } from '../../tensor.ts';
import { axisOf, number, type Weights } from '../kernel.ts';
import { layerReduction, type Reduction } from '../normalization.ts';
import { type Gradient, type Gradients, rounded, sumsLike } from './gradient.ts';

export const layerNormalization: Gradient = ({ step, inputs: [input], weights, gradients: [gradient] }) =>
  normalised(input, gradient, weights, layerReduction(step, input), number(step, 'epsilon', 1e-3));

/**
 * With x̂ = (x − mean)/deviation and h = g·gamma, mean and deviation depending on x as well:
 * ∂L/∂x = (h − mean(h) − x̂·mean(h·x̂))/deviation over each slice. Ioffe & Szegedy, arXiv:1502.03167, section 3.
 */
export function normalised(
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

/** At inference the layer is a scale and a shift per channel; the statistics are constants. */
export const batchNormalization: Gradient = ({ step, inputs: [input], weights, gradients: [gradient] }) => {
  const axis = axisOf(number(step, 'axis', -1), input.shape.length);
  const channels = input.shape[axis];
  const inner = input.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const epsilon = number(step, 'epsilon', 1e-3);
  const back = sumsLike(input);
  const gamma = sumsLike({ shape: [channels] });
  const beta = sumsLike({ shape: [channels] });
  for (let i = 0; i < input.data.length; i++) {
    const c = Math.floor(i / inner) % channels;
    const deviation = Math.sqrt(weights.moving_variance.data[c] + epsilon);
    const scale = weights.gamma === undefined ? 1 : weights.gamma.data[c];
    back.data[i] = (gradient.data[i] * scale) / deviation;
    gamma.data[c] += (gradient.data[i] * (input.data[i] - weights.moving_mean.data[c])) / deviation;
    beta.data[c] += gradient.data[i];
  }
  const own = {
    ...(weights.gamma === undefined ? {} : { gamma: rounded(gamma) }),
    ...(weights.beta === undefined ? {} : { beta: rounded(beta) }),
  };
  return { inputs: [rounded(back)], weights: own };
};
