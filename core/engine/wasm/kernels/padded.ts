import type { Portions } from '../../breath.ts';
import type { Axes } from '../../reference/geometry.ts';
import type { Builder } from '../builder.ts';
import { inPortions } from '../portions.ts';

/** Images with room around them, so that no kernel asks whether it is inside. */
export interface Padded {
  /** Pixels from one row to the next. */
  readonly width: number;
  /** False when the windows never leave the input and it is used where it lies. */
  readonly copied: boolean;
  /** Puts image n in its place; returns the address of its first pixel, padding included. */
  prepare(memory: Float32Array, image: number): Portions<number>;
}

/**
 * @param fill what padding holds: 0 for sums, −∞ for maxima. The border is written at the first run and stays.
 */
export function padded(
  builder: Builder,
  [, rows, columns]: Axes,
  channels: number,
  batch: number,
  input: number,
  fill: number,
): Padded {
  const height = extent(rows);
  const width = extent(columns);
  const fits = rows.before === 0 && columns.before === 0 && height <= rows.input && width <= columns.input;
  const imageFloats = rows.input * columns.input * channels;
  if (fits) {
    // biome-ignore lint/correctness/useYield: there is nothing to do.
    const prepare = function* (_: Float32Array, n: number): Portions<number> {
      return input + n * imageFloats * 4;
    };
    return { width: columns.input, copied: false, prepare };
  }
  const paddedFloats = height * width * channels;
  const place = builder.allocate(paddedFloats * batch);
  const [firstRow, pastRow] = copied(rows, height);
  const [firstColumn, pastColumn] = copied(columns, width);
  let filled = fill === 0;
  return {
    width,
    copied: true,
    *prepare(memory, n) {
      const start = place / 4 + n * paddedFloats;
      if (!filled && n === 0) memory.fill(fill, place / 4, place / 4 + paddedFloats * batch);
      filled ||= n === 0;
      const run = Math.max(pastColumn - firstColumn, 0) * channels;
      const copyRow = (y: number) => {
        const from = input / 4 + n * imageFloats + (y * columns.input + firstColumn) * channels;
        const to = start + ((y + rows.before) * width + columns.before + firstColumn) * channels;
        memory.copyWithin(to, from, from + run);
      };
      yield* inPortions(Math.max(pastRow - firstRow, 0), run, (first, count) => {
        for (let y = firstRow + first; y < firstRow + first + count; y++) copyRow(y);
      });
      return start * 4;
    },
  };
}

/** The input elements that windows see; a negative padding leaves the first out. */
function copied({ before, input }: Axes[number], size: number): readonly [first: number, past: number] {
  return [Math.max(0, -before), Math.min(input, size - before)];
}

/** How far windows reach from the first padded element. */
function extent({ output, stride, kernel, dilation }: Axes[number]): number {
  return (output - 1) * stride + (kernel - 1) * dilation + 1;
}
