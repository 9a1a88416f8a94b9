import { type PackedTile, type Pass, packTiles, type Tiling } from '../../lowering/index.ts';
import type { Builder } from '../builder.ts';
import { advance, call, countingDown, get, sequence, set, times } from '../emit/instructions.ts';
import type { WasmFunction } from '../emit/module.ts';
import { inPortions } from '../portions.ts';
import type { Work } from '../work.ts';
import { evenly } from './evenly.ts';
import { packing } from './packing.ts';
import { padded } from './padded.ts';
import { type Clamp, type Tile, tileFunction } from './tile.ts';

/** A pass over NHWC images; a dense layer is one over single pixels. */
export interface Convolution extends Pass {
  readonly clamp: Clamp;
  readonly input: number;
  readonly output: number;
}

/** Widest tile: 6 pixels × 8 channels for maps, 1 × 32 where there is one pixel and the sums would wait for each other. */
const MAP_TILE = { pixels: 6, vectors: 2 };
const DENSE_TILE = { pixels: 1, vectors: 8 };

export function convolution(builder: Builder, conv: Convolution): Work {
  const [, rows, columns] = conv.axes;
  const { pixels, vectors } = rows.output * columns.output === 1 ? DENSE_TILE : MAP_TILE;
  const image = padded(builder, conv.axes, conv.channels, conv.batch, conv.input, 0);
  const perGroup = conv.channels / conv.groups;
  const outPerGroup = conv.filters / conv.groups;
  const joined = columns.dilation === 1 && conv.groups === 1;
  // A 1×1 convolution of stride 1 does not care where rows end.
  const flat =
    rows.kernel * columns.kernel === 1 &&
    rows.stride * columns.stride === 1 &&
    !image.copied &&
    conv.spread.strides[0] * conv.spread.strides[1] === 1;
  const { height, width } = flat ? lines(rows.output * columns.output) : { height: rows.output, width: columns.output };
  const { spread } = conv;
  const shape: Omit<Tile, 'pixels' | 'lanes'> = {
    vectors,
    rows: rows.kernel,
    columns: joined ? 1 : columns.kernel,
    run: joined ? columns.kernel * perGroup : perGroup,
    pixelBytes: columns.stride * conv.channels * 4,
    columnBytes: columns.dilation * conv.channels * 4,
    rowBytes: rows.dilation * image.width * conv.channels * 4,
    outPixelBytes: spread.strides[1] * conv.filters * 4,
    clamp: conv.clamp,
    relaxed: builder.relaxed,
  };
  const inRowBytes = flat ? width * conv.channels * 4 : rows.stride * image.width * conv.channels * 4;
  const outRowBytes = flat ? width * conv.filters * 4 : spread.strides[0] * spread.size[1] * conv.filters * 4;
  const blocks = Math.ceil(outPerGroup / (vectors * 4));
  const blockFloats = (1 + rows.kernel * columns.kernel * perGroup) * vectors * 4;
  const weights = builder.allocate(conv.groups * blocks * blockFloats);
  const band = { widths: evenly(width, pixels), inRowBytes, outRowBytes };
  const bandOf = (lanes: number) => bandFunction(builder, { ...shape, lanes }, band);
  const rest = outPerGroup % (vectors * 4);
  const wholeBand = outPerGroup >= vectors * 4 ? bandOf(vectors * 4) : 0;
  const restBand = rest > 0 ? bandOf(rest) : 0;
  const tiling: Tiling = {
    rows: rows.kernel,
    columns: columns.kernel,
    inputs: perGroup,
    width: vectors * 4,
    tapFloats: perGroup * vectors * 4,
  };
  const rowsToTiles = packing(builder, tiling, conv.filters);
  return {
    *load(call, memory, values) {
      const kernel = conv.kernel(values);
      const tiles = Array.from({ length: conv.groups * blocks }, (_, block): PackedTile => {
        const from = (block % blocks) * tiling.width;
        const first = Math.floor(block / blocks) * outPerGroup + from;
        const count = Math.min(tiling.width, outPerGroup - from);
        return { first, count, to: weights / 4 + block * blockFloats + tiling.width };
      });
      for (const { first, count, to } of tiles) {
        if (kernel.bias) memory.set(kernel.bias.subarray(first, first + count), to - tiling.width);
      }
      if (kernel.stride === 1) yield* rowsToTiles.pack(call, memory, kernel, tiles);
      else yield* packTiles(kernel, tiling, tiles, memory);
    },
    *run(call, memory) {
      const outImage = spread.size[0] * spread.size[1];
      const first = spread.first[0] * spread.size[1] + spread.first[1];
      for (let n = 0; n < conv.batch; n++) {
        const input = yield* image.prepare(memory, n);
        const output = conv.output + (n * outImage + first) * conv.filters * 4;
        for (let block = 0; block < conv.groups * blocks; block++) {
          const group = Math.floor(block / blocks);
          const lane = (block % blocks) * vectors * 4;
          const whole = outPerGroup - lane >= vectors * 4;
          const from = input + group * perGroup * 4;
          const to = output + (group * outPerGroup + lane) * 4;
          const code = whole ? wholeBand : restBand;
          yield* inPortions(height, width * blockFloats, (row, count) =>
            call(code, from + row * inRowBytes, weights + block * blockFloats * 4, to + row * outRowBytes, count),
          );
        }
      }
    },
  };
}

/** Pixels as lines of one length, which is long enough for tiles and short enough to be interrupted between them. */
function lines(pixels: number): { readonly height: number; readonly width: number } {
  for (let width = LINE; width < Math.min(pixels, 100 * LINE); width++) {
    if (pixels % width === 0) return { height: pixels / width, width };
  }
  return { height: 1, width: pixels };
}

const LINE = 96;

interface Band {
  readonly widths: readonly (readonly [pixels: number, count: number])[];
  readonly inRowBytes: number;
  readonly outRowBytes: number;
}

/**
 * `(input, weights, output, rows)`: rows of tiles of one block of channels. A block's weights stay in the nearest cache
 * while the image passes by.
 */
function bandFunction(builder: Builder, shape: Omit<Tile, 'pixels'>, band: Band): number {
  const tiles = band.widths.map(([pixels, count]) => {
    const tile: Tile = { ...shape, pixels };
    return { pixels, count, code: builder.define(`tile ${JSON.stringify(tile)}`, () => tileFunction(tile)) };
  });
  return builder.define(`band ${JSON.stringify([shape, band])}`, () => bandCode(shape, band, tiles));
}

interface Tiles {
  readonly pixels: number;
  readonly count: number;
  readonly code: number;
}

function bandCode(shape: Omit<Tile, 'pixels'>, band: Band, tiles: readonly Tiles[]): WasmFunction {
  const [IN, WEIGHTS, OUT, ROWS, AT_IN, AT_OUT, TILE] = [0, 1, 2, 3, 4, 5, 6];
  const across = tiles.map(({ pixels, count, code }) =>
    times(
      count,
      TILE,
      sequence(
        sequence(get(AT_IN), get(WEIGHTS), get(AT_OUT), call(code)),
        advance(AT_IN, pixels * shape.pixelBytes),
        advance(AT_OUT, pixels * shape.outPixelBytes),
      ),
    ),
  );
  const row = sequence(
    sequence(get(IN), set(AT_IN), get(OUT), set(AT_OUT)),
    ...across,
    advance(IN, band.inRowBytes),
    advance(OUT, band.outRowBytes),
  );
  return { parameters: 4, integers: 3, vectors: 0, body: countingDown(ROWS, row) };
}
