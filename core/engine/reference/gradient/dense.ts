import { throughActivation } from './activation.ts';
import { biasGradient } from './conv.ts';
import { type Gradient, rounded, sumsLike } from './gradient.ts';

/** ∂input = ∂output · kernelᵀ; ∂kernel = inputᵀ · ∂output. */
export const dense: Gradient = (backward) => {
  const { inputs, weights } = backward;
  const gradient = throughActivation(backward);
  const [depth, columns] = weights.kernel.shape;
  const input = sumsLike(inputs[0]);
  const kernel = sumsLike(weights.kernel);
  const rows = gradient.data.length / columns;
  for (let row = 0; row < rows; row++) {
    const to = row * columns;
    for (let p = 0; p < depth; p++) {
      const value = inputs[0].data[row * depth + p];
      let sum = 0;
      for (let j = 0; j < columns; j++) {
        const slope = gradient.data[to + j];
        sum += slope * weights.kernel.data[p * columns + j];
        kernel.data[p * columns + j] += value * slope;
      }
      input.data[row * depth + p] = sum;
    }
  }
  return { inputs: [rounded(input)], weights: { kernel: rounded(kernel), ...biasGradient(weights, gradient) } };
};
