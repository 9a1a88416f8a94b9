import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Engine } from '../../../core/engine/backend.ts';
import { createWasmEngine, type Instructions } from '../../../core/engine/wasm/index.ts';
import { ACTIVATIONS } from '../../../core/vocabulary/attributes.ts';
import { type Batch, batchOf, type Case, expectParity } from './webgpu/cases.ts';
import { openEngine } from './webgpu/dawn.ts';

const one = (operator: Case['operator'], attributes: Case['attributes'], ...inputs: number[][]): Case => ({
  operator,
  attributes,
  inputs,
});

/** NaN, infinities, zeros of both signs, the smallest and the largest numbers. */
const SPECIAL = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  0,
  -0,
  2 ** -149,
  -(2 ** -140),
  2 ** -126,
  3.4e38,
  -3.4e38,
];

/** The cases with special values among ordinary ones, at other places in every input. */
function special(cases: readonly Case[]): Batch {
  const batch = batchOf(cases);
  for (const [at, { data }] of batch.inputs.entries()) {
    for (let i = 0; i < data.length; i += 3) data[i] = SPECIAL[(i / 3 + at) % SPECIAL.length];
  }
  return batch;
}

const pooled = [2, 9, 7, 5];
const cases: readonly Case[] = [
  // One of them spoils a whole softmax, which says nothing about the others.
  ...ACTIVATIONS.filter((name) => !name.endsWith('oftmax')).map((activation) =>
    one('activation', { activation }, [1, 3, 5, 7]),
  ),
  one('reLU', {}, [1, 40]),
  one('reLU', { maxValue: Number.POSITIVE_INFINITY }, [1, 40]),
  one('reLU', { maxValue: 0.5, negativeSlope: 0.25, threshold: 0.125 }, [1, 40]),
  one('leakyReLU', { alpha: 0.1 }, [1, 40]),
  one('elu', { alpha: 0.7 }, [1, 40]),
  one('thresholdedReLU', { theta: 0.4 }, [1, 40]),
  one('maxPooling2d', { poolSize: 2 }, pooled),
  one('maxPooling2d', { poolSize: 3, strides: 2, padding: 'same' }, pooled),
  one('maxPooling2d', { poolSize: 2, strides: 1, padding: 3 }, [1, 3, 3, 5]),
  one('maxPooling1d', { poolSize: 3, strides: 2 }, [2, 17, 3]),
  one('averagePooling2d', { poolSize: [2, 3] }, pooled),
  one('globalMaxPooling2d', {}, pooled),
  one('globalMaxPooling1d', {}, [1, 300, 3]),
  ...(['add', 'subtract', 'multiply', 'maximum', 'minimum', 'average'] as const).map((name) =>
    one(name, {}, [1, 5, 7], [1, 5, 7]),
  ),
  one('batchNormalization', {}, [1, 3, 5, 7]),
];

describe('what is not an ordinary number stays what the reference engine makes of it', { timeout: 300_000 }, () => {
  let gpu: Engine;

  beforeAll(async () => {
    gpu = await openEngine();
  });

  afterAll(() => gpu?.dispose());

  it('on the GPU', () => expectParity(gpu, special(cases)));

  it.each<Instructions>(['relaxed-simd', 'simd'])('in WebAssembly (%s)', async (instructions) => {
    const engine = await createWasmEngine({ instructions });
    if ('unavailable' in engine) throw new Error(engine.unavailable);
    await expectParity(engine, special(cases.map(inWasm)));
  });
});

/** WebAssembly has no global pooling. */
function inWasm(one: Case): Case {
  return one.operator.startsWith('global') ? { ...one, byReference: `no kernel for ${one.operator}` } : one;
}
