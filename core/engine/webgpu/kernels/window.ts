import type { Spread } from '../../lowering/index.ts';
import type { Axes, Axis } from '../../reference/geometry.ts';

/**
 * Where a kernel reads, per spatial axis: for the q-th output that a launch computes and tap t, the input index is
 * `stride·q + offset + tap·t`, and the result goes to output index `outStride·q + outOffset`. An ordinary convolution
 * has `outStride` 1, a pass of a transposed one the layer's stride.
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

/** The window of a pooling layer, or of a pass of a convolution, whose outputs are spread over the layer's. */
export function gatherWindow([, height, width]: Axes, spread?: Spread): Window {
  return [gatherAxis(height, 0, spread), gatherAxis(width, 1, spread)];
}

function gatherAxis(axis: Axis, at: 0 | 1, spread: Spread | undefined): AxisWindow {
  return {
    input: axis.input,
    output: spread?.size[at] ?? axis.output,
    count: axis.output,
    taps: axis.kernel,
    stride: axis.stride,
    offset: -axis.before,
    tap: axis.dilation,
    outStride: spread?.strides[at] ?? 1,
    outOffset: spread?.first[at] ?? 0,
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
