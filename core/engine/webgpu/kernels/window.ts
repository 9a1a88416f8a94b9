import type { Phase } from '../../lowering/transposed-phases.ts';
import type { Axes, Axis } from '../../reference/geometry.ts';

/**
 * Where a kernel reads, per spatial axis: for the q-th output that a launch computes and tap t, the input index is
 * `stride·q + offset + tap·t`, and the result goes to output index `outStride·q + outOffset`. An ordinary convolution
 * has `outStride` 1; one phase of a transposed convolution has `stride` 1 and `tap` −1.
 */
export interface AxisWindow {
  readonly input: number;
  readonly output: number;
  /** Outputs that the launch computes along the axis. */
  readonly count: number;
  readonly taps: number;
  readonly stride: number;
  readonly offset: number;
  readonly tap: number;
  readonly outStride: number;
  readonly outOffset: number;
}

/** Spatial axes as [rows, columns]; a one-dimensional layer is one row. */
export type Window = readonly [AxisWindow, AxisWindow];

/** The window of a gathering layer: convolution, pooling. */
export function gatherWindow([, height, width]: Axes): Window {
  return [gatherAxis(height), gatherAxis(width)];
}

function gatherAxis(axis: Axis): AxisWindow {
  return {
    input: axis.input,
    output: axis.output,
    count: axis.output,
    taps: axis.kernel,
    stride: axis.stride,
    offset: -axis.before,
    tap: axis.dilation,
    outStride: 1,
    outOffset: 0,
  };
}

/** A window of one tap over all pixels of a tensor, whatever axes they are made of. */
export function pointwiseWindow(pixels: number): Window {
  const axis = { input: 1, output: 1, kernel: 1, stride: 1, dilation: 1, before: 0 };
  return [gatherAxis(axis), gatherAxis({ ...axis, input: pixels, output: pixels })];
}

/** The window of one phase of a transposed convolution along one axis. */
export function phaseAxis(axis: Axis, phase: Phase): AxisWindow {
  return {
    input: axis.input,
    output: axis.output,
    count: phase.count,
    taps: phase.taps,
    stride: 1,
    offset: phase.offset,
    tap: -1,
    outStride: axis.stride,
    outOffset: phase.remainder,
  };
}

/** The sizes that every windowed kernel needs, under the names that its text uses. */
export const WINDOW_SIZES = [
  'inRows',
  'inColumns',
  'outColumns',
  'outPixels',
  'pixels',
  'columns',
  'tapRows',
  'tapColumns',
  'rowStride',
  'rowOffset',
  'rowTap',
  'columnStride',
  'columnOffset',
  'columnTap',
  'outRowStride',
  'outRowOffset',
  'outColumnStride',
  'outColumnOffset',
] as const;

export function windowSizes([rows, columns]: Window): Record<(typeof WINDOW_SIZES)[number], number> {
  return {
    inRows: rows.input,
    inColumns: columns.input,
    outColumns: columns.output,
    outPixels: rows.output * columns.output,
    pixels: rows.count * columns.count,
    columns: columns.count,
    tapRows: rows.taps,
    tapColumns: columns.taps,
    rowStride: rows.stride,
    rowOffset: rows.offset,
    rowTap: rows.tap,
    columnStride: columns.stride,
    columnOffset: columns.offset,
    columnTap: columns.tap,
    outRowStride: rows.outStride,
    outRowOffset: rows.outOffset,
    outColumnStride: columns.outStride,
    outColumnOffset: columns.outOffset,
  };
}
