import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../core/engine/random.ts';
import { decodeGroup, readStorage } from '../../../core/engine/stored-weights.ts';
import { modelWeights } from '../../../core/engine/weights.ts';
import { halfToNumber } from '../../../core/graph/half-precision.ts';
import type { WeightsGroup } from '../../../core/graph/node.ts';
import { tf } from '../../oracle/index.ts';
import { programOf, singleLayerGraph } from './single-layer.ts';

const bytes = (length: number, seed: number) => {
  const random = seededRandom(seed);
  return Uint8Array.from({ length }, () => Math.floor(random.uniform() * 256));
};

const group: WeightsGroup = {
  paths: ['a.bin', 'b.bin'],
  weights: [
    { name: 'plain', shape: [2, 3], dtype: 'float32' },
    { name: 'half', shape: [5], dtype: 'float32', quantization: { dtype: 'float16' } },
    { name: 'byte', shape: [3, 2], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.25, min: -3 } },
    { name: 'word', shape: [3], dtype: 'float32', quantization: { dtype: 'uint16', scale: 1e-4, min: -1 } },
    { name: 'whole', shape: [2], dtype: 'int32' },
    { name: 'small', shape: [3], dtype: 'int32', quantization: { dtype: 'uint8', scale: 1.5, min: -3 } },
    { name: 'flags', shape: [3], dtype: 'bool' },
  ],
};

describe('stored weights', () => {
  test('decode to what TensorFlow.js decodes', () => {
    const all = bytes(24 + 10 + 6 + 6 + 8 + 3 + 3, 4);
    all[3] = 0x3f; // Keeps the first float32 finite, so that a NaN can't pass for equal.
    const { tensors, problems } = decodeGroup(group, [all]);
    expect(problems).toEqual([]);
    const theirs = tf.io.decodeWeights(all.buffer, JSON.parse(JSON.stringify(group.weights)));
    for (const { name, shape } of group.weights) {
      expect(tensors.get(name)?.shape).toEqual(shape);
      expect([...(tensors.get(name)?.data ?? [])], name).toEqual([...Float32Array.from(theirs[name].dataSync())]);
    }
  });

  test('float16 covers zeros, subnormals, infinities and NaN', () => {
    expect([0x0000, 0x8000, 0x0001, 0x03ff, 0x0400, 0x3c00, 0x7bff, 0x7c00, 0xfc00].map(halfToNumber)).toEqual([
      0,
      -0,
      2 ** -24,
      1023 * 2 ** -24,
      2 ** -14,
      1,
      65504,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ]);
    expect(halfToNumber(0x7e00)).toBeNaN();
  });

  test('shards are one run of bytes, cut anywhere', () => {
    const all = bytes(60, 5);
    const whole = decodeGroup(group, [all]);
    const cut = decodeGroup(group, [all.subarray(0, 13), all.subarray(13)]);
    expect([...cut.tensors]).toEqual([...whole.tensors]);
  });

  test('a shard that is too short names the weight and the missing bytes', () => {
    const { tensors, problems } = decodeGroup(group, [bytes(31, 6)]);
    expect([...tensors.keys()]).toEqual(['plain']);
    expect(problems).toEqual([{ kind: 'shard-short', weight: 'half', shards: ['a.bin', 'b.bin'], missing: 3 }]);
  });

  test('a shard that is too long is that of another model', () => {
    expect(decodeGroup(group, [bytes(60, 5), bytes(7, 5)]).problems).toEqual([
      { kind: 'shard-long', shards: ['a.bin', 'b.bin'], extra: 7 },
    ]);
  });

  test('a missing shard and an unreadable type are problems, not exceptions', async () => {
    const manifest = { base: 'file:///m/model.json', groups: [group] };
    const { problems } = await readStorage(manifest, async (_base, path) => (path === 'a.bin' ? bytes(60, 7) : null));
    expect(problems).toEqual([{ kind: 'shard-missing', shard: 'b.bin' }]);
    const complex = { paths: ['a.bin'], weights: [{ name: 'z', shape: [1], dtype: 'complex64' }] };
    expect(decodeGroup(complex, [bytes(8, 8)]).problems).toEqual([{ kind: 'dtype', weight: 'z', dtype: 'complex64' }]);
  });
});

describe('stored weights meet the program', () => {
  const program = programOf(singleLayerGraph('dense', { units: 2 }, [[3]]));
  const stored = (names: readonly string[], kernel = [3, 2]) => ({
    base: 'file:///model.json',
    groups: [
      {
        paths: ['w.bin'],
        weights: [
          { name: names[0], shape: kernel, dtype: 'float32' },
          { name: names[1], shape: [2], dtype: 'float32' },
        ],
      },
    ],
  });
  const load = (manifest: ReturnType<typeof stored>) =>
    modelWeights(program, manifest, async () => new Uint8Array(new Float32Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer));

  test.each([
    [['layer/kernel', 'layer/bias']],
    [['layer/kernel:0', 'layer/bias:0']],
    [['model_1/layer/kernel', 'model_1/layer/bias']],
    [['layer_1/layer/kernel:0', 'layer_1/layer/bias:0']],
  ])('as %s', async (names) => {
    const result = await load(stored(names));
    expect(result.ok && result.weights[1].bias.data).toEqual(Float32Array.of(7, 8));
    expect(result.problems).toEqual([]);
  });

  test('missing, misshapen and superfluous ones are named', async () => {
    const missing = await load(stored(['layer/kernel', 'other/bias']));
    expect(missing).toMatchObject({ ok: false, problems: [{ kind: 'missing', path: ['layer'], weight: 'bias' }] });
    const misshapen = await load(stored(['layer/kernel', 'layer/bias'], [2, 3]));
    expect(misshapen).toMatchObject({ ok: false, problems: [{ kind: 'shape', expected: [3, 2], actual: [2, 3] }] });
    const more = stored(['layer/kernel', 'layer/bias']);
    more.groups[0].weights.push({ name: 'gone/kernel', shape: [0], dtype: 'float32' });
    expect(await load(more)).toMatchObject({ ok: true, problems: [{ kind: 'unused', stored: 'gone/kernel' }] });
  });
});
