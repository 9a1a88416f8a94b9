import { beforeAll, describe, expect, it } from 'vitest';
import { compileGraph } from '../../../core/engine/compile.ts';
import { randomWeights } from '../../../core/engine/weights.ts';
import { readKerasJson } from '../../../server/frontends/keras-json/index.ts';
import { readText } from '../../frontends/typescript/our-models.ts';
import type { tf } from '../../oracle/index.ts';
import { useBackend } from '../../oracle/index.ts';
import { runSource } from '../../oracle/run-source.ts';

/** As programs write them; the empty one leaves the argument out. */
const initialisers = [
  ...['', 'glorotNormal', 'glorotUniform', 'heNormal', 'heUniform', 'leCunNormal', 'leCunUniform', 'zeros', 'ones'].map(
    (name) => (name === '' ? '' : `'${name}'`),
  ),
  'tf.initializers.heNormal({ seed: 1 })',
  'tf.initializers.varianceScaling({ scale: 3, mode: "fanIn", distribution: "normal", seed: 1 })',
  'tf.initializers.varianceScaling({ scale: 0.5, mode: "fanOut", distribution: "uniform", seed: 1 })',
  'tf.initializers.varianceScaling({ seed: 1 })',
  'tf.initializers.randomNormal({ stddev: 0.2, seed: 1 })',
  'tf.initializers.randomNormal({ mean: 1, seed: 1 })',
  'tf.initializers.randomUniform({ minval: -1, maxval: 2, seed: 1 })',
  'tf.initializers.randomUniform({ seed: 1 })',
  'tf.initializers.truncatedNormal({ stddev: 0.3, seed: 1 })',
  'tf.initializers.truncatedNormal({ mean: -1, stddev: 0.1, seed: 1 })',
  'tf.initializers.constant({ value: 0.25 })',
];

/** A factory, its arguments, and the argument that says how its kernel starts. Kernels have 40,000 numbers and more. */
const layers = [
  ['conv2d', 'inputShape: [8, 8, 40], filters: 40, kernelSize: 5', 'kernelInitializer'],
  ['conv1d', 'inputShape: [8, 80], filters: 100, kernelSize: 5', 'kernelInitializer'],
  ['conv2dTranspose', 'inputShape: [4, 4, 30], filters: 60, kernelSize: 5', 'kernelInitializer'],
  ['dense', 'inputShape: [400], units: 100', 'kernelInitializer'],
  ['depthwiseConv2d', 'inputShape: [8, 8, 400], kernelSize: 5, depthMultiplier: 4', 'depthwiseInitializer'],
  [
    'separableConv2d',
    'inputShape: [8, 8, 400], filters: 25, kernelSize: 5, depthMultiplier: 4',
    'depthwiseInitializer',
  ],
] as const;

beforeAll(() => useBackend('cpu'));

describe('weights start as TensorFlow.js starts them', { timeout: 60_000 }, () => {
  it.each(layers)('%s', (factory, config, argument) => {
    for (const initialiser of initialisers) {
      const said = initialiser === '' ? '' : `, ${argument}: ${initialiser}`;
      const text = `import * as tf from '@tensorflow/tfjs';
export const model = tf.sequential({ layers: [tf.layers.${factory}({ ${config}${said} })] });`;
      const model = runSource(text, import.meta.filename).model as tf.Sequential;
      const compiled = compileGraph(readText(text).models[0]!);
      if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
      const ours = randomWeights(compiled.program, 1)[1];
      for (const weight of model.layers[0]!.weights) {
        const name = weight.name.split('/').at(-1)!;
        const expected = moments(weight.read().dataSync() as Float32Array);
        const actual = moments(ours[name]!.data);
        const about = `${factory} ${name} ${initialiser}: ${JSON.stringify([actual, expected])}`;
        expect(Math.abs(actual.deviation - expected.deviation), about).toBeLessThanOrEqual(0.02 * expected.deviation);
        expect(Math.abs(actual.mean - expected.mean), about).toBeLessThanOrEqual(0.04 * expected.deviation + 1e-7);
        // Truncated or not.
        expect(actual.largest / expected.largest || 1, about).toBeGreaterThan(0.7);
        expect(actual.largest / expected.largest || 1, about).toBeLessThan(1.4);
      }
      model.dispose();
    }
  });

  it('a model of Keras says it with names and numbers of its own', () => {
    const scaling = { scale: 4, mode: 'fan_in', distribution: 'truncated_normal', seed: null };
    const config = {
      name: 'd',
      units: 100,
      batch_input_shape: [null, 400],
      kernel_initializer: { class_name: 'VarianceScaling', config: scaling },
      bias_initializer: { class_name: 'Constant', config: { value: 0.5 } },
    };
    const model = { class_name: 'Sequential', config: { name: 's', layers: [{ class_name: 'Dense', config }] } };
    const [graph] = readKerasJson('file:///m.json', JSON.stringify(model), { read: () => null }).models;
    const compiled = compileGraph(graph!);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
    const { kernel, bias } = randomWeights(compiled.program, 1)[1];
    expect(moments(kernel!.data).deviation).toBeCloseTo(0.88 * 0.1, 2);
    expect(new Set(bias!.data)).toEqual(new Set([0.5]));
  });

  it('another choice than the model’s goes before what it says', () => {
    const text = `import * as tf from '@tensorflow/tfjs';
export const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [400], units: 100, kernelInitializer: 'zeros' })] });`;
    const compiled = compileGraph(readText(text).models[0]!);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
    expect(moments(randomWeights(compiled.program, 1)[1].kernel!.data).deviation).toBe(0);
    const chosen = randomWeights(compiled.program, 1, 'heUniform')[1].kernel!.data;
    expect(moments(chosen).deviation).toBeCloseTo(Math.sqrt(2 / 400), 3);
  });
});

function moments(data: Float32Array): { readonly mean: number; readonly deviation: number; readonly largest: number } {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const squares = data.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  return { mean, deviation: Math.sqrt(squares / data.length), largest };
}
