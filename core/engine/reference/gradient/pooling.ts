import { eachTap, gatherAxes } from '../geometry.ts';
import { flag } from '../kernel.ts';
import { windowCounts } from '../pooling.ts';
import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

/** All of ∂output goes to the element that won; among equals, to the first, as in TF.js. */
export function maxPooling(rank: 1 | 2 | 3): Gradient {
  return channelsLastGradient(({ step, inputs: [input], outputs: [output], gradients: [gradient] }) => {
    const channels = input.shape[input.shape.length - 1];
    const winners = new Int32Array(output.data.length).fill(-1);
    eachTap(gatherAxes(step, 'poolSize', rank), input.shape[0], (pixel, position) => {
      for (let c = 0; c < channels; c++) {
        const [from, to] = [pixel * channels + c, position * channels + c];
        if (winners[to] < 0 && input.data[from] === output.data[to]) winners[to] = from;
      }
    });
    const sums = sumsLike(input);
    for (let to = 0; to < winners.length; to++) if (winners[to] >= 0) sums.data[winners[to]] += gradient.data[to];
    return { inputs: [rounded(sums)], weights: {} };
  });
}

/** ∂output is shared out equally among the elements that were averaged. */
export function averagePooling(rank: 1 | 2 | 3): Gradient {
  return channelsLastGradient(({ step, inputs: [input], gradients: [gradient] }) => {
    const axes = gatherAxes(step, 'poolSize', rank);
    const channels = input.shape[input.shape.length - 1];
    const counts = windowCounts(axes, input.shape[0], flag(step, 'countIncludePad', false));
    const sums = sumsLike(input);
    eachTap(axes, input.shape[0], (pixel, position) => {
      for (let c = 0; c < channels; c++) {
        sums.data[pixel * channels + c] += gradient.data[position * channels + c] / counts[position];
      }
    });
    return { inputs: [rounded(sums)], weights: {} };
  });
}
