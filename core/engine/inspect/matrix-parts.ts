import type { OperatorName } from '../../operators/index.ts';
import { axisPaddings, transposedWindowAxis, windowAxis } from '../../vocabulary/window.ts';
import type { Step } from '../program.ts';
import { type Axes, type Axis, gatherAxes, scatterAxes, spatial } from '../reference/geometry.ts';
import { gatheringTaps, scatteringTaps } from './taps.ts';

export interface Size {
  readonly height: number;
  readonly width: number;
}

/** A layer on a small input as a matrix: a row per output, a column per input, a kernel's weight where they meet. */
export interface MatrixParts {
  readonly input: Size;
  readonly output: Size;
  /** Output by output, tap by tap: the input that is met, −1 for none. */
  readonly taps: Int32Array;
  readonly tapCount: number;
  /** Row by row. */
  readonly matrix: Float32Array;
  readonly scatters: boolean;
}

/** Operators that are one kernel moved over one or two axes, by how many axes that are. */
const ranks: Readonly<Partial<Record<OperatorName, 1 | 2>>> = {
  conv1d: 1,
  conv2d: 2,
  depthwiseConv1d: 1,
  depthwiseConv2d: 2,
  separableConv1d: 1,
  separableConv2d: 2,
  spatiallySeparableConv2d: 2,
  flattenedConv2d: 2,
  partiallyConnectedConv2d: 2,
  conv1dTranspose: 1,
  conv2dTranspose: 2,
};

/** Whether a channel of an operator is the same matrix wherever it stands. */
export function hasMatrix(operator: OperatorName): boolean {
  return ranks[operator] !== undefined;
}

/** The matrix of one slice of a layer's kernel on a small input; null for other operators, and where no window fits. */
export function matrixParts(step: Step, input: Size, slice: Float32Array): MatrixParts | null {
  const rank = ranks[step.operator];
  if (rank === undefined) return null;
  const scatters = isTransposed(step);
  const axes = smallAxes(step, rank, input);
  const [, height, width] = axes;
  const output = { height: height.output, width: width.output };
  const outputs = output.height * output.width;
  const inputs = input.height * input.width;
  if (outputs === 0) return null;
  const taps = new Int32Array(outputs * slice.length);
  const matrix = new Float32Array(outputs * inputs);
  for (let row = 0; row < outputs; row++) {
    const { places } = (scatters ? scatteringTaps : gatheringTaps)(axes, row);
    taps.set(places, row * slice.length);
    places.forEach((place, tap) => {
      if (place >= 0) matrix[row * inputs + place] += slice[tap];
    });
  }
  return { input, output, taps, tapCount: slice.length, matrix, scatters };
}

/** M · x, or with `transposed` Mᵀ · y, in double precision. */
export function multiplied({ matrix, input, output }: MatrixParts, x: Float32Array, transposed = false): Float32Array {
  const [rows, columns] = [output.height * output.width, input.height * input.width];
  const sums = new Float64Array(transposed ? columns : rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const weight = matrix[row * columns + column];
      if (transposed) sums[column] += weight * x[row];
      else sums[row] += weight * x[column];
    }
  }
  return Float32Array.from(sums);
}

/** The input pixel in the middle of what an output position reads. */
export function middleOf(
  step: Step,
  { row, column }: Readonly<Record<'row' | 'column', number>>,
): { y: number; x: number } {
  const rank = ranks[step.operator] ?? 2;
  const [, height, width] = isTransposed(step) ? scatterAxes(step, rank) : gatherAxes(step, 'kernelSize', rank);
  const along = ({ stride, before, kernel, dilation }: Axis, at: number) => {
    const reach = ((kernel - 1) * dilation) / 2;
    return Math.round(isTransposed(step) ? (at + before - reach) / stride : at * stride - before + reach);
  };
  return { y: along(height, row), x: along(width, column) };
}

function isTransposed({ operator }: Step): boolean {
  return operator === 'conv1dTranspose' || operator === 'conv2dTranspose';
}

/** The layer's own window over an input of another size. */
function smallAxes(step: Step, rank: 1 | 2, { height, width }: Size): Axes {
  const own = (isTransposed(step) ? scatterAxes(step, rank) : gatherAxes(step, 'kernelSize', rank)).slice(3 - rank);
  const paddings = axisPaddings(step.attributes.padding ?? 'valid', rank);
  const sizes = [height, width].slice(2 - rank);
  const axes = own.map(({ kernel, stride, dilation }, axis): Axis => {
    const options = { input: sizes[axis], kernel, stride, dilation, padding: paddings[axis] };
    const { padBegin, output } = isTransposed(step) ? transposedWindowAxis(options) : windowAxis(options);
    return { input: sizes[axis], kernel, stride, dilation, before: known(padBegin), output: known(output) };
  });
  return spatial(axes);
}

/** Of a program's layer every number is. */
function known(size: unknown): number {
  return typeof size === 'number' ? size : 0;
}
