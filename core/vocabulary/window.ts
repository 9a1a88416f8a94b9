/**
 * The arithmetic of sliding windows, along one axis. This is the only place that knows what the padding modes, dilation,
 * ceil mode and transposition do to a size.
 *
 * Notation: n input, k kernel, s stride, d dilation, K = d·(k − 1) + 1 the kernel's extent, pb and pe the padding
 * before and after, o output.
 */
import {
  add,
  ceilDivide,
  type Dimension,
  floorDivide,
  isKnown,
  maximum,
  minimum,
  multiply,
  printDimension,
  same,
  subtract,
} from './dimension.ts';
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
export function windowAxis(options: WindowOptions): WindowAxis {
  const { input, kernel, stride = 1, dilation = 1, padding = 'valid', ceil = false } = options;
  const mode = modeOf(padding);
  const base = { input, kernel, stride, dilation, ...(mode === null ? {} : { padding: mode }) };
  const extent = effectiveKernel(kernel, dilation);
  if (padding === 'same' || padding === 'sameLower') {
    const output = ceilDivide(input, stride);
    const [padBegin, padEnd] = halves(samePadding(input, extent, stride, output), padding === 'sameLower');
    return { ...base, padBegin, padEnd, output, ceil: true };
  }
  const [padBegin, padEnd] = sides(padding, extent);
  const reached = subtract(add(add(input, padBegin), padEnd), extent);
  if (!ceil) return { ...base, padBegin, padEnd, output: clamp(add(floorDivide(reached, stride), 1)) };
  const positions = add(ceilDivide(reached, stride), 1);
  // Every window must start inside the input or its padding before, i·s < n + pb, which K ≥ s + pe ensures.
  const spare = subtract(extent, add(stride, padEnd));
  const starts = ceilDivide(add(input, padBegin), stride);
  const output = clamp(isKnown(spare) && spare >= 0 ? positions : minimum(positions, starts));
  return { ...base, padBegin, padEnd, output, ceil: true };
}

export interface TransposedOptions extends Omit<WindowOptions, 'ceil'> {
  /** Null is "not given", which TensorFlow answers with the smallest output that covers every stride. */
  readonly outputPadding?: Dimension | undefined;
}

/**
 * A window that scatters: o = (n − 1)·s − pb − pe + K + outputPadding. Without an output padding TensorFlow makes
 * `same` n·s and `valid` n·s + max(K − s, 0); with one, Keras pads `same` by ⌊K/2⌋ on both sides.
 */
export function transposedWindowAxis(options: TransposedOptions): WindowAxis {
  const { input, kernel, stride = 1, dilation = 1, padding = 'valid', outputPadding } = options;
  const mode = modeOf(padding);
  const base = { input, kernel, stride, dilation, ...(mode === null ? {} : { padding: mode }), transposed: true };
  const extent = effectiveKernel(kernel, dilation);
  const natural = outputPadding === undefined;
  const same = padding === 'same' || padding === 'sameLower';
  const [padBegin, padEnd] = !same
    ? sides(padding, extent)
    : natural
      ? halves(maximum(subtract(extent, stride), 0), padding === 'sameLower')
      : [floorDivide(extent, 2), floorDivide(extent, 2)];
  const fillsStride = natural && (same || padding === 'valid');
  const appended = fillsStride ? maximum(subtract(stride, extent), 0) : (outputPadding ?? (natural ? 0 : null));
  const reached = add(multiply(subtract(input, 1), stride), subtract(extent, add(padBegin, padEnd)));
  return { ...base, padBegin, padEnd, output: clamp(add(reached, appended)), outputPadding: appended };
}

/** K = d·(k − 1) + 1. */
export function effectiveKernel(kernel: Dimension, dilation: Dimension): Dimension {
  return add(multiply(dilation, subtract(kernel, 1)), 1);
}

/**
 * The formula with the numbers put in, without its result: `⌊(224 + 3 + 3 − 7) / 2⌋ + 1`, `⌈224 / 2⌉`. `where` is the
 * word before what the extent of a dilated kernel is, in the reader's language.
 */
export function explainWindow(axis: WindowAxis, where = 'where'): string {
  const extent = effectiveKernel(axis.kernel, axis.dilation);
  const dilated = axis.dilation !== 1;
  const formula = axis.transposed ? explainTransposed(axis, extent) : explainGather(axis, extent);
  if (!dilated || !formula.usesExtent) return formula.text;
  const kernel =
    isKnown(axis.kernel) || axis.kernel === null ? printDimension(axis.kernel) : `(${printDimension(axis.kernel)})`;
  return `${formula.text}, ${where} ${printDimension(extent)} = ${printDimension(axis.dilation)}·(${kernel} − 1) + 1`;
}

