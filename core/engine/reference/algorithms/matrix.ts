import type { Tensor } from '../../tensor.ts';
import { eachTap } from '../geometry.ts';
import { type Algorithm, biasSums, countsOf, type Problem } from './algorithm.ts';

/** A convolution of one image written out as a matrix: Toeplitz in one dimension, doubly blocked in two. */
export interface ConvolutionMatrix {
  /** Output elements, in the order of the output's memory. */
  readonly rows: number;
  /** Input elements, in the order of the input's memory. */
  readonly columns: number;
  /** Row after row. */
  readonly data: Float64Array;
}

/** Numbers in a matrix beyond which it is not written out: 256 MiB of doubles. */
const largestMatrix = 2 ** 25;

/**
 * The matrix M with output = M · input. Its transpose is the transposed convolution. A 3×3 kernel on 4×4, valid, is
 * 4×16.
 */
export function convolutionMatrix(problem: Problem): ConvolutionMatrix {
  const { kernel, axes, groups } = problem;
  const { channels, filters, positions } = countsOf(problem);
  const [perGroup, filtersPerGroup] = [channels / groups, filters / groups];
  const rows = positions * filters;
  const columns = axes.reduce((product, { input }) => product * input, channels);
  const data = new Float64Array(rows * columns);
  eachTap(axes, 1, (pixel, position, tap) => {
    for (let f = 0; f < filters; f++) {
      const first = Math.floor(f / filtersPerGroup) * perGroup;
      for (let c = 0; c < perGroup; c++) {
        const at = (position * filters + f) * columns + pixel * channels + first + c;
        data[at] += kernel.data[(tap * perGroup + c) * filters + f];
      }
    }
  });
  return { rows, columns, data };
}

/** Mᵀ · vector. */
export function transposedProduct({ rows, columns, data }: ConvolutionMatrix, vector: Float32Array): Float64Array {
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) sums[column] += data[row * columns + column] * vector[row];
  }
  return sums;
}

export const toeplitz: Algorithm = {
  name: 'explicit matrix',
  doc: 'Writes the convolution out as one sparse matrix and multiplies. For understanding, not for speed: most of its elements are zero.',
  source: 'Dumoulin and Visin, A guide to convolution arithmetic for deep learning, arXiv:1603.07285, section 4.1',
  refuses: (problem) => {
    const { rows, columns } = sizeOf(problem);
    return rows * columns > largestMatrix ? `the matrix would be ${rows}×${columns}` : null;
  },
  run: (problem, output: Tensor) => {
    const matrix = convolutionMatrix(problem);
    const sums = biasSums(problem, output);
    for (let image = 0; image < problem.input.shape[0]; image++) {
      for (let row = 0; row < matrix.rows; row++) {
        let sum = 0;
        for (let column = 0; column < matrix.columns; column++) {
          sum += matrix.data[row * matrix.columns + column] * problem.input.data[image * matrix.columns + column];
        }
        sums[image * matrix.rows + row] += sum;
      }
    }
    output.data.set(sums);
  },
  work: (problem) => {
    const { rows, columns } = sizeOf(problem);
    return { multiplications: problem.input.shape[0] * rows * columns, workspace: rows * columns };
  },
};

function sizeOf(problem: Problem): { readonly rows: number; readonly columns: number } {
  const { channels, filters, positions } = countsOf(problem);
  const columns = problem.axes.reduce((product, { input }) => product * input, channels);
  return { rows: positions * filters, columns };
}
