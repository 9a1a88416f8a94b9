import { text } from '../kernel.ts';
import type { Gradient } from './gradient.ts';
import { resized } from './interpolation.ts';

export const upSampling2d: Gradient = resized((step) => ({
  mode: text(step, 'interpolation', 'nearest') === 'bilinear' ? 'bilinear' : 'nearest',
  alignCorners: false,
}));