/** One padding per spatial axis, from an attribute: a mode, a number, a number per axis or a pair per axis. */
export function axisPaddings(padding: AttributeValue | undefined, rank: number): readonly AxisPadding[] {
  const paddings: AxisPadding[] = [];
  for (let axis = 0; axis < rank; axis++) paddings.push(onePadding(Array.isArray(padding) ? padding[axis] : padding));
  return paddings;
}

/** The named padding modes, as attributes spell them. */
export const PADDING_MODES = ['valid', 'same', 'sameLower', 'causal', 'half', 'full'] as const;

function onePadding(padding: AttributeValue | undefined): AxisPadding {
  const named = PADDING_MODES.find((mode) => mode === padding);
  if (named !== undefined) return named;
  if (Array.isArray(padding)) return [side(padding[0]), side(padding[1])];
  const both = side(padding);
  return both === null ? null : [both, both];
}

function side(value: AttributeValue | undefined): Dimension {
  if (typeof value === 'number') return value;
  return typeof value === 'object' && value !== null && 'terms' in value ? value : null;
}

function modeOf(padding: AxisPadding): PaddingMode | null {
  return typeof padding === 'string' || padding === null ? padding : 'explicit';
}

/** TensorFlow's total for `same`: max((o − 1)·s + K − n, 0). */
function samePadding(input: Dimension, extent: Dimension, stride: Dimension, output: Dimension): Dimension {
  return maximum(subtract(add(multiply(subtract(output, 1), stride), extent), input), 0);
}

/** Halves of a total; the odd pixel goes to the end, or to the start (ONNX SAME_LOWER). */
function halves(total: Dimension, lower: boolean): readonly [Dimension, Dimension] {
  const small = floorDivide(total, 2);
  const large = subtract(total, small);
  return lower ? [large, small] : [small, large];
}

function sides(
  padding: Exclude<AxisPadding, 'same' | 'sameLower'>,
  extent: Dimension,
): readonly [Dimension, Dimension] {
  switch (padding) {
    case null:
      return [null, null];
    case 'valid':
      return [0, 0];
    case 'causal':
      return [subtract(extent, 1), 0];
    case 'half':
      return [floorDivide(extent, 2), floorDivide(extent, 2)];
    case 'full':
      return [subtract(extent, 1), subtract(extent, 1)];
    default:
      return padding;
  }
}

function clamp(size: Dimension): Dimension {
  return isKnown(size) && size < 0 ? 0 : size;
}

interface Formula {
  readonly text: string;
  readonly usesExtent: boolean;
}

function explainGather(axis: WindowAxis, extent: Dimension): Formula {
  const [n, s] = [operand(axis.input), operand(axis.stride)];
  if (axis.padding === 'same' || axis.padding === 'sameLower') return { text: `⌈${n} / ${s}⌉`, usesExtent: false };
  const padded = [n, ...padOperands(axis, '+')].join(' ');
  if (axis.kernel === 1 && axis.stride === 1) return { text: padded, usesExtent: false };
  const positions = `(${padded} − ${operand(extent)}) / ${s}`;
  return { text: axis.ceil ? `⌈${positions}⌉ + 1` : `⌊${positions}⌋ + 1`, usesExtent: true };
}

function explainTransposed(axis: WindowAxis, extent: Dimension): Formula {
  const appended =
    axis.outputPadding === 0 || axis.outputPadding === undefined ? [] : ['+', operand(axis.outputPadding)];
  const cropped = padOperands(axis, '−');
  // (n − 1)·s + K is n·s where copies of the kernel meet without overlap.
  if (same(extent, axis.stride) && cropped.length + appended.length === 0) {
    return { text: `${operand(axis.input)}·${operand(axis.stride)}`, usesExtent: false };
  }
  const steps = `(${operand(axis.input)} − 1)·${operand(axis.stride)}`;
  const text = [steps, ...cropped, '+', operand(extent), ...appended].join(' ');
  return { text, usesExtent: true };
}

function padOperands(axis: WindowAxis, sign: '+' | '−'): readonly string[] {
  if (axis.padBegin === 0 && axis.padEnd === 0) return [];
  return [axis.padBegin, axis.padEnd].flatMap((pad) => {
    const opposite = sign === '+' ? '−' : '+';
    return isKnown(pad) && pad < 0 ? [opposite, operand(-pad)] : [sign, operand(pad)];
  });
}

function operand(value: Dimension): string {
  const text = printDimension(value);
  const sum = value !== null && !isKnown(value) && value.terms.length > 1;
  return sum || (isKnown(value) && value < 0) ? `(${text})` : text;
}
