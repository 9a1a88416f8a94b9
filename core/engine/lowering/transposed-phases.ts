import type { Axis } from '../reference/geometry.ts';

/** The outputs of a transposed convolution along one axis that have one remainder modulo the stride. */
export interface Phase {
  /** Index of the phase's first output; the others follow at the stride. */
  readonly remainder: number;
  /** How many outputs the phase has. */
  readonly count: number;
  /** Its kernel elements are first, first + stride, … */
  readonly first: number;
  readonly taps: number;
  /** Output q of the phase reads input q + offset − t with its t-th element. */
  readonly offset: number;
}

/**
 * Input i reaches output o = s·i − before + j through kernel element j. Outputs of one remainder r = o mod s use only
 * the elements j ≡ r + before (mod s): with o = r + s·q and j = j₀ + s·t the input is i = q + (r + before − j₀)/s − t,
 * an ordinary convolution of stride 1 whose taps run backwards. No zeros are inserted anywhere. Without dilation.
 */
export function transposedPhases(axis: Axis): Phase[] {
  return Array.from({ length: Math.min(axis.stride, axis.output) }, (_, remainder) => {
    const first = (((remainder + axis.before) % axis.stride) + axis.stride) % axis.stride;
    return {
      remainder,
      count: Math.ceil((axis.output - remainder) / axis.stride),
      first,
      taps: Math.max(Math.ceil((axis.kernel - first) / axis.stride), 0),
      offset: (remainder + axis.before - first) / axis.stride,
    };
  });
}
