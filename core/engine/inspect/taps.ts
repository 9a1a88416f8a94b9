import type { Axes, Axis } from '../reference/geometry.ts';

/** What an output value looks at: a grid of taps, row by row, and the input pixel that each meets. */
export interface Taps {
  /** A kernel of several slices has its slices below each other. */
  readonly rows: number;
  readonly columns: number;
  /** Pixels counted row by row; −1 for a tap that meets none: it hangs over the border, or falls between two strides. */
  readonly places: Int32Array;
}

/** The taps of a window that gathers: convolution, pooling. */
export function gatheringTaps(axes: Axes, position: number): Taps {
  return tapsOf(axes, position, ({ stride, before, dilation, input }, at, tap) => {
    const place = at * stride - before + tap * dilation;
    return place >= 0 && place < input ? place : -1;
  });
}

/** The taps of a transposed convolution, seen from an output pixel: input i lands on i·stride − before + tap·dilation. */
export function scatteringTaps(axes: Axes, position: number): Taps {
  return tapsOf(axes, position, ({ stride, before, dilation, input }, at, tap) => {
    const place = (at + before - tap * dilation) / stride;
    return Number.isInteger(place) && place >= 0 && place < input ? place : -1;
  });
}

/** Every pixel of the input, for what looks at the whole of it. */
export function allTaps(sizes: readonly number[]): Taps {
  const columns = sizes.at(-1) ?? 1;
  const rows = sizes.slice(0, -1).reduce((a, b) => a * b, 1);
  return { rows, columns, places: Int32Array.from({ length: rows * columns }, (_, place) => place) };
}

/** A rectangle of an input of so many columns. */
export function rectangleTaps(
  { top, left, height, width }: Readonly<Record<'top' | 'left' | 'height' | 'width', number>>,
  inputColumns: number,
): Taps {
  const place = (tap: number) => (top + Math.floor(tap / width)) * inputColumns + left + (tap % width);
  return { rows: height, columns: width, places: Int32Array.from({ length: height * width }, (_, tap) => place(tap)) };
}

/** One pixel, −1 for none. */
export function ownTap(position: number): Taps {
  return { rows: 1, columns: 1, places: Int32Array.of(position) };
}

type Meets = (axis: Axis, at: number, tap: number) => number;

function tapsOf([depth, height, width]: Axes, position: number, meets: Meets): Taps {
  const column = position % width.output;
  const line = Math.floor(position / width.output);
  const row = line % height.output;
  const slice = Math.floor(line / height.output);
  const places = new Int32Array(depth.kernel * height.kernel * width.kernel);
  let tap = 0;
  for (let kz = 0; kz < depth.kernel; kz++) {
    const z = meets(depth, slice, kz);
    for (let ky = 0; ky < height.kernel; ky++) {
      const y = meets(height, row, ky);
      for (let kx = 0; kx < width.kernel; kx++, tap++) {
        const x = meets(width, column, kx);
        places[tap] = z < 0 || y < 0 || x < 0 ? -1 : (z * height.input + y) * width.input + x;
      }
    }
  }
  return { rows: depth.kernel * height.kernel, columns: width.kernel, places };
}
