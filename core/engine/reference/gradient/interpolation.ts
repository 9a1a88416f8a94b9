import { type Resizing, taps } from '../interpolation.ts';
import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

/** Every output element hands its gradient to the pixels that it was blended from, in the same shares. */
export function resized(modeOf: (step: Parameters<Gradient>[0]['step']) => Resizing): Gradient {
  return channelsLastGradient(({ step, inputs: [input], gradients: [gradient] }) => {
    const { mode, alignCorners } = modeOf(step);
    const [images, inHeight, inWidth, channels] = input.shape;
    const [, height, width] = gradient.shape;
    const rows = taps(inHeight, height, mode, alignCorners);
    const columns = taps(inWidth, width, mode, alignCorners);
    const sums = sumsLike(input);
    let from = 0;
    for (let image = 0; image < images; image++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          for (let c = 0; c < channels; c++, from++) {
            const add = (row: number, column: number, share: number): void => {
              sums.data[((image * inHeight + row) * inWidth + column) * channels + c] += share * gradient.data[from];
            };
            const [down, across] = [rows.part[y], columns.part[x]];
            add(rows.low[y], columns.low[x], (1 - down) * (1 - across));
            add(rows.low[y], columns.high[x], (1 - down) * across);
            add(rows.high[y], columns.low[x], down * (1 - across));
            add(rows.high[y], columns.high[x], down * across);
          }
        }
      }
    }
    return { inputs: [rounded(sums)], weights: {} };
  });
}
