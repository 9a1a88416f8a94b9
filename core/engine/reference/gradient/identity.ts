import type { Gradient } from './gradient.ts';

/** ∂input is ∂output: inputs, and dropout and noise, which do nothing at inference. */
export const identity: Gradient = ({ gradients }) => ({ inputs: gradients, weights: {} });
