import { type PackedTile, type Pass, packTiles } from '../../lowering/index.ts';
import type { Axes } from '../../reference/geometry.ts';
import type { Builder } from '../builder.ts';
import {
  advance,
  type Code,
  countingDown,
  get,
  loadVector,
  multiplyAdd,
  repeat,
  sequence,
  set,
  storeVector,
  times,
} from '../emit/instructions.ts';
import type { WasmFunction } from '../emit/module.ts';
import { inPortions } from '../portions.ts';
import type { Work } from '../work.ts';
import { evenly } from './evenly.ts';
import { padded } from './padded.ts';
import { type Clamp, clamped } from './tile.ts';

export interface Depthwise extends Pass {
  readonly clamp: Clamp;
  readonly input: number;
  readonly output: number;
}

const TILE = { rows: 2, columns: 4 };

/**
 * A depthwise convolution with one filter per channel: tiles of 2 × 4 outputs of four channels. Every input of a tile is
 * loaded once and added into all outputs that it belongs to; the channels are the inner loop, since they are neighbours.
 */
export function depthwise(builder: Builder, layer: Depthwise): Work {
  const [, rows, columns] = layer.axes;
  const { channels } = layer;
  const taps = rows.kernel * columns.kernel;
  const blocks = Math.ceil(channels / 4);
  const image = padded(builder, layer.axes, channels, layer.batch, layer.input, 0);
  const weights = builder.allocate(blocks * (taps + 1) * 4);
  const bands = evenly(rows.output, TILE.rows).map(([height, count]) => {
    const key = `depthwise ${JSON.stringify([height, rows, columns, channels, layer.clamp, image.width])}`;
    return {
      height,
      count,
      code: builder.define(key, () => bandFunction(layer, image.width, height, builder.relaxed)),
    };
  });
  const [inRow, outRow] = [rows.stride * image.width * channels * 4, columns.output * channels * 4];
  const outImage = rows.output * columns.output * channels * 4;
  return {
    *load(_, memory, values) {
      const kernel = layer.kernel(values);
      const tiling = { rows: rows.kernel, columns: columns.kernel, inputs: 1, width: 4, tapFloats: 4 };
      const tiles = Array.from({ length: blocks }, (_, block): PackedTile => {
        const first = block * 4;
        return { first, count: Math.min(4, channels - first), to: weights / 4 + (block * (taps + 1) + 1) * 4 };
      });
      for (const { first, count, to } of tiles) {
        if (kernel.bias) memory.set(kernel.bias.subarray(first, first + count), to - 4);
      }
      yield* packTiles(kernel, tiling, tiles, memory);
    },
    *run(call, memory) {
      for (let n = 0; n < layer.batch; n++) {
        let input = yield* image.prepare(memory, n);
        let output = layer.output + n * outImage;
        for (const { height, count, code } of bands) {
          const cost = height * columns.output * channels * taps;
          yield* inPortions(count, cost, (_, times) => {
            call(code, input, weights, output, times);
            input += times * height * inRow;
            output += times * height * outRow;
          });
        }
      }
    },
  };
}

const [IN, WEIGHTS, OUT, BANDS, COLUMN, BLOCK, IN_ROW, OUT_ROW, AT_IN, AT_OUT, AT_WEIGHTS] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
];
const FIRST_VECTOR = 11;

/** `(input, weights, output, bands)`: so many bands of `height` rows of outputs. */
function bandFunction(layer: Depthwise, width: number, height: number, relaxed: boolean): WasmFunction {
  const [, rows, columns] = layer.axes;
  const pixel = layer.channels * 4;
  const tiles = evenly(columns.output, TILE.columns).map(([across, number]) =>
    times(
      number,
      COLUMN,
      sequence(
        tileCode(layer, width, height, across, relaxed),
        advance(IN_ROW, across * columns.stride * pixel),
        advance(OUT_ROW, across * pixel),
      ),
    ),
  );
  const band = sequence(
    sequence(get(IN), set(IN_ROW), get(OUT), set(OUT_ROW)),
    ...tiles,
    advance(IN, height * rows.stride * width * pixel),
    advance(OUT, height * columns.output * pixel),
  );
  const vectors = TILE.rows * TILE.columns + rows.kernel * columns.kernel + 1;
  return { parameters: 4, integers: 7, vectors, body: countingDown(BANDS, band) };
}

/** One tile of outputs over all channels; the last channels are stored singly where they are not four. */
function tileCode(layer: Depthwise, width: number, height: number, across: number, relaxed: boolean): Code {
  const [, rows, columns] = layer.axes;
  const taps = rows.kernel * columns.kernel;
  const block = (lanes: number): Code =>
    sequence(
      blockCode(layer, width, height, across, relaxed, lanes),
      advance(AT_IN, 16),
      advance(AT_OUT, 16),
      advance(AT_WEIGHTS, (taps + 1) * 16),
    );
  const rest = layer.channels % 4;
  return sequence(
    sequence(get(IN_ROW), set(AT_IN), get(OUT_ROW), set(AT_OUT), get(WEIGHTS), set(AT_WEIGHTS)),
    times(Math.floor(layer.channels / 4), BLOCK, block(4)),
    rest > 0 ? block(rest) : [],
  );
}

function blockCode(
  layer: Depthwise,
  width: number,
  height: number,
  across: number,
  relaxed: boolean,
  lanes: number,
): Code {
  const [, rows, columns] = layer.axes;
  const pixel = layer.channels * 4;
  const taps = rows.kernel * columns.kernel;
  const sum = (y: number, x: number) => FIRST_VECTOR + y * across + x;
  const weight = (tap: number) => FIRST_VECTOR + TILE.rows * TILE.columns + tap;
  const value = FIRST_VECTOR + TILE.rows * TILE.columns + taps;
  const parts: Code[] = [
    repeat(taps, (tap) => sequence(loadVector(AT_WEIGHTS, (tap + 1) * 16), set(weight(tap)))),
    repeat(height * across, (at) => sequence(loadVector(AT_WEIGHTS, 0), set(FIRST_VECTOR + at))),
  ];
  for (const [y, rowPairs] of uses(height, rows)) {
    for (const [x, columnPairs] of uses(across, columns)) {
      parts.push(loadVector(AT_IN, (y * width + x) * pixel), set(value));
      for (const [outY, tapY] of rowPairs) {
        for (const [outX, tapX] of columnPairs) {
          parts.push(multiplyAdd(sum(outY, outX), value, weight(tapY * columns.kernel + tapX), relaxed));
        }
      }
    }
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < across; x++) {
      const offset = (y * columns.output + x) * pixel;
      parts.push(clamped(sum(y, x), layer.clamp), storeVector(AT_OUT, offset, sum(y, x), lanes));
    }
  }
  return sequence(...parts);
}

/** Along one axis: input position relative to the tile → the (output, tap) pairs that read it. */
function uses(count: number, { stride, dilation, kernel }: Axes[number]): Map<number, [output: number, tap: number][]> {
  const found = new Map<number, [number, number][]>();
  for (let output = 0; output < count; output++) {
    for (let tap = 0; tap < kernel; tap++) {
      const at = output * stride + tap * dilation;
      found.set(at, [...(found.get(at) ?? []), [output, tap]]);
    }
  }
  return found;
}
