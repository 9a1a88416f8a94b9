import {
  advance,
  type Code,
  get,
  loadSplat,
  loadVector,
  MAXIMUM,
  MINIMUM,
  multiplyAdd,
  repeat,
  sequence,
  set,
  splat,
  storeVector,
  times,
} from '../emit/instructions.ts';
import type { WasmFunction } from '../emit/module.ts';

/** The values that a fused activation keeps within. */
export interface Clamp {
  readonly low: number | null;
  readonly high: number | null;
}

/** A tile of outputs: `pixels` neighbours × `vectors`·4 channels, of which `lanes` exist. All numbers are constants in the code. */
export interface Tile {
  readonly pixels: number;
  readonly vectors: number;
  readonly lanes: number;
  readonly rows: number;
  readonly columns: number;
  /** Input values per tap that are one run of memory. */
  readonly run: number;
  /** Bytes between the inputs of neighbouring outputs, between taps of a row, and between rows of taps. */
  readonly pixelBytes: number;
  readonly columnBytes: number;
  readonly rowBytes: number;
  readonly outPixelBytes: number;
  readonly clamp: Clamp;
  readonly relaxed: boolean;
}

const [IN, WEIGHTS, OUT, ROWS, COLUMNS, STEPS, AT_ROW, AT] = [0, 1, 2, 3, 4, 5, 6, 7];
const FIRST_VECTOR = 8;

/**
 * `(input, weights, output)`: sums of one tile in registers. The weights of a tile are its biases, then `vectors` vectors
 * per input value in the order in which the loops meet them. Six pixels × two vectors are twelve sums and three operands,
 * which is what sixteen registers hold. It is a function of its own because engines do not replace a running loop.
 */
export function tileFunction(tile: Tile): WasmFunction {
  const { pixels, vectors } = tile;
  const sum = (pixel: number, vector: number) => FIRST_VECTOR + pixel * vectors + vector;
  const weight = (vector: number) => FIRST_VECTOR + pixels * vectors + vector;
  const value = FIRST_VECTOR + pixels * vectors + vectors;
  const unroll = unrollOf(tile.run);
  const step = sequence(
    repeat(unroll, (u) =>
      sequence(
        repeat(vectors, (v) => sequence(loadVector(WEIGHTS, (u * vectors + v) * 16), set(weight(v)))),
        repeat(pixels, (p) =>
          sequence(
            loadSplat(AT, p * tile.pixelBytes + u * 4),
            set(value),
            repeat(vectors, (v) => multiplyAdd(sum(p, v), value, weight(v), tile.relaxed)),
          ),
        ),
      ),
    ),
    advance(AT, unroll * 4),
    advance(WEIGHTS, unroll * vectors * 16),
  );
  const row = sequence(
    get(IN),
    set(AT_ROW),
    times(
      tile.columns,
      COLUMNS,
      sequence(get(AT_ROW), set(AT), times(tile.run / unroll, STEPS, step), advance(AT_ROW, tile.columnBytes)),
    ),
    advance(IN, tile.rowBytes),
  );
  const body = sequence(
    repeat(vectors, (v) => repeat(pixels, (p) => sequence(loadVector(WEIGHTS, v * 16), set(sum(p, v))))),
    advance(WEIGHTS, vectors * 16),
    times(tile.rows, ROWS, row),
    repeat(pixels, (p) =>
      repeat(vectors, (v) =>
        sequence(
          clamped(sum(p, v), tile.clamp),
          storeVector(OUT, p * tile.outPixelBytes + v * 16, sum(p, v), Math.min(4, tile.lanes - v * 4)),
        ),
      ),
    ),
  );
  return { parameters: 3, integers: 5, vectors: value + 1 - FIRST_VECTOR, body };
}

/** Keeps a local within the bounds; NaN stays NaN. */
export function clamped(local: number, { low, high }: Clamp): Code {
  return sequence(
    low === null ? [] : sequence(get(local), splat(low), MAXIMUM, set(local)),
    high === null ? [] : sequence(get(local), splat(high), MINIMUM, set(local)),
  );
}

function unrollOf(run: number): number {
  return [8, 7, 6, 5, 4, 3, 2].find((factor) => run % factor === 0) ?? 1;
}
