import * as l10n from '@vscode/l10n';
import type { MatrixFacts } from '../worker/protocol.ts';
import { value } from './figures.ts';
import { cellText } from './window-view.ts';

/** The layer's matrix, the matrix of its transposed layer, or its windows as rows with the kernel as one column. */
export const matrixViews = ['layer', 'transposed', 'im2col'] as const;
export type MatrixView = (typeof matrixViews)[number];

/** A matrix as it is shown, and the vectors on both sides of it. */
export interface ShownProduct {
  readonly rows: number;
  readonly columns: number;
  readonly cells: Float32Array;
  /** What a column stands for: a position of a grid so wide; 0 where columns are taps. */
  readonly columnsWide: number;
  readonly rowsWide: number;
  /** What it is multiplied with, and what comes out. */
  readonly right: Float32Array;
  readonly result: Float32Array;
  readonly rightName: string;
  readonly resultName: string;
}

/** The layer's matrix, its transpose, or the windows as rows. */
export function productOf(facts: MatrixFacts, view: MatrixView): ShownProduct {
  const { matrix, input, output, x, y, back, kernel } = facts;
  const [outputs, inputs] = [output.height * output.width, input.height * input.width];
  if (view === 'transposed') {
    const cells = Float32Array.from(
      { length: matrix.length },
      (_, i) => matrix[(i % outputs) * inputs + Math.floor(i / outputs)] ?? 0,
    );
    return {
      rows: inputs,
      columns: outputs,
      cells,
      columnsWide: output.width,
      rowsWide: input.width,
      right: y,
      result: back,
      rightName: 'y',
      resultName: 'Mᵀ·y',
    };
  }
  if (view === 'im2col') {
    const { taps, tapCount } = facts;
    const cells = Float32Array.from(taps, (place) => (place < 0 ? 0 : (x[place] ?? 0)));
    return {
      rows: outputs,
      columns: tapCount,
      cells,
      columnsWide: kernel.columns,
      rowsWide: output.width,
      right: kernel.values,
      result: y,
      rightName: 'kernel',
      resultName: 'y',
    };
  }
  return {
    rows: outputs,
    columns: inputs,
    cells: matrix,
    columnsWide: input.width,
    rowsWide: output.width,
    right: x,
    result: y,
    rightName: 'x',
    resultName: 'y = M·x',
  };
}

/** The row that is looked at: the chosen one, else the one in the middle. */
export function rowOf({ rows, rowsWide }: ShownProduct, chosen: number | null): number {
  if (chosen !== null) return Math.min(chosen, rows - 1);
  const high = Math.ceil(rows / rowsWide);
  return Math.min(rows - 1, Math.floor((high - 1) / 2) * rowsWide + Math.floor((rowsWide - 1) / 2));
}

/** `16×36, 144 of 576 not zero (25%)` */
export function sparsityText({ rows, columns, cells }: ShownProduct): string {
  const used = cells.reduce((count, cell) => count + (cell === 0 ? 0 : 1), 0);
  const share = `${Math.round((100 * used) / (rows * columns))}%`;
  return l10n.t('{0}×{1}, {2} of {3} not zero ({4})', rows, columns, used, rows * columns, share);
}

/** One product of a row's sum. */
export interface Term {
  readonly column: number;
  readonly weight: number;
  readonly factor: number;
}

/** What a row comes to: every product that is not zero by a zero of the matrix. */
export function termsOf({ cells, columns, right }: ShownProduct, row: number): readonly Term[] {
  return Array.from({ length: columns }, (_, column) => ({
    column,
    weight: cells[row * columns + column] ?? 0,
    factor: right[column] ?? 0,
  })).filter(({ weight }) => weight !== 0);
}

/** `0.06·0.18 + 0.23·0.18 − 0.03·0.17 = −0.3735` */
export function sumText(terms: readonly Term[], result: number): string {
  const products = terms.map(({ weight, factor }, i) => {
    const sign = weight < 0 ? '−' : '+';
    const text = `${cellText(Math.abs(weight))}·${factor < 0 ? `(${cellText(factor)})` : cellText(factor)}`;
    return i === 0 ? (weight < 0 ? `−${text}` : text) : `${sign} ${text}`;
  });
  return `${products.length > 0 ? products.join(' ') : '0'} = ${value(result)}`;
}

/** `row 6 → y[1, 2] = −0.3735` */
export function rowText(product: ShownProduct, row: number): string {
  const { rowsWide, result, resultName } = product;
  const place = `[${Math.floor(row / rowsWide)}, ${row % rowsWide}]`;
  return l10n.t(
    'row {0} → {1} = {2}',
    row,
    `${resultName.startsWith('y') ? 'y' : 'x'}${place}`,
    value(result[row] ?? 0),
  );
}
