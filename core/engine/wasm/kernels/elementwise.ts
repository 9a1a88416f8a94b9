import type { Weights } from '../../reference/kernel.ts';
import type { Builder } from '../builder.ts';
import { createLocals, type Locals } from '../emit/functions.ts';
import {
  ADD,
  advance,
  type Code,
  countingDown,
  get,
  loadVector,
  MAXIMUM,
  MINIMUM,
  MULTIPLY,
  SUBTRACT,
  sequence,
  set,
  splat,
  storeVector,
  times,
} from '../emit/instructions.ts';
import type { WasmFunction } from '../emit/module.ts';
import { inPortions, overVectors } from '../portions.ts';
import { nothing, type Work } from '../work.ts';

/** What a merge layer does with one more input, and with the result. */
const COMBINE = {
  add: ADD,
  average: ADD,
  subtract: SUBTRACT,
  multiply: MULTIPLY,
  maximum: MAXIMUM,
  minimum: MINIMUM,
} as const;

export type Merge = keyof typeof COMBINE;

/** Combines tensors of one shape; each pass takes one more input into the output. */
export function merge(
  builder: Builder,
  kind: Merge,
  inputs: readonly number[],
  output: number,
  elements: number,
): Work {
  const vectors = Math.ceil(elements / 4);
  const [LEFT, RIGHT, OUT, VECTORS, VALUE] = [0, 1, 2, 3, 4];
  const pass = (last: boolean): Code => {
    const mean = kind === 'average' && last ? sequence(splat(1 / inputs.length), MULTIPLY) : [];
    const step = sequence(
      sequence(loadVector(LEFT, 0), loadVector(RIGHT, 0), COMBINE[kind], mean, set(VALUE)),
      storeVector(OUT, 0, VALUE, 4),
      ...[LEFT, RIGHT, OUT].map((pointer) => advance(pointer, 16)),
    );
    return countingDown(VECTORS, step);
  };
  const define = (last: boolean) =>
    builder.define(`merge ${kind} ${last} ${inputs.length}`, () => ({
      parameters: 4,
      integers: 0,
      vectors: 1,
      body: pass(last),
    }));
  const [middle, final] = [define(false), define(true)];
  return {
    load: nothing,
    *run(call) {
      for (const [at, right] of inputs.slice(1).entries()) {
        const left = at === 0 ? inputs[0] : output;
        yield* overVectors(call, at === inputs.length - 2 ? final : middle, [left, right, output], vectors);
      }
    },
  };
}

/** One function of every element; input and output may be the same. The key names the function. */
export function mapElements(
  builder: Builder,
  { key, make }: ElementFunction,
  input: number,
  output: number,
  elements: number,
): Work {
  const code = builder.define(`map ${key}`, () => mapFunction(make));
  return { load: nothing, run: (call) => overVectors(call, code, [input, output], Math.ceil(elements / 4)) };
}

/** The function's value for the vector in the local `value`, made with further locals. */
export interface ElementFunction {
  readonly key: string;
  make(value: number, locals: Locals): Code;
}

function mapFunction(make: ElementFunction['make']): WasmFunction {
  const [IN, OUT, VECTORS, VALUE] = [0, 1, 2, 3];
  const locals = createLocals(VALUE + 1);
  const step = sequence(
    sequence(loadVector(IN, 0), set(VALUE), make(VALUE, locals), set(VALUE)),
    storeVector(OUT, 0, VALUE, 4),
    advance(IN, 16),
    advance(OUT, 16),
  );
  return { parameters: 3, integers: 0, vectors: 1 + locals.count, body: countingDown(VECTORS, step) };
}

export interface ScaleShift {
  readonly channels: number;
  readonly pixels: number;
  readonly input: number;
  readonly output: number;
  /** The factor and the addend of a channel. */
  reader(weights: Weights): (channel: number) => readonly [number, number];
}

/**
 * x·scale + shift by channel. Vectors run over pixel borders where the channels are not a multiple of four, so the two
 * rows are stored as often as it takes for a vector to start at channel 0 again.
 */
export function scaleShift(builder: Builder, layer: ScaleShift): Work {
  const repeats = layer.channels % 4 === 0 ? 1 : layer.channels % 2 === 0 ? 2 : 4;
  const period = layer.channels * repeats;
  const scales = builder.allocate(period);
  const shifts = builder.allocate(period);
  const [IN, OUT, SCALE, SHIFT, PERIODS, AT_SCALE, AT_SHIFT, INNER, VALUE] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const step = sequence(
    sequence(loadVector(IN, 0), loadVector(AT_SCALE, 0), MULTIPLY, loadVector(AT_SHIFT, 0), ADD, set(VALUE)),
    storeVector(OUT, 0, VALUE, 4),
    ...[IN, OUT, AT_SCALE, AT_SHIFT].map((pointer) => advance(pointer, 16)),
  );
  const restart = sequence(get(SCALE), set(AT_SCALE), get(SHIFT), set(AT_SHIFT));
  const vectors = Math.ceil((layer.pixels * layer.channels) / 4);
  const whole = Math.floor(vectors / (period / 4));
  const rest = vectors % (period / 4);
  const define = (name: string, body: Code) =>
    builder.define(`scale ${name}`, () => ({ parameters: 5, integers: 3, vectors: 1, body }));
  const passes = (count: number) => sequence(restart, times(count, INNER, step));
  const code = define(`${period} in whole`, countingDown(PERIODS, passes(period / 4)));
  const last = rest > 0 ? define(`${rest} of ${period}`, passes(rest)) : null;
  return {
    *load(_, memory, weights) {
      const pair = layer.reader(weights);
      for (let i = 0; i < period; i++) [memory[scales / 4 + i], memory[shifts / 4 + i]] = pair(i % layer.channels);
      yield;
    },
    *run(call) {
      const at = (first: number) => [
        layer.input + first * period * 4,
        layer.output + first * period * 4,
        scales,
        shifts,
      ];
      yield* inPortions(whole, period, (first, count) => call(code, ...at(first), count));
      if (last !== null) call(last, ...at(whole), 1);
    },
  };
}
