import type { Tensor } from '../../tensor.ts';
import { type Algorithm, biasSums, countsOf, type Problem } from './algorithm.ts';

/** The matrices of F(m, 3): y = Aᵀ[(G g) ∘ (Bᵀ d)] computes m outputs of a 3-tap filter with m + 2 multiplications. */
interface Transform {
  readonly outputs: number;
  /** Bᵀ, (m+2) × (m+2). */
  readonly input: readonly (readonly number[])[];
  /** G, (m+2) × 3. */
  readonly kernel: readonly (readonly number[])[];
  /** Aᵀ, m × (m+2). */
  readonly output: readonly (readonly number[])[];
}

/** Points 0, 1, −1, ∞. */
const f23: Transform = {
  outputs: 2,
  input: [
    [1, 0, -1, 0],
    [0, 1, 1, 0],
    [0, -1, 1, 0],
    [0, 1, 0, -1],
  ],
  kernel: [
    [1, 0, 0],
    [0.5, 0.5, 0.5],
    [0.5, -0.5, 0.5],
    [0, 0, 1],
  ],
  output: [
    [1, 1, 1, 0],
    [0, 1, -1, -1],
  ],
};

/** Points 0, ±1, ±2, ∞. */
const f43: Transform = {
  outputs: 4,
  input: [
    [4, 0, -5, 0, 1, 0],
    [0, -4, -4, 1, 1, 0],
    [0, 4, -4, -1, 1, 0],
    [0, -2, -1, 2, 1, 0],
    [0, 2, -1, -2, 1, 0],
    [0, 4, 0, -5, 0, 1],
  ],
  kernel: [
    [1 / 4, 0, 0],
    [-1 / 6, -1 / 6, -1 / 6],
    [-1 / 6, 1 / 6, -1 / 6],
    [1 / 24, 1 / 12, 1 / 6],
    [1 / 24, -1 / 12, 1 / 6],
    [0, 0, 1],
  ],
  output: [
    [1, 1, 1, 1, 1, 0],
    [0, 1, -1, 2, -2, 0],
    [0, 1, 1, 4, 4, 0],
    [0, 1, -1, 8, -8, 1],
  ],
};

export const winograd23 = winograd('F(2,3)', f23);
export const winograd43 = winograd('F(4,3)', f43);

/** Two-dimensional tiles by nesting: Y = Aᵀ[(G g Gᵀ) ∘ (Bᵀ d B)]A, summed over channels before the last step. */
function winograd(size: string, transform: Transform): Algorithm {
  const m = transform.outputs;
  return {
    name: `Winograd ${size}`,
    doc: `Computes ${m}×${m} outputs of a 3×3 convolution from a transformed ${m + 2}×${m + 2} tile with ${(m + 2) ** 2} multiplications instead of ${9 * m * m}.`,
    source: 'Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, arXiv:1509.09308',
    refuses: ({ axes: [depth, ...plane], groups }) => {
      if (groups !== 1) return 'the channels are in groups';
      if (depth.kernel !== 1 || plane.some(({ kernel }) => kernel !== 3)) return 'the kernel is not 3×3';
      if (plane.some(({ stride }) => stride !== 1)) return 'the stride is not 1';
      return plane.some(({ dilation }) => dilation !== 1) ? 'the kernel is dilated' : null;
    },
    run: (problem, output) => runTiles(problem, output, transform),
    work: (problem) => {
      const { images, channels, filters } = countsOf(problem);
      const area = (m + 2) ** 2;
      const tiles = tileCount(problem, m) * images;
      return { multiplications: tiles * area * channels * filters, workspace: area * channels * (filters + 1) };
    },
  };
}

function runTiles(problem: Problem, output: Tensor, transform: Transform): void {
  const [depth, height, width] = problem.axes;
  const { images, channels, filters } = countsOf(problem);
  const [m, side] = [transform.outputs, transform.outputs + 2];
  const kernels = transformedKernels(problem.kernel, channels, filters, transform);
  const sums = biasSums(problem, output);
  const tile = new Float64Array(side * side * channels);
  const product = new Float64Array(side * side);
  for (let image = 0; image < images * depth.output; image++) {
    for (let top = 0; top < height.output; top += m) {
      for (let left = 0; left < width.output; left += m) {
        readTile(problem, image, top - height.before, left - width.before, side, tile);
        for (let c = 0; c < channels; c++) sandwich(transform.input, tile, c * side * side, side);
        for (let f = 0; f < filters; f++) {
          product.fill(0);
          for (let c = 0; c < channels; c++) {
            const from = (f * channels + c) * side * side;
            for (let i = 0; i < product.length; i++) product[i] += kernels[from + i] * tile[c * side * side + i];
          }
          writeTile(transform.output, product, side, (y, x, value) => {
            if (top + y >= height.output || left + x >= width.output) return;
            sums[((image * height.output + top + y) * width.output + left + x) * filters + f] += value;
          });
        }
      }
    }
  }
  output.data.set(sums);
}

/** G g Gᵀ for every pair of filter and channel. */
function transformedKernels(kernel: Tensor, channels: number, filters: number, { kernel: g }: Transform): Float64Array {
  const side = g.length;
  const all = new Float64Array(filters * channels * side * side);
  for (let f = 0; f < filters; f++) {
    for (let c = 0; c < channels; c++) {
      const tap = (y: number, x: number): number => kernel.data[((y * 3 + x) * channels + c) * filters + f];
      for (let i = 0; i < side; i++) {
        for (let j = 0; j < side; j++) {
          let sum = 0;
          for (let y = 0; y < 3; y++) for (let x = 0; x < 3; x++) sum += g[i][y] * tap(y, x) * g[j][x];
          all[((f * channels + c) * side + i) * side + j] = sum;
        }
      }
    }
  }
  return all;
}

/** The tile's pixels, channel by channel; zeros outside the input. */
function readTile(
  { input, axes }: Problem,
  image: number,
  top: number,
  left: number,
  side: number,
  tile: Float64Array,
) {
  const [, height, width] = axes;
  const channels = input.shape[input.shape.length - 1];
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const [row, column] = [top + y, left + x];
        const inside = row >= 0 && row < height.input && column >= 0 && column < width.input;
        const from = ((image * height.input + row) * width.input + column) * channels + c;
        tile[(c * side + y) * side + x] = inside ? input.data[from] : 0;
      }
    }
  }
}

/** X ← M X Mᵀ for one side × side block. */
function sandwich(matrix: readonly (readonly number[])[], block: Float64Array, from: number, side: number): void {
  const half = new Float64Array(side * side);
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      let sum = 0;
      for (let p = 0; p < side; p++) sum += matrix[i][p] * block[from + p * side + j];
      half[i * side + j] = sum;
    }
  }
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      let sum = 0;
      for (let p = 0; p < side; p++) sum += half[i * side + p] * matrix[j][p];
      block[from + i * side + j] = sum;
    }
  }
}

/** Aᵀ X A, handed out element by element. */
function writeTile(
  matrix: readonly (readonly number[])[],
  block: Float64Array,
  side: number,
  write: (y: number, x: number, value: number) => void,
): void {
  for (const [y, left] of matrix.entries()) {
    for (const [x, right] of matrix.entries()) {
      let sum = 0;
      for (let i = 0; i < side; i++) for (let j = 0; j < side; j++) sum += left[i] * block[i * side + j] * right[j];
      write(y, x, sum);
    }
  }
}

function tileCount({ axes: [depth, height, width] }: Problem, size: number): number {
  return depth.output * Math.ceil(height.output / size) * Math.ceil(width.output / size);
}
