import type { Tensor } from '../../tensor.ts';
import { convolve } from '../conv.ts';
import { depthwise } from '../depthwise-conv.ts';
import { type Axis, spatial } from '../geometry.ts';
import { emptyTensor } from '../kernel.ts';
import { type Algorithm, countsOf } from './algorithm.ts';

/** One height × width slice of a kernel as the sum of column · row products that comes closest. */
export interface Separation {
  /** Singular values above 1e-6 of the largest: as many products are needed for the whole. */
  readonly rank: number;
  /** From the largest on, as many as the slice is wide. */
  readonly singular: readonly number[];
  readonly column: Float64Array;
  readonly row: Float64Array;
  /** What the best single product misses, relative to the slice (Frobenius norms): 0 is separable. */
  readonly residual: number;
}

/**
 * The best approximation of rank 1, which by Eckart and Young 1936 is the first term of the singular value
 * decomposition; its vectors are found by diagonalising AᵀA with Jacobi's rotations.
 */
export function separate(slice: Float64Array, height: number, width: number): Separation {
  const gram = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) {
      for (let y = 0; y < height; y++) gram[i * width + j] += slice[y * width + i] * slice[y * width + j];
    }
  }
  const vectors = diagonalise(gram, width);
  const squares = Array.from({ length: width }, (_, i) => Math.max(gram[i * width + i], 0));
  const largest = squares.indexOf(Math.max(...squares));
  const total = squares.reduce((sum, square) => sum + square, 0);
  const row = Float64Array.from({ length: width }, (_, i) => vectors[i * width + largest]);
  const column = Float64Array.from({ length: height }, (_, y) =>
    row.reduce((sum, value, x) => sum + slice[y * width + x] * value, 0),
  );
  let missed = 0;
  for (let i = 0; i < slice.length; i++) missed += (slice[i] - column[Math.floor(i / width)] * row[i % width]) ** 2;
  // A square below 1e-12 of the largest is a singular value below 1e-6 of it.
  const rank = total === 0 ? 0 : squares.filter((square) => square > 1e-12 * squares[largest]).length;
  const singular = squares.map(Math.sqrt).sort((a, b) => b - a);
  return { rank, singular, column, row, residual: total === 0 ? 0 : Math.sqrt(missed / total) };
}

/** The residual up to which a kernel in single precision counts as separable. */
const separable = 1e-6;

/**
 * A column pass and a row pass per pair of channel and filter: kh + kw instead of kh·kw multiplications. Pairs are
 * computed as channels of a depthwise convolution and then added up.
 */
export const rankOne: Algorithm = {
  name: 'separable',
  doc: 'Where every slice of the kernel is a column times a row, filters along the columns and then along the rows.',
  refuses: ({ kernel, axes, groups }) => {
    if (groups !== 1) return 'the channels are in groups';
    if (axes[0].input !== 1 || axes[0].kernel !== 1) return 'the input is a volume';
    const worst = Math.max(...slicesOf(kernel, axes[1], axes[2]).map(({ residual }) => residual));
    return worst <= separable ? null : `the kernel has not rank 1 (residual ${worst.toPrecision(2)})`;
  },
  run: (problem, output) => {
    const { input, kernel, bias, axes } = problem;
    const [, height, width] = axes;
    const { images, channels, filters } = countsOf(problem);
    const pairs = channels * filters;
    const slices = slicesOf(kernel, height, width);
    const lay = (taps: number, of: (pair: number, tap: number) => number): Float32Array =>
      Float32Array.from({ length: taps * pairs }, (_, i) => of(i % pairs, Math.floor(i / pairs)));
    const columns = {
      shape: [height.kernel, 1, channels, filters],
      data: lay(height.kernel, (i, y) => slices[i].column[y]),
    };
    const rows = { shape: [1, width.kernel, pairs, 1], data: lay(width.kernel, (i, x) => slices[i].row[x]) };
    const middle = emptyTensor([images, height.output, width.input, pairs]);
    depthwise({ input, kernel: columns, axes: spatial([height, untouched(width.input)]) }, middle);
    const filtered = emptyTensor([images, height.output, width.output, pairs]);
    depthwise({ input: middle, kernel: rows, axes: spatial([untouched(height.output), width]) }, filtered);
    const summing = emptyTensor([1, 1, pairs, filters]);
    for (let pair = 0; pair < pairs; pair++) summing.data[pair * filters + (pair % filters)] = 1;
    const everywhere = spatial([untouched(height.output), untouched(width.output)]);
    convolve({ input: filtered, kernel: summing, bias, axes: everywhere }, output);
  },
  work: (problem) => {
    const { images, channels, filters, positions } = countsOf(problem);
    const [, height, width] = problem.axes;
    const columns = height.output * width.input * height.kernel;
    const pairs = images * channels * filters;
    return {
      multiplications: pairs * (columns + positions * width.kernel),
      workspace: pairs * (height.output * width.input + positions),
    };
  },
};

/** Every pair of channel and filter, channel by channel. */
function slicesOf(kernel: Tensor, height: Axis, width: Axis): readonly Separation[] {
  const [channels, filters] = kernel.shape.slice(-2);
  const pairs = channels * filters;
  return Array.from({ length: pairs }, (_, pair) => {
    const slice = Float64Array.from(
      { length: height.kernel * width.kernel },
      (_, tap) => kernel.data[tap * pairs + pair],
    );
    return separate(slice, height.kernel, width.kernel);
  });
}

/** Jacobi 1846: rotates pairs of axes until a symmetric matrix is diagonal, in place; gives the eigenvectors as columns. */
function diagonalise(matrix: Float64Array, size: number): Float64Array {
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  for (let sweep = 0; sweep < 50; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        off += Math.abs(matrix[p * size + q]);
        rotate(matrix, vectors, size, p, q);
      }
    }
    if (off === 0) break;
  }
  return vectors;
}

function rotate(matrix: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const apq = matrix[p * size + q];
  if (apq === 0) return;
  const theta = (matrix[q * size + q] - matrix[p * size + p]) / (2 * apq);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  const turn = (values: Float64Array, a: number, b: number): void => {
    const [x, y] = [values[a], values[b]];
    values[a] = cosine * x - sine * y;
    values[b] = sine * x + cosine * y;
  };
  for (let i = 0; i < size; i++) turn(matrix, i * size + p, i * size + q);
  for (let i = 0; i < size; i++) turn(matrix, p * size + i, q * size + i);
  for (let i = 0; i < size; i++) turn(vectors, i * size + p, i * size + q);
}

function untouched(size: number): Axis {
  return { input: size, output: size, kernel: 1, stride: 1, dilation: 1, before: 0 };
}
