import { number } from '../kernel.ts';
import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

export const crossChannelPooling: Gradient = channelsLastGradient(
  ({ step, inputs: [input], outputs: [output], gradients: [gradient] }) => {
    const size = number(step, 'poolSize');
    const sums = sumsLike(input);
    for (let to = 0; to < output.data.length; to++) {
      const group = input.data.subarray(to * size, (to + 1) * size);
      const winner = group.indexOf(output.data[to]);
      if (winner >= 0) sums.data[to * size + winner] = gradient.data[to];
    }
    return { inputs: [rounded(sums)], weights: {} };
  },
);
