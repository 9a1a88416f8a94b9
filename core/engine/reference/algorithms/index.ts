/**
 * Ways to compute a convolution, all with the same result: for comparing, for teaching and for choosing. They know
 * tensors and windows; which layer they serve is nothing to them.
 */
import type { Algorithm } from './algorithm.ts';
import { direct, im2col } from './direct.ts';
import { fourier } from './fourier.ts';
import { toeplitz } from './matrix.ts';
import { rankOne } from './rank-one.ts';
import { winograd23, winograd43 } from './winograd.ts';

export type { Algorithm, Problem, Work } from './algorithm.ts';

export const algorithms = {
  direct,
  im2col,
  winograd23,
  winograd43,
  fourier,
  rankOne,
  toeplitz,
} as const satisfies Readonly<Record<string, Algorithm>>;

export type AlgorithmName = keyof typeof algorithms;
