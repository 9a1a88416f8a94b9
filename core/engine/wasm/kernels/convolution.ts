import { type Pass, packTile } from '../../lowering/index.ts';
import type { Builder } from '../builder.ts';
import { advance, type Code, call, get, sequence, set, times } from '../emit/instructions.ts';
import type { WasmFunction } from '../emit/module.ts';
import type { Work } from '../work.ts';
import { evenly } from './evenly.ts';
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
  const [height, width] = flat ? [1, rows.output * columns.output] : [rows.output, columns.output];
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
  const blocks = Math.ceil(outPerGroup / (vectors * 4));
  const blockFloats = (1 + rows.kernel * columns.kernel * perGroup) * vectors * 4;
  const weights = builder.allocate(conv.groups * blocks * blockFloats);
  const layer = layerFunction(builder, shape, {
    height,
    widths: evenly(width, pixels),
    inRowBytes: rows.stride * image.width * conv.channels * 4,
    outRowBytes: flat ? width * conv.filters * 4 : spread.strides[0] * spread.size[1] * conv.filters * 4,
    groups: conv.groups,
    perGroup,
    outPerGroup,
    blockBytes: blockFloats * 4,
  });
  return {
    load(memory, values) {
      const kernel = conv.kernel(values);
      const width = vectors * 4;
      const tiling = {
        rows: rows.kernel,
        columns: columns.kernel,
        inputs: perGroup,
        width,
        tapFloats: perGroup * width,
      };
      for (let group = 0, to = weights / 4; group < conv.groups; group++) {
        for (let from = 0; from < outPerGroup; from += width, to += blockFloats) {
          const first = group * outPerGroup + from;
          const count = Math.min(width, outPerGroup - from);
          if (kernel.bias) memory.set(kernel.bias.subarray(first, first + count), to);
          packTile(kernel, tiling, { first, count }, memory, to + width);
        }
      }
    },
    run(call, memory) {
      const outImage = spread.size[0] * spread.size[1];
      const first = spread.first[0] * spread.size[1] + spread.first[1];
      for (let n = 0; n < conv.batch; n++) {
        const output = conv.output + (n * outImage + first) * conv.filters * 4;
        call(layer, image.prepare(memory, n), weights, output);
      }
    },
  };
}

interface Loops {
  readonly height: number;
  readonly widths: readonly (readonly [pixels: number, count: number])[];
  readonly inRowBytes: number;
  readonly outRowBytes: number;
  readonly groups: number;
  readonly perGroup: number;
  readonly outPerGroup: number;
  readonly blockBytes: number;
}

/**
 * `(input, weights, output)`: all blocks of channels, rows and tiles of one image. Blocks are the outer loop, so that a
 * block's weights stay in the nearest cache while the image passes by.
 */
function layerFunction(builder: Builder, shape: Omit<Tile, 'pixels' | 'lanes'>, loops: Loops): number {
  const width = shape.vectors * 4;
  const bandOf = (lanes: number): Band => ({
    lanes,
    tiles: loops.widths.map(([pixels, count]) => {
      return { pixels, count, code: defineTile(builder, { ...shape, pixels, lanes }) };
    }),
  });
  const whole = Math.floor(loops.outPerGroup / width);
  const rest = loops.outPerGroup % width;
  const bands = { whole: whole > 0 ? bandOf(width) : null, rest: rest > 0 ? bandOf(rest) : null };
  return builder.define(`convolution ${JSON.stringify([shape, loops])}`, () => layerCode(shape, loops, bands));
}

/** A block of `lanes` output channels, row by row: tiles of so many pixels, each so often. */
interface Band {
  readonly lanes: number;
  readonly tiles: readonly { readonly pixels: number; readonly count: number; readonly code: number }[];
}

interface Bands {
  readonly whole: Band | null;
  readonly rest: Band | null;
}

function defineTile(builder: Builder, tile: Tile): number {
  return builder.define(`tile ${JSON.stringify(tile)}`, () => tileFunction(tile));
}

function layerCode(shape: Omit<Tile, 'pixels' | 'lanes'>, loops: Loops, bands: Bands): WasmFunction {
  const [IN, WEIGHTS, OUT, IN_ROW, OUT_ROW, AT_IN, AT_OUT, GROUP, BLOCK, ROW, TILE] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ];
  const block = ({ lanes, tiles }: Band): Code => {
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
      sequence(get(IN_ROW), set(AT_IN), get(OUT_ROW), set(AT_OUT)),
      ...across,
      advance(IN_ROW, loops.inRowBytes),
      advance(OUT_ROW, loops.outRowBytes),
    );
    return sequence(
      sequence(get(IN), set(IN_ROW), get(OUT), set(OUT_ROW)),
      times(loops.height, ROW, row),
      advance(WEIGHTS, loops.blockBytes),
      advance(OUT, lanes * 4),
    );
  };
  const count = Math.floor(loops.outPerGroup / (shape.vectors * 4));
  const group = sequence(
    bands.whole ? times(count, BLOCK, block(bands.whole)) : [],
    bands.rest ? block(bands.rest) : [],
    advance(IN, loops.perGroup * 4),
  );
  return { parameters: 3, integers: 8, vectors: 0, body: times(loops.groups, GROUP, group) };
}
