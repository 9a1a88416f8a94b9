import { eachTap, gatherAxes } from '../geometry.ts';
import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

/** Of y = Σx²/Σx: ∂y/∂x = (2x − y)/Σx. */
export const stochasticPooling2d: Gradient = channelsLastGradient(
  ({ step, inputs: [input], outputs: [output], gradients: [gradient] }) => {
    const axes = gatherAxes(step, 'poolSize', 2);
    const channels = input.shape[3];
    const totals = sumsLike(output);
    eachTap(axes, input.shape[0], (pixel, position) => {
      for (let c = 0; c < channels; c++) totals.data[position * channels + c] += input.data[pixel * channels + c];
    });
    const sums = sumsLike(input);
    eachTap(axes, input.shape[0], (pixel, position) => {
      for (let c = 0; c < channels; c++) {
        const [from, to] = [pixel * channels + c, position * channels + c];
        if (totals.data[to] === 0) continue;
        sums.data[from] += (gradient.data[to] * (2 * input.data[from] - output.data[to])) / totals.data[to];
      }
    });
    return { inputs: [rounded(sums)], weights: {} };
  },
);
