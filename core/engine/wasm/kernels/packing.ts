import type { Portions } from '../../breath.ts';
import type { PackedTile, StoredKernel, Tiling } from '../../lowering/index.ts';
import type { Builder, Call } from '../builder.ts';
import { advance, countingDown, get, loadVector, repeat, sequence, set, storeVector } from '../emit/instructions.ts';
import type { WasmFunction } from '../emit/module.ts';

/** Rows of a stored kernel that are copied in at once. */
const PANEL = 16;

/** Puts the weights of a convolution's tiles in order. */
export interface Packing {
  pack(call: Call, memory: Float32Array, kernel: StoredKernel, tiles: readonly PackedTile[]): Portions;
}

/**
 * Packing for kernels whose output channels are neighbours: some rows of the kernel are copied into memory as they are,
 * and distributed over the tiles by vectors. A last tile that is not full gets what follows in the row as well, in lanes
 * that no kernel stores.
 */
export function packing(
  builder: Builder,
  { rows, columns, inputs, width, tapFloats }: Tiling,
  filters: number,
): Packing {
  const stage = builder.allocate(PANEL * filters + width);
  const code = builder.define(`packing ${width}`, () => packFunction(width / 4));
  return {
    *pack(call, memory, { data, index }, tiles) {
      for (let tap = 0; tap < rows * columns; tap++) {
        const [row, column] = [Math.floor(tap / columns), tap % columns];
        for (let start = 0; start < inputs; start += PANEL) {
          const count = Math.min(PANEL, inputs - start);
          const from = index(row, column, start, 0);
          memory.set(data.subarray(from, from + count * filters), stage / 4);
          for (const { first, to } of tiles) {
            const target = (to + tap * tapFloats + start * width) * 4;
            call(code, stage + first * 4, target, count, filters * 4);
          }
          yield;
        }
      }
    },
  };
}

/** `(source, target, rows, sourceRowBytes)`: rows of so many vectors, one after the other in the target. */
function packFunction(vectors: number): WasmFunction {
  const [SOURCE, TARGET, ROWS, ROW_BYTES, VALUE] = [0, 1, 2, 3, 4];
  const row = sequence(
    repeat(vectors, (v) => sequence(loadVector(SOURCE, v * 16), set(VALUE), storeVector(TARGET, v * 16, VALUE, 4))),
    sequence(get(SOURCE), get(ROW_BYTES), [0x6a], set(SOURCE)),
    advance(TARGET, vectors * 16),
  );
  return { parameters: 4, integers: 0, vectors: 1, body: countingDown(ROWS, row) };
}
