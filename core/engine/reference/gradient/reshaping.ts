import type { Gradient } from './gradient.ts';

/** ∂input is ∂output in the input's shape. */
export const reshape: Gradient = ({ inputs: [input], gradients: [gradient] }) => ({
  inputs: [{ shape: input.shape, data: gradient.data }],
  weights: {},
});
