import type { Axes } from '../../reference/geometry.ts';
import type { Builder } from '../builder.ts';
import {
  ADD,
  advance,
  type Code,
  countingDown,
  get,
  loadVector,
  MAXIMUM,
  MULTIPLY,
  repeat,
  sequence,
  set,
  splat,
  storeVector,
  times,
} from '../emit/instructions.ts';
import { inPortions } from '../portions.ts';
import { nothing, type Work } from '../work.ts';
import { padded } from './padded.ts';

export interface Pooling {
  readonly kind: 'max' | 'average';
  readonly axes: Axes;
  readonly batch: number;
  readonly channels: number;
  readonly input: number;
  readonly output: number;
}

const [IN, OUT, ROWS, COLUMN, BLOCK, AT_IN, AT_ROW] = [0, 1, 2, 3, 4, 5, 6];
const VALUE = 7;

/** Max pooling pads with −∞; average pooling is for windows that stay inside, where every mean has one divisor. */
export function pooling(builder: Builder, layer: Pooling): Work {
  const [, rows, columns] = layer.axes;
  const image = padded(builder, layer.axes, layer.channels, layer.batch, layer.input, Number.NEGATIVE_INFINITY);
  const pixel = layer.channels * 4;
  const taps = rows.kernel * columns.kernel;
  const offset = (tap: number) =>
    (Math.floor(tap / columns.kernel) * rows.dilation * image.width + (tap % columns.kernel) * columns.dilation) *
    pixel;
  const combine = layer.kind === 'max' ? MAXIMUM : ADD;
  const block = (lanes: number): Code =>
    sequence(
      loadVector(AT_IN, 0),
      repeat(taps - 1, (tap) => sequence(loadVector(AT_IN, offset(tap + 1)), combine)),
      layer.kind === 'average' ? sequence(splat(1 / taps), MULTIPLY) : [],
      set(VALUE),
      storeVector(OUT, 0, VALUE, lanes),
      advance(AT_IN, 16),
      advance(OUT, lanes * 4),
    );
  const rest = layer.channels % 4;
  const position = sequence(
    sequence(get(AT_ROW), set(AT_IN)),
    times(Math.floor(layer.channels / 4), BLOCK, block(4)),
    rest > 0 ? block(rest) : [],
    advance(AT_ROW, columns.stride * pixel),
  );
  const body = countingDown(
    ROWS,
    sequence(
      sequence(get(IN), set(AT_ROW)),
      times(columns.output, COLUMN, position),
      advance(IN, rows.stride * image.width * pixel),
    ),
  );
  const key = `pooling ${JSON.stringify([layer.kind, rows, columns, layer.channels, image.width])}`;
  const code = builder.define(key, () => ({ parameters: 3, integers: 4, vectors: 1, body }));
  return {
    load: nothing,
    *run(call, memory) {
      const [inRow, outRow] = [rows.stride * image.width * pixel, columns.output * pixel];
      for (let n = 0; n < layer.batch; n++) {
        const input = yield* image.prepare(memory, n);
        const output = layer.output + n * rows.output * outRow;
        const cost = columns.output * layer.channels * taps;
        yield* inPortions(rows.output, cost, (first, count) =>
          call(code, input + first * inRow, output + first * outRow, count),
        );
      }
    },
  };
}

/** True when no window touches padding. */
export function staysInside([, rows, columns]: Axes): boolean {
  return [rows, columns].every(
    ({ before, output, stride, kernel, dilation, input }) =>
      before === 0 && (output - 1) * stride + (kernel - 1) * dilation < input,
  );
}
