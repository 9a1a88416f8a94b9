import { finished, type Portions } from '../breath.ts';
import type { Tensor } from '../tensor.ts';
import { activate } from './activation.ts';
import { emptyTensor, type Kernel } from './kernel.ts';
import { blockRows, multiply, packColumns, rowTile } from './matrix.ts';

/** output (…, units) = input (…, Cin) · kernel (Cin, units) + bias. */
export const dense: Kernel = function* (step, [input], weights) {
  const output = emptyTensor(step.outputShapes[0]);
  yield* multiplying(input, weights.kernel, weights.bias, output);
  return [activate(step, output)];
};

/** output = left · right + bias, the last axis of `left` against the first of `right`. */
export function* multiplying(left: Tensor, right: Tensor, bias: Tensor | undefined, output: Tensor): Portions {
  const [depth, columns] = right.shape;
  const rows = output.data.length / columns;
  // With few rows, reordering the matrix would cost more than the product itself.
  if (rows < rowTile) yield* fewRows(left.data, right.data, bias, rows, depth, columns, output.data);
  else yield* manyRows(left.data, right.data, bias, rows, depth, columns, output.data);
}

/** The same without a break. */
export function matrixProduct(left: Tensor, right: Tensor, bias: Tensor | undefined, output: Tensor): void {
  finished(multiplying(left, right, bias, output));
}

function* fewRows(
  left: Float32Array,
  right: Float32Array,
  bias: Tensor | undefined,
  rows: number,
  depth: number,
  columns: number,
  output: Float32Array,
): Portions {
  const sums = new Float64Array(columns);
  const rowsPerBreath = 4 * Math.ceil(1e5 / columns);
  for (let row = 0; row < rows; row++) {
    if (bias === undefined) sums.fill(0);
    else sums.set(bias.data);
    const from = row * depth;
    let p = 0;
    for (; p + 4 <= depth; p += 4) {
      addFour(sums, left[from + p], left[from + p + 1], left[from + p + 2], left[from + p + 3], right, p * columns);
      if (p % rowsPerBreath === 0) yield;
    }
    for (; p < depth; p++) addScaled(sums, left[from + p], right, p * columns);
    output.set(sums, row * columns);
    yield;
  }
}

function addScaled(sums: Float64Array, factor: number, row: Float32Array, from: number): void {
  for (let j = 0; j < sums.length; j++) sums[j] += factor * row[from + j];
}

/** Four rows at once, so that the sums are read and written a quarter as often. */
function addFour(
  sums: Float64Array,
  a: number,
  b: number,
  c: number,
  d: number,
  rows: Float32Array,
  from: number,
): void {
  const columns = sums.length;
  const second = from + columns;
  const third = second + columns;
  const fourth = third + columns;
  for (let j = 0; j < columns; j++) {
    sums[j] += a * rows[from + j] + b * rows[second + j] + c * rows[third + j] + d * rows[fourth + j];
  }
}

function* manyRows(
  left: Float32Array,
  right: Float32Array,
  bias: Tensor | undefined,
  rows: number,
  depth: number,
  columns: number,
  output: Float32Array,
): Portions {
  const step = Math.min(blockRows(depth), rows + rowTile - 1 - ((rows + rowTile - 1) % rowTile));
  const block = new Float64Array(step * depth);
  const product = { left: block, right: packColumns(right, depth, columns, 0, columns), depth, columns };
  for (let first = 0; first < rows; first += step) {
    const valid = Math.min(step, rows - first);
    for (let i = 0; i < valid * depth; i++) block[i] = left[first * depth + i];
    multiply(product, valid, bias?.data ?? null, { data: output, base: first * columns, stride: columns });
    yield;
  }
}
