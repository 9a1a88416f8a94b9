import type { Tensor } from '../../tensor.ts';
import type { Convolution } from '../conv.ts';

/**
 * A way to compute output = input ∗ kernel + bias. All ways give the same numbers up to rounding; they differ in how
 * many multiplications and how much memory they take, and in what they can do at all.
 *
 * @param input (N, D, H, W, Cin) or with fewer spatial axes
 * @param kernel (…window, Cin/g, Cout)
 */
export interface Algorithm {
  readonly name: string;
  readonly doc: string;
  readonly source?: string;
  /** Null when it can, else why not. */
  refuses(problem: Problem): string | null;
  run(problem: Problem, output: Tensor): void;
  /** Multiplications it takes and the extra numbers it holds while it works. */
  work(problem: Problem): Work;
}

export type Problem = Convolution & { readonly groups: number };

export interface Work {
  readonly multiplications: number;
  readonly workspace: number;
}

export interface Counts {
  readonly images: number;
  readonly channels: number;
  readonly filters: number;
  /** Output positions of one image. */
  readonly positions: number;
  /** Window positions of the kernel. */
  readonly taps: number;
}

export function countsOf({ input, kernel, axes }: Problem): Counts {
  return {
    images: input.shape[0],
    channels: input.shape[input.shape.length - 1],
    filters: kernel.shape[kernel.shape.length - 1],
    positions: axes.reduce((product, { output }) => product * output, 1),
    taps: axes.reduce((product, axis) => product * axis.kernel, 1),
  };
}

/** Multiplications by the definition: every output sums over its window and the channels of its group. */
export function directMultiplications(problem: Problem): number {
  const { images, channels, filters, positions, taps } = countsOf(problem);
  return images * positions * filters * taps * (channels / problem.groups);
}

/** Writes the bias, or zero, to every position. */
export function biasSums({ bias }: Problem, output: Tensor): Float64Array {
  const sums = new Float64Array(output.data.length);
  if (bias === undefined) return sums;
  for (let at = 0; at < sums.length; at += bias.data.length) sums.set(bias.data, at);
  return sums;
}
