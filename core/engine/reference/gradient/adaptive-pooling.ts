import { numbers } from '../kernel.ts';
import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

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
