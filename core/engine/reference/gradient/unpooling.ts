import { eachTap, gatherAxes, unpoolingAxes } from '../geometry.ts';
import { number, numbers } from '../kernel.ts';
import { windowCounts } from '../pooling.ts';
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

/** A mean shares its gradient out, a maximum gives it to the first of its window that equals it. */
export function adaptivePooling(kind: 'max' | 'average'): Gradient {
  return channelsLastGradient(({ step, inputs: [input], outputs: [output], gradients: [gradient] }) => {
    const [rows, columns] = numbers(step, 'outputSize', 2);
    const [, height, width, channels] = input.shape;
    const sums = sumsLike(input);
    for (let to = 0; to < output.data.length; to++) {
      const position = Math.floor(to / channels);
      const [row, column] = [Math.floor(position / columns) % rows, position % columns];
      const image = Math.floor(position / (rows * columns));
      const [top, bottom] = [Math.floor((row * height) / rows), Math.ceil(((row + 1) * height) / rows)];
      const [left, right] = [Math.floor((column * width) / columns), Math.ceil(((column + 1) * width) / columns)];
      const share = gradient.data[to] / ((bottom - top) * (right - left));
      let winner = -1;
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
          const from = ((image * height + y) * width + x) * channels + (to % channels);
          if (kind === 'average') sums.data[from] += share;
          else if (winner < 0 && input.data[from] === output.data[to]) winner = from;
        }
      }
      if (winner >= 0) sums.data[winner] += gradient.data[to];
    }
    return { inputs: [rounded(sums)], weights: {} };
  });
}

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
