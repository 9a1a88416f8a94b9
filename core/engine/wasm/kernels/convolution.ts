import type { Pass } from '../../lowering/index.ts';
import type { Builder } from '../builder.ts';
import { advance, call, countingDown, get, sequence, set, times } from '../emit/instructions.ts';
import type { WasmFunction } from '../emit/module.ts';
import { inPortions } from '../portions.ts';
import type { Work } from '../work.ts';
import { evenly } from './evenly.ts';
import { packedKernel } from './packing.ts';
import { type Padded, padded } from './padded.ts';
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
  const kernel = packedKernel(builder, conv, vectors);
  const { height, width, inRowBytes, outRowBytes } = walk(conv, image);
  const [perGroup, outPerGroup] = [conv.channels / conv.groups, conv.filters / conv.groups];
  const shape = tileShape(conv, image, { vectors, relaxed: builder.relaxed });
  const band = { widths: evenly(width, pixels), inRowBytes, outRowBytes };
  const bandOf = (lanes: number) => bandFunction(builder, { ...shape, lanes }, band);
  const rest = outPerGroup % (vectors * 4);
  const wholeBand = outPerGroup >= vectors * 4 ? bandOf(vectors * 4) : 0;
  const restBand = rest > 0 ? bandOf(rest) : 0;
  const { first, size } = conv.spread;
  const [outImage, start] = [size[0] * size[1], first[0] * size[1] + first[1]];
  return {
    load: kernel.load,
    *run(call, memory) {
      for (let n = 0; n < conv.batch; n++) {
        const input = yield* image.prepare(memory, n);
        const output = conv.output + (n * outImage + start) * conv.filters * 4;
        for (let block = 0; block < conv.groups * kernel.blocks; block++) {
          const group = Math.floor(block / kernel.blocks);
          const lane = (block % kernel.blocks) * vectors * 4;
          const code = outPerGroup - lane >= vectors * 4 ? wholeBand : restBand;
          const from = input + group * perGroup * 4;
          const to = output + (group * outPerGroup + lane) * 4;
          const weights = kernel.address + block * kernel.blockFloats * 4;
          yield* inPortions(height, width * kernel.blockFloats, (row, count) =>
            call(code, from + row * inRowBytes, weights, to + row * outRowBytes, count),
          );
        }
      }
    },
  };
}

/** How the outputs of an image are walked along: rows of pixels, or lines where it does not matter where rows end. */
function walk({ axes: [, rows, columns], channels, filters, spread }: Convolution, image: Padded) {
  const isFlat =
    rows.kernel * columns.kernel === 1 &&
    rows.stride * columns.stride === 1 &&
    !image.copied &&
    spread.strides[0] * spread.strides[1] === 1;
  if (isFlat) {
    const { height, width } = lines(rows.output * columns.output);
    return { height, width, inRowBytes: width * channels * 4, outRowBytes: width * filters * 4 };
  }
  return {
    height: rows.output,
    width: columns.output,
    inRowBytes: rows.stride * image.width * channels * 4,
    outRowBytes: spread.strides[0] * spread.size[1] * filters * 4,
  };
}

function tileShape(
  { axes: [, rows, columns], channels, filters, groups, spread, clamp }: Convolution,
  image: Padded,
  { vectors, relaxed }: { readonly vectors: number; readonly relaxed: boolean },
): Omit<Tile, 'pixels' | 'lanes'> {
  const perGroup = channels / groups;
  const isJoined = columns.dilation === 1 && groups === 1;
  return {
    vectors,
    rows: rows.kernel,
    columns: isJoined ? 1 : columns.kernel,
    run: isJoined ? columns.kernel * perGroup : perGroup,
    pixelBytes: columns.stride * channels * 4,
    columnBytes: columns.dilation * channels * 4,
    rowBytes: rows.dilation * image.width * channels * 4,
    outPixelBytes: spread.strides[1] * filters * 4,
    clamp,
    relaxed,
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
