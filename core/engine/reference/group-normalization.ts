import type { Tensor } from '../tensor.ts';
import { emptyTensor, type Kernel, number, type Weights } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** Mean 0 and variance 1 over all positions of each group of channels, sample by sample; then gamma and beta. */
export const groupNormalization: Kernel = channelsLast((step, [input], weights) => [
  normalised(input, number(step, 'groups', 32), number(step, 'epsilon', 1e-3), weights),
]);

/** The same with every channel a group. */
export const instanceNormalization: Kernel = channelsLast((step, [input], weights) => [
  normalised(input, input.shape[input.shape.length - 1], number(step, 'epsilon', 1e-3), weights),
]);

function normalised(input: Tensor, groups: number, epsilon: number, weights: Weights): Tensor {
  const channels = input.shape[input.shape.length - 1];
  const size = channels / groups;
  const slices = input.shape[0] * groups;
  const perSample = input.data.length / input.shape[0];
  const sliceOf = (i: number): number => Math.floor(i / perSample) * groups + Math.floor((i % channels) / size);
  const count = input.data.length / slices;
  const means = new Float64Array(slices);
  const variances = new Float64Array(slices);
  for (let i = 0; i < input.data.length; i++) means[sliceOf(i)] += input.data[i] / count;
  for (let i = 0; i < input.data.length; i++) variances[sliceOf(i)] += (input.data[i] - means[sliceOf(i)]) ** 2 / count;
  const output = emptyTensor(input.shape);
  for (let i = 0; i < input.data.length; i++) {
    const c = i % channels;
    const scale =
      (weights.gamma === undefined ? 1 : weights.gamma.data[c]) / Math.sqrt(variances[sliceOf(i)] + epsilon);
    output.data[i] =
      (input.data[i] - means[sliceOf(i)]) * scale + (weights.beta === undefined ? 0 : weights.beta.data[c]);
  }
  return output;
}
