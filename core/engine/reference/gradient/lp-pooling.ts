import { eachTap, gatherAxes } from '../geometry.ts';
import { number } from '../kernel.ts';
import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

/** ∂y/∂x = sign(x) · (|x|/y)^(p−1). */
export const lpPooling2d: Gradient = channelsLastGradient(
  ({ step, inputs: [input], outputs: [output], gradients: [gradient] }) => {
    const p = number(step, 'p', 2);
    const channels = input.shape[3];
    const sums = sumsLike(input);
    eachTap(gatherAxes(step, 'poolSize', 2), input.shape[0], (pixel, position) => {
      for (let c = 0; c < channels; c++) {
        const [from, to] = [pixel * channels + c, position * channels + c];
        const x = input.data[from];
        if (x === 0) continue;
        sums.data[from] += gradient.data[to] * Math.sign(x) * (Math.abs(x) / output.data[to]) ** (p - 1);
      }
    });
    return { inputs: [rounded(sums)], weights: {} };
  },
);
