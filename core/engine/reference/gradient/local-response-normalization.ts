import { number } from '../kernel.ts';
import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

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
