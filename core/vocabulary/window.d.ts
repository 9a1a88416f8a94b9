/**
 * The arithmetic of sliding windows, along one axis. This is the only place that knows what the padding modes, dilation,
 * ceil mode and transposition do to a size.
 *
 * Notation: n input, k kernel, s stride, d dilation, K = d·(k − 1) + 1 the kernel's extent, pb and pe the padding
 * before and after, o output.
 */
import { type Dimension } from './dimension.ts';
import type { AttributeValue, PaddingMode, WindowAxis } from './operator.ts';
/** Padding along one axis: a named rule, or the two sides. Null is unknown. */
export type AxisPadding = Exclude<PaddingMode, 'explicit'> | readonly [before: Dimension, after: Dimension] | null;
export interface WindowOptions {
  readonly input: Dimension;
  readonly kernel: Dimension;
  readonly stride?: Dimension;
  readonly dilation?: Dimension;
  readonly padding?: AxisPadding;
  /** Round the number of positions up, and let the last window hang over the end (Caffe, PyTorch's ceil_mode). */
  readonly ceil?: boolean;
}
/** A window that gathers: convolution and pooling. A size that would be negative is 0. */
export declare function windowAxis(options: WindowOptions): WindowAxis;
export interface TransposedOptions extends Omit<WindowOptions, 'ceil'> {
  /** Null is "not given", which TensorFlow answers with the smallest output that covers every stride. */
  readonly outputPadding?: Dimension | undefined;
}
/**
 * A window that scatters: o = (n − 1)·s − pb − pe + K + outputPadding. Without an output padding TensorFlow makes
 * `same` n·s and `valid` n·s + max(K − s, 0); with one, Keras pads `same` by ⌊K/2⌋ on both sides.
 */
export declare function transposedWindowAxis(options: TransposedOptions): WindowAxis;
/** K = d·(k − 1) + 1. */
export declare function effectiveKernel(kernel: Dimension, dilation: Dimension): Dimension;
/** The formula with the numbers put in, without its result: `⌊(224 + 3 + 3 − 7) / 2⌋ + 1`, `⌈224 / 2⌉`. */
export declare function explainWindow(axis: WindowAxis): string;
/** One padding per spatial axis, from an attribute: a mode, a number, a number per axis or a pair per axis. */
export declare function axisPaddings(padding: AttributeValue | undefined, rank: number): readonly AxisPadding[];
/** The named padding modes, as attributes spell them. */
export declare const PADDING_MODES: readonly ['valid', 'same', 'sameLower', 'causal', 'half', 'full'];
