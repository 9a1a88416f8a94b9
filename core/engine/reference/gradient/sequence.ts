import { number } from '../kernel.ts';
import { type Gradient, rounded, sumsLike } from './gradient.ts';

/** Every row of the table collects ∂output of the places that looked it up. Integers are no numbers to move. */
export const embedding: Gradient = ({ inputs: [input], weights, gradients: [gradient] }) => {
  const size = weights.embeddings.shape[1];
  const sums = sumsLike(weights.embeddings);
  for (let i = 0; i < gradient.data.length; i++) {
    sums.data[Math.trunc(input.data[Math.floor(i / size)]) * size + (i % size)] += gradient.data[i];
  }
  return { inputs: [rounded(sumsLike(input))], weights: { embeddings: rounded(sums) } };
};

/** Nothing comes back from steps that were masked. */
export const masking: Gradient = ({ step, inputs: [input], gradients: [gradient] }) => {
  const value = number(step, 'maskValue', 0);
  const size = input.shape[input.shape.length - 1];
  const sums = sumsLike(input);
  for (let from = 0; from < input.data.length; from += size) {
    if (!input.data.subarray(from, from + size).some((x) => x !== value)) continue;
    sums.data.set(gradient.data.subarray(from, from + size), from);
  }
  return { inputs: [rounded(sums)], weights: {} };
};
