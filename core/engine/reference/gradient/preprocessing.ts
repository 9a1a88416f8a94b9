import { flag, number, text } from '../kernel.ts';
import { pointwise } from './activation.ts';
import type { Gradient } from './gradient.ts';
import { resized } from './interpolation.ts';
import { moving } from './moving.ts';

export const rescaling: Gradient = pointwise(({ step }) => {
  const scale = number(step, 'scale');
  return () => scale;
});

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
