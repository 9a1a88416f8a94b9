import { type Gradient, rounded, sumsLike } from './gradient.ts';

/** ∂Σ(x − w)²: 2(x − w) for the input, its negative for the vectors. */
export const radialBasis: Gradient = ({ inputs: [input], weights: { kernel }, gradients: [gradient] }) => {
  const [features, units] = kernel.shape;
  const [toInput, toKernel] = [sumsLike(input), sumsLike(kernel)];
  for (let i = 0; i < gradient.data.length; i++) {
    const from = Math.floor(i / units) * features;
    for (let c = 0; c < features; c++) {
      const at = c * units + (i % units);
      const slope = 2 * gradient.data[i] * (input.data[from + c] - kernel.data[at]);
      toInput.data[from + c] += slope;
      toKernel.data[at] -= slope;
    }
  }
  return { inputs: [rounded(toInput)], weights: { kernel: rounded(toKernel) } };
};
