import { type Resizing, taps } from '../interpolation.ts';
import { flag, text } from '../kernel.ts';
import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';
import { moving } from './moving.ts';

/** Every output element hands its gradient to the pixels that it was blended from, in the same shares. */
function resized(modeOf: (step: Parameters<Gradient>[0]['step']) => Resizing): Gradient {
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

export const upSampling2d: Gradient = resized((step) => ({
  mode: text(step, 'interpolation', 'nearest') === 'bilinear' ? 'bilinear' : 'nearest',
  alignCorners: false,
}));

/** What is cut out was only moved; what is too small was enlarged bilinearly. */
export const centerCrop: Gradient = (backward) => {
  const { inputs, gradients } = backward;
  const enlarges = [1, 2].some((axis) => inputs[0].shape[axis] < gradients[0].shape[axis]);
  return (enlarges ? enlarging : moving)(backward);
};

const enlarging: Gradient = resized(() => ({ mode: 'bilinear', alignCorners: false }));

export const resizing: Gradient = resized((step) => ({
  mode: text(step, 'interpolation', 'bilinear') === 'nearest' ? 'nearest' : 'bilinear',
  alignCorners: !flag(step, 'cropToAspectRatio', false),
}));
