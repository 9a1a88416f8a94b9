import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../core/engine/backend.ts';
import { layoutOf, type TensorLayout } from '../../../core/engine/map-layout.ts';
import { statisticsFields, summaryOf } from '../../../core/engine/summary.ts';
import { createWasmEngine, type Instructions } from '../../../core/engine/wasm/index.ts';
import { batchOf, values } from './webgpu/cases.ts';
import { openEngine } from './webgpu/dawn.ts';

const shapes: readonly (readonly [shape: readonly number[], channelsFirst: boolean])[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 17].map((channels) => [[1, 7, 9, channels], false] as const),
  [[1, 40, 31, 3], false],
  [[2, 5, 6, 4], false],
  [[1, 3, 7, 9], true],
  [[1, 2, 3, 4, 5], false],
  [[1, 13, 5], false],
  ...[1, 2, 3, 4, 5, 130, 1000].map((length) => [[1, length], false] as const),
];

const SPECIAL = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 2 ** -149, 3e38];

async function wasm(instructions: Instructions): Promise<Engine> {
  const engine = await createWasmEngine({ instructions });
  if ('unavailable' in engine) throw new Error(engine.unavailable);
  return engine;
}

/** What a session says of an input that is handed through. */
async function summaryIn(engine: Engine, shape: readonly number[], data: Float32Array, layout: TensorLayout) {
  const { program, weights } = batchOf([{ operator: 'dropout', attributes: { rate: 0.5 }, inputs: [shape] }]);
  const session = await engine.load(program, weights);
  await session.run([{ shape, data }]);
  const summary = await session.summary({ step: 1, output: 0 }, layout);
  session.dispose();
  return summary;
}

const engines: readonly (readonly [name: string, open: () => Promise<Engine>])[] = [
  ['relaxed SIMD', () => wasm('relaxed-simd')],
  ['SIMD', () => wasm('simd')],
  ['WebGPU', () => openEngine({ poison: false })],
];

describe.each(engines)('a summary made where the values are (%s)', { timeout: 120_000 }, (_, open) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine?.dispose());

  it.each(shapes)('is that of the values: %j, channels first %s', async (shape, channelsFirst) => {
    const layout = layoutOf(shape, channelsFirst);
    for (const [from, scale, every] of [
      [0, 1, 0],
      [1000, 1e-3, 0],
      [0, 1, 3],
      [0, 1, 1],
    ] as const) {
      const { data } = values(shape, 7);
      for (let i = 0; i < data.length; i++) data[i] = from + scale * data[i];
      if (every > 0) for (let i = 0; i < data.length; i += every) data[i] = SPECIAL[(i / every) % SPECIAL.length];
      const expected = summaryOf(data, layout);
      const actual = await summaryIn(engine, shape, data, layout);
      for (let i = 0; i < expected.statistics.length; i++) {
        const field = statisticsFields[i % statisticsFields.length]!;
        const [a, b] = [actual.statistics[i]!, expected.statistics[i]!];
        const scaleOf = field === 'mean' ? Math.max(Math.abs(expected.statistics[i - 2]!), Math.abs(b)) : Math.abs(b);
        // A GPU may take numbers below the normal ones for zero.
        const isClose =
          Object.is(a, b) ||
          a === b ||
          Math.abs(a - b) < 2 ** -126 ||
          Math.abs(a - b) <= (field === 'variance' ? 1e-5 : 2e-6) * scaleOf;
        expect(isClose, `${field} of map ${Math.floor(i / 7)}: ${a}, not ${b}`).toBe(true);
      }
      expect(actual.histogram).toEqual(expected.histogram);
    }
  });

  it('gives the picture of the clearest map', async () => {
    const shape = [1, 6, 6, 2];
    const data = Float32Array.from({ length: 72 }, (_, i) => (i % 2 === 0 ? 1 : i));
    const layout = layoutOf(shape, false);
    expect((await summaryIn(engine, shape, data, layout)).thumbnail).toEqual(summaryOf(data, layout).thumbnail);
  });
});

describe('a histogram', () => {
  it('counts the finite values of the first image between the smallest and the largest', () => {
    const data = Float32Array.of(-1, 0, 0.99, 1, Number.NaN, Number.POSITIVE_INFINITY, 0.5, 1, 7, 7, 7, 7, 7, 7, 7, 7);
    const { histogram } = summaryOf(data, layoutOf([2, 2, 2, 2], false));
    const found = [...histogram.entries()].filter(([, count]) => count > 0);
    // 64 intervals of 1/32 from −1 on; the largest value is in the last of them.
    expect(found).toEqual([
      [0, 1],
      [32, 1],
      [48, 1],
      [63, 3],
    ]);
  });

  it.each([
    ['one value only', Float32Array.of(5, 5, 5, 5), 4],
    ['nothing that is finite', new Float32Array(4).fill(Number.NaN), 0],
    ['the largest numbers', Float32Array.of(-3.4e38, 3.4e38, 0, 0), 4],
    ['the smallest', Float32Array.of(0, 2 ** -149, 2 ** -148, 0), 4],
  ])('loses nothing of %s', (_, data, count) => {
    const { histogram } = summaryOf(data, layoutOf([1, 4], false));
    expect(histogram.reduce((a, b) => a + b, 0)).toBe(count);
  });
});
