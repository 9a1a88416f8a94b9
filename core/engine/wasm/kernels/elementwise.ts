import type { Weights } from '../../reference/kernel.ts';
import type { Builder } from '../builder.ts';
import {
  ADD,
  advance,
  type Code,
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
import type { Work } from '../work.ts';
import { type Clamp, clamped } from './tile.ts';

const COUNTER = 2;

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
  const [LEFT, RIGHT, OUT, STEPS, VALUE] = [0, 1, 2, 3, 4];
  const pass = (last: boolean): Code => {
    const mean = kind === 'average' && last ? sequence(splat(1 / inputs.length), MULTIPLY) : [];
    const step = sequence(
      sequence(loadVector(LEFT, 0), loadVector(RIGHT, 0), COMBINE[kind], mean, set(VALUE)),
      storeVector(OUT, 0, VALUE, 4),
      ...[LEFT, RIGHT, OUT].map((pointer) => advance(pointer, 16)),
    );
    return times(vectors, STEPS, step);
  };
  const define = (last: boolean) =>
    builder.define(`merge ${kind} ${last} ${inputs.length} ${vectors}`, () => ({
      parameters: 3,
      integers: 1,
      vectors: 1,
      body: pass(last),
    }));
  const [middle, final] = [define(false), define(true)];
  return {
    load: () => {},
    run(call) {
      inputs.slice(1).forEach((right, at) => {
        const left = at === 0 ? inputs[0] : output;
        call(at === inputs.length - 2 ? final : middle, left, right, output);
      });
    },
  };
}

/** Keeps every element within bounds: ReLU and ReLU6. */
export function clampElements(builder: Builder, clamp: Clamp, input: number, output: number, elements: number): Work {
  const [IN, OUT, VALUE] = [0, 1, 3];
  const step = sequence(
    sequence(loadVector(IN, 0), set(VALUE)),
    clamped(VALUE, clamp),
    storeVector(OUT, 0, VALUE, 4),
    advance(IN, 16),
    advance(OUT, 16),
  );
  const body = times(Math.ceil(elements / 4), COUNTER, step);
  const key = `clamp ${JSON.stringify(clamp)} ${elements}`;
  const code = builder.define(key, () => ({ parameters: 2, integers: 1, vectors: 1, body }));
  return { load: () => {}, run: (call) => call(code, input, output) };
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
  const [IN, OUT, SCALE, SHIFT, AT_SCALE, AT_SHIFT, OUTER, INNER, VALUE] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const step = sequence(
    sequence(loadVector(IN, 0), loadVector(AT_SCALE, 0), MULTIPLY, loadVector(AT_SHIFT, 0), ADD, set(VALUE)),
    storeVector(OUT, 0, VALUE, 4),
    ...[IN, OUT, AT_SCALE, AT_SHIFT].map((pointer) => advance(pointer, 16)),
  );
  const restart = sequence(get(SCALE), set(AT_SCALE), get(SHIFT), set(AT_SHIFT));
  const vectors = Math.ceil((layer.pixels * layer.channels) / 4);
  const whole = Math.floor(vectors / (period / 4));
  const body = sequence(
    times(whole, OUTER, sequence(restart, times(period / 4, INNER, step))),
    restart,
    times(vectors % (period / 4), INNER, step),
  );
  const key = `scale ${period} ${vectors}`;
  const code = builder.define(key, () => ({ parameters: 4, integers: 4, vectors: 1, body }));
  return {
    load(memory, weights) {
      const pair = layer.reader(weights);
      for (let i = 0; i < period; i++) [memory[scales / 4 + i], memory[shifts / 4 + i]] = pair(i % layer.channels);
    },
    run: (call) => call(code, layer.input, layer.output, scales, shifts),
  };
}
