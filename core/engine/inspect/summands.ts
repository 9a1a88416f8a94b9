import type { Step } from '../program.ts';
import type { Axes } from '../reference/geometry.ts';
import type { Weights } from '../reference/kernel.ts';
import type { OutputPlace } from './output-place.ts';
import type { Taps } from './taps.ts';

/** How input values become an output value. `expectation` weighs each by its share of their sum, `norm` is (Σ|x|ᵖ)^(1/p). */
export type How = 'sum' | 'mean' | 'maximum' | 'norm' | 'expectation' | 'copy';

/** From where an output value takes what, and how it puts that together. */
export interface Summands {
  readonly how: How;
  readonly taps: Taps;
  /** The window's axes, for drawing it elsewhere; null where it is the whole input. */
  readonly axes: Axes | null;
  readonly scatters: boolean;
  /** The first input channel that takes part, and how many do. */
  readonly first: number;
  readonly channels: number;
  /** By what a mean divides. */
  readonly divisor: number;
  /** The p of a norm. */
  readonly power: number;
  readonly weightAt: ((channel: number, tap: number) => number) | null;
  /** The layer has several kernels, and the weights are what they come to when one follows the other. */
  readonly combined: boolean;
  readonly bias: number | null;
}

/** A value of an input of the step: a pixel of one of its channels. */
export type Read = (input: number, pixel: number, channel: number) => number;

/** @param step with channels last */
export type Family = (step: Step, weights: Weights, at: OutputPlace, read: Read) => Summands;

/** A sum of products of what the window meets. */
export const plainSum = { how: 'sum', scatters: false, divisor: 1, power: 1, combined: false } as const;
