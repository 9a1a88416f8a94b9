import type { OperatorName } from '../../operators/index.ts';
import { finished } from '../breath.ts';
import type { Step } from '../program.ts';
import { type Separation, separate } from '../reference/algorithms/rank-one.ts';
import { convolving } from '../reference/conv.ts';
import { type Axis, spatial } from '../reference/geometry.ts';
import type { Weights } from '../reference/kernel.ts';
import { withChannelsLast } from '../reference/layout.ts';
import { kernelFamilies } from './families.ts';
import type { OutputPlace } from './output-place.ts';

/** A layer's kernels as images: every filter has one per channel that it reads. */
export interface Kernels {
  /** Of a kernel with several slices they stand below each other. */
  readonly rows: number;
  readonly columns: number;
  /** Channels that each filter reads. */
  readonly channels: number;
  /** The input channel that is the first of a filter's. */
  first(filter: number): number;
  /** One channel's taps, row by row. */
  slice(filter: number, channel: number): Float32Array;
  /** They are what several kernels in turn come to. */
  readonly combined: boolean;
  /** A map of the input can be filtered with a slice alone: the window gathers over two axes. */
  readonly filtersImages: boolean;
}

/** Whether an operator multiplies with kernels. */
export function hasKernels(operator: OperatorName): boolean {
  return kernelFamilies[operator] !== undefined;
}

/** @param pixel which output position's kernels, where they differ */
export function kernelsOf(step: Step, weights: Weights, pixel: number): Kernels | null {
  const family = kernelFamilies[step.operator];
  if (!family) return null;
  const inner = withChannelsLast(step);
  // Kernels do not depend on what the window meets.
  const make = (map: number) => family(inner, weights, { map, pixel } satisfies OutputPlace, () => 0);
  let last = { map: 0, summands: make(0) };
  // Filters are asked for channel by channel.
  const of = (map: number) => {
    if (map !== last.map) last = { map, summands: make(map) };
    return last.summands;
  };
  const { taps, channels, combined, axes, scatters } = of(0);
  return {
    rows: taps.rows,
    columns: taps.columns,
    channels,
    combined,
    filtersImages: axes !== null && axes[0].kernel === 1 && taps.rows > 1 && taps.columns > 1 && !scatters,
    first: (map) => of(map).first,
    slice: (map, channel) => {
      const { weightAt } = of(map);
      return Float32Array.from({ length: taps.places.length }, (_, tap) => weightAt?.(channel, tap) ?? 0);
    },
  };
}

/** A slice of a kernel, and the closest column times row. */
export interface SliceParts extends Separation {
  readonly separable: Float32Array;
  /** The share of the slice's squares that the best single product keeps. */
  readonly kept: number;
}

export function sliceParts(slice: Float32Array, rows: number, columns: number): SliceParts {
  const parts = separate(Float64Array.from(slice), rows, columns);
  const separable = slice.map((_, i) => (parts.column[Math.floor(i / columns)] ?? 0) * (parts.row[i % columns] ?? 0));
  return { ...parts, separable, kept: 1 - parts.residual ** 2 };
}

/** What a slice makes of one map of the input, at stride 1 and as large as the map, zeros around it. */
export function filtered(
  plane: Float32Array,
  { height, width }: Readonly<Record<'height' | 'width', number>>,
  slice: Float32Array,
  { rows, columns }: Readonly<Record<'rows' | 'columns', number>>,
): Float32Array {
  const along = (size: number, kernel: number): Axis => ({
    input: size,
    output: size,
    kernel,
    stride: 1,
    dilation: 1,
    before: Math.floor((kernel - 1) / 2),
  });
  const output = { shape: [1, height, width, 1], data: new Float32Array(height * width) };
  const axes = spatial([along(height, rows), along(width, columns)]);
  const input = { shape: [1, height, width, 1], data: plane };
  const kernel = { shape: [rows, columns, 1, 1], data: slice };
  finished(convolving({ input, kernel, axes }, output));
  return output.data;
}

/** A kernel turned by half a turn: correlation becomes convolution. */
export function turnedAround(slice: Float32Array): Float32Array {
  return slice.toReversed();
}
