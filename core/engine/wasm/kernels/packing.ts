import type { Portions } from '../../breath.ts';
import { type PackedTile, type Pass, packTiles, type StoredKernel, type Tiling } from '../../lowering/index.ts';
import type { Builder, Call } from '../builder.ts';
import { advance, countingDown, get, loadVector, repeat, sequence, set, storeVector } from '../emit/instructions.ts';
import type { WasmFunction } from '../emit/module.ts';
import type { Work } from '../work.ts';

/** The weights of a convolution: per group and block of output channels the biases, then tap by tap and input by input. */
export interface PackedKernel {
  readonly address: number;
  /** Blocks of a group. */
  readonly blocks: number;
  readonly blockFloats: number;
  readonly load: Work['load'];
}

/** @param vectors of output channels that make a block */
export function packedKernel(builder: Builder, pass: Pass, vectors: number): PackedKernel {
  const [, { kernel: rows }, { kernel: columns }] = pass.axes;
  const [inputs, outputs] = [pass.channels / pass.groups, pass.filters / pass.groups];
  const width = vectors * 4;
  const tiling: Tiling = { rows, columns, inputs, width, tapFloats: inputs * width };
  const blocks = Math.ceil(outputs / width);
  const blockFloats = (1 + rows * columns * inputs) * width;
  const address = builder.allocate(pass.groups * blocks * blockFloats);
  const tiles = Array.from({ length: pass.groups * blocks }, (_, block): PackedTile => {
    const from = (block % blocks) * width;
    const first = Math.floor(block / blocks) * outputs + from;
    return { first, count: Math.min(width, outputs - from), to: address / 4 + block * blockFloats + width };
  });
  const distribute = rowsToTiles(builder, tiling, pass.filters);
  return {
    address,
    blocks,
    blockFloats,
    *load(call, memory, values) {
      const kernel = pass.kernel(values);
      for (const { first, count, to } of tiles) {
        if (kernel.bias) memory.set(kernel.bias.subarray(first, first + count), to - width);
      }
      if (kernel.stride === 1) yield* distribute(call, memory, kernel, tiles);
      else yield* packTiles(kernel, tiling, tiles, memory);
    },
  };
}

/** Rows of a stored kernel that are copied in at once. */
const PANEL = 16;

/**
 * Packing for kernels whose output channels are neighbours: some rows of the kernel are copied into memory as they are,
 * and distributed over the tiles by vectors. A last tile that is not full gets what follows in the row as well, in lanes
 * that no kernel stores.
 */
function rowsToTiles(builder: Builder, { rows, columns, inputs, width, tapFloats }: Tiling, filters: number) {
  const stage = builder.allocate(PANEL * filters + width);
  const code = builder.define(`packing ${width}`, () => packFunction(width / 4));
  return function* (
    call: Call,
    memory: Float32Array,
    { data, index }: StoredKernel,
    tiles: readonly PackedTile[],
  ): Portions {
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
