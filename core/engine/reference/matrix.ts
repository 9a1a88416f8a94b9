/**
 * Matrix products in double precision. The left side comes in blocks of rows, the right side with its columns stored
 * contiguously, so that both are read along memory; four rows by two columns of sums stay in registers, which is what
 * a JavaScript engine can hold without spilling.
 */

/** Rows of a block are a multiple of this. */
export const rowTile = 4;

export interface Product {
  /** `rows` × `depth`, row after row; `rows` is a multiple of `rowTile`. */
  readonly left: Float64Array;
  /** `columns` × `depth`, column after column; one more column of any content when `columns` is odd. */
  readonly right: Float64Array;
  readonly depth: number;
  readonly columns: number;
}

/** Where a product goes: element (i, j) to `data[base + i·stride + j]`. */
export interface Target {
  readonly data: Float32Array | Float64Array;
  readonly base: number;
  readonly stride: number;
}

/** target[i, j] = bias[j] + Σ left[i, p]·right[j, p] for the first `valid` rows. */
export function multiply(product: Product, valid: number, bias: Float32Array | null, target: Target): void {
  const { left, right, depth, columns } = product;
  const { data, base, stride } = target;
  const sums = new Float64Array(2 * rowTile);
  for (let j = 0; j < columns; j += 2) {
    const biasEven = bias === null ? 0 : bias[j];
    const biasOdd = bias === null || j + 1 >= columns ? 0 : bias[j + 1];
    for (let i = 0; i < valid; i += rowTile) {
      tile(left, i * depth, right, j * depth, depth, sums);
      const rows = Math.min(rowTile, valid - i);
      for (let row = 0; row < rows; row++) {
        const at = base + (i + row) * stride + j;
        data[at] = sums[2 * row] + biasEven;
        if (j + 1 < columns) data[at + 1] = sums[2 * row + 1] + biasOdd;
      }
    }
  }
}

/** A function of its own so that the optimising compiler sees the hot loop from its first call on. */
function tile(
  left: Float64Array,
  leftBase: number,
  right: Float64Array,
  rightBase: number,
  depth: number,
  sums: Float64Array,
): void {
  const row1 = leftBase + depth;
  const row2 = row1 + depth;
  const row3 = row2 + depth;
  const odd = rightBase + depth;
  let s00 = 0;
  let s01 = 0;
  let s10 = 0;
  let s11 = 0;
  let s20 = 0;
  let s21 = 0;
  let s30 = 0;
  let s31 = 0;
  for (let p = 0; p < depth; p++) {
    const x = right[rightBase + p];
    const y = right[odd + p];
    const a = left[leftBase + p];
    const b = left[row1 + p];
    const c = left[row2 + p];
    const d = left[row3 + p];
    s00 += a * x;
    s01 += a * y;
    s10 += b * x;
    s11 += b * y;
    s20 += c * x;
    s21 += c * y;
    s30 += d * x;
    s31 += d * y;
  }
  sums[0] = s00;
  sums[1] = s01;
  sums[2] = s10;
  sums[3] = s11;
  sums[4] = s20;
  sums[5] = s21;
  sums[6] = s30;
  sums[7] = s31;
}

/**
 * Columns `from … from + columns − 1` of a row-major matrix of `depth` rows, made contiguous and widened.
 */
export function packColumns(
  matrix: Float32Array,
  depth: number,
  rowLength: number,
  from: number,
  columns: number,
): Float64Array {
  const packed = new Float64Array((columns + (columns % 2)) * depth);
  for (let p = 0; p < depth; p++) {
    const row = p * rowLength + from;
    for (let j = 0; j < columns; j++) packed[j * depth + p] = matrix[row + j];
  }
  return packed;
}

/** How many rows of this depth make a block of about a quarter of a megabyte, which stays in the second-level cache. */
export function blockRows(depth: number): number {
  const rows = Math.floor(32768 / Math.max(depth, 1));
  return Math.max(rowTile, Math.min(256, rows - (rows % rowTile)));
}
