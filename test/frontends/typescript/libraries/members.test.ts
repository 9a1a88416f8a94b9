import { expect, it } from 'vitest';
import { readText, rowsOf } from '../our-models.ts';

/** The units of a dense layer say which value an expression has: 3 where it holds, 5 where it does not. */
function unitsOf(condition: string, before = ''): unknown[] {
  const text = `import * as tf from '@tensorflow/tfjs';
${before}
const model = tf.sequential();
model.add(tf.layers.dense({ units: (${condition}) ? 3 : 5, inputShape: [1], useBias: false }));`;
  return readText(text).models.flatMap((graph) => rowsOf(graph).map((row) => row[3]));
}

it.each([
  ['tf.layers === tf.layers', 3],
  ['tf.layers.dense === tf.layers.conv2d', 5],
  ['tf.layers.dense !== tf.layers.dense', 5],
  ['tf === tf.default', 3],
  ['window === self', 3],
  ['window.tf === tf', 3],
  ['window.width === 7', 3],
  ['made instanceof tf.layers.Layer', 3],
  ['made instanceof tf.Sequential', 5],
  ['tf.initializers.zeros() === tf.initializers.ones()', 5],
])('%s', (condition, units) => {
  expect(unitsOf(condition, 'window.width = 7;\nconst made = tf.layers.flatten();')).toEqual([units]);
});

it('a factory whose name is unknown makes an unknown layer', () => {
  const text = `import * as tf from '@tensorflow/tfjs';
export function build(kind: string) {
  return tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] }), tf.layers[kind]({ units: 2 })] });
}`;
  const [graph] = readText(text).models;
  expect(graph!.layers.map(({ operator, className }) => [operator, className]).slice(-2)).toEqual([
    ['dense', 'Dense'],
    ['unknown', 'layer'],
  ]);
});

it('members of what a call has made are unknown, and no layers', () => {
  const text = `import * as tf from '@tensorflow/tfjs';
const optimizer = tf.train.adam(0.1);
const made = optimizer.layers.dense({ units: 3 });
const model = tf.sequential({ layers: [tf.layers.dense({ units: optimizer.rate, inputShape: [1] })] });`;
  const { models, looseLayers } = readText(text);
  expect(models.map((graph) => rowsOf(graph).map((row) => row[3]))).toEqual([[null]]);
  expect(looseLayers).toEqual([]);
});
