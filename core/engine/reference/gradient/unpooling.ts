import { eachTap, unpoolingAxes } from '../geometry.ts';
import { windowCounts } from '../pooling.ts';
import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

/** The switches say where each maximum came from. Places are no numbers to move: their own gradient is not asked. */
export const maxPoolingWithSwitches2d: Gradient = channelsLastGradient(
  ({ inputs: [input], outputs: [values, switches], gradients: [gradient] }) => {
    const sums = sumsLike(input);
    const [map, channels] = [input.shape[1] * input.shape[2], input.shape[3]];
    const perImage = values.data.length / input.shape[0];
    for (let to = 0; to < values.data.length; to++) {
      const image = Math.floor(to / perImage);
      sums.data[(image * map + switches.data[to]) * channels + (to % channels)] += gradient.data[to];
    }
    return { inputs: [rounded(sums)], weights: {} };
  },
);

/** Every value looks up the gradient at its switch. */
export const maxUnpooling2d: Gradient = channelsLastGradient(
  ({ inputs: [values, switches], gradients: [gradient] }) => {
    const sums = sumsLike(values);
    const [map, channels] = [gradient.shape[1] * gradient.shape[2], gradient.shape[3]];
    const perImage = values.data.length / values.shape[0];
    for (let i = 0; i < values.data.length; i++) {
      const image = Math.floor(i / perImage);
      sums.data[i] = gradient.data[(image * map + switches.data[i]) * channels + (i % channels)];
    }
    return { inputs: [rounded(sums), rounded(sumsLike(switches))], weights: {} };
  },
);

/** The adjoint of the adjoint: an average pooling of the gradient. */
export const averageUnpooling2d: Gradient = channelsLastGradient(({ step, inputs: [input], gradients: [gradient] }) => {
  const axes = unpoolingAxes(step);
  const channels = input.shape[3];
  const counts = windowCounts(axes, input.shape[0], false);
  const sums = sumsLike(input);
  eachTap(axes, input.shape[0], (pixel, position) => {
    for (let c = 0; c < channels; c++) {
      sums.data[position * channels + c] += gradient.data[pixel * channels + c] / counts[position];
    }
  });
  return { inputs: [rounded(sums)], weights: {} };
});
