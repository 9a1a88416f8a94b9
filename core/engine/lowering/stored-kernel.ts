import type { Portions } from '../breath.ts';

/** A layer's kernel as the model stores it, indexed as the pass that uses it reads it. */
export interface StoredKernel {
  readonly data: Float32Array;
  readonly bias: Float32Array | undefined;
  /** Where the weight of tap (row, column) from channel i of the group to output channel o lies. */
  index(row: number, column: number, i: number, o: number): number;
  /** Values between the weights of neighbouring output channels of one group. */
  readonly stride: number;
}

/** The order in which a kernel reads the weights of a tile of output channels. */
export interface Tiling {
  readonly rows: number;
  readonly columns: number;
  /** Input channels per tap. */
  readonly inputs: number;
  /** Output channels of a tile, which stand side by side. */
  readonly width: number;
  /** Values from one tap to the next; more than `inputs · width` where an engine pads the inputs. */
  readonly tapFloats: number;
}

/** Some output channels of one group, and where their weights go. */
export interface PackedTile {
  readonly first: number;
  readonly count: number;
  readonly to: number;
}

/** Rows of a kernel that are read together, so that both what is read and what is written stays in the cache. */
const PANEL = 16;

/** Writes the weights of all tiles as `packTile` writes those of one, in portions, along the stored kernel. */
export function* packTiles(
  { data, index, stride }: StoredKernel,
  { rows, columns, inputs, width, tapFloats }: Tiling,
  tiles: readonly PackedTile[],
  packed: Float32Array,
): Portions {
  for (let tap = 0; tap < rows * columns; tap++) {
    const [row, column] = [Math.floor(tap / columns), tap % columns];
    for (let start = 0; start < inputs; start += PANEL) {
      const past = Math.min(start + PANEL, inputs);
      for (const { first, count, to } of tiles) {
        for (let i = start; i < past; i++) {
          const from = index(row, column, i, first);
          const at = to + tap * tapFloats + i * width;
          if (stride === 1) copyRun(data, from, packed, at, count);
          else for (let o = 0; o < count; o++) packed[at + o] = data[from + o * stride];
        }
      }
      yield;
    }
  }
}

/** A function of its own, which is compiled once for runs of all lengths. */
function copyRun(data: Float32Array, from: number, packed: Float32Array, to: number, count: number): void {
  for (let o = 0; o < count; o++) packed[to + o] = data[from + o];
}

/**
 * Writes the weights of `count` output channels from `first` on, all of one group: tap by tap and input by input, with
 * the channels side by side, from `to` on.
 */
export function packTile(
  { data, index, stride }: StoredKernel,
  { rows, columns, inputs, width, tapFloats }: Tiling,
  { first, count }: { readonly first: number; readonly count: number },
  packed: Float32Array,
  to: number,
): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let at = to + (row * columns + column) * tapFloats;
      for (let i = 0; i < inputs; i++, at += width) {
        const from = index(row, column, i, first);
        for (let o = 0; o < count; o++) packed[at + o] = data[from + o * stride];
      }
    }
  }
}
