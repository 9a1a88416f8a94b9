import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

/** A global maximum hands ∂output to every element that equals it, which is how TF.js differentiates a maximum over axes. */
export function globalPooling(kind: 'max' | 'average'): Gradient {
  return channelsLastGradient(({ inputs: [input], outputs: [output], gradients: [gradient] }) => {
    const channels = input.shape[input.shape.length - 1];
    const positions = input.data.length / (input.shape[0] * channels);
    const sums = sumsLike(input);
    for (let i = 0; i < input.data.length; i++) {
      const to = Math.floor(i / (positions * channels)) * channels + (i % channels);
      if (kind === 'average') sums.data[i] = gradient.data[to] / positions;
      else if (input.data[i] === output.data[to]) sums.data[i] = gradient.data[to];
    }
    return { inputs: [rounded(sums)], weights: {} };
  });
}
