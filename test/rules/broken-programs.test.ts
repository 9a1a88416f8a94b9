import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { analyse } from '../harness/check.ts';
import { runProgram } from '../oracle/run-program.ts';

const root = join(import.meta.dirname, '../fixtures/training');

/** A program that trains, one place of it, and what somebody writes there by mistake. */
const mistakes: readonly (readonly [program: string, right: string, wrong: string])[] = [
  ['digits.ts', 'batch.xs.reshape([NUM_TRAIN, 8, 8, 1])', 'batch.xs'],
  ['digits.ts', 'batch.xs.reshape([NUM_TEST, 8, 8, 1])', 'batch.xs.reshape([NUM_TEST, 64, 1])'],
  ['digits.ts', 'tf.tensor2d(labels, [batchSize, NUM_CLASSES])', 'tf.tensor2d(labels, [batchSize, NUM_CLASSES - 1])'],
  ['digits.ts', "loss: 'categoricalCrossentropy'", "loss: 'sparseCategoricalCrossentropy'"],
  ['digits.ts', 'xs.reshape([count, 8, 8, 1])', 'xs.reshape([count, 8, 8])'],
  ['regression.js', '[d.horsepower, d.weight]', '[d.horsepower, d.weight, 1]'],
  ['regression.js', 'tf.tensor2d(inputs, [inputs.length, 2])', 'tf.tensor2d(inputs, [2, inputs.length])'],
  ['regression.js', 'net.predict(both.reshape([20, 2]))', 'net.predict(grid)'],
  [
    'regression.js',
    "net.compile({ optimizer: tf.train.adam(), loss: tf.losses.meanSquaredError, metrics: ['mse'] });",
    '',
  ],
  ['series.ts', 'tf.tensor3d(inputs)', 'tf.tensor3d(inputs).squeeze([2])'],
  ['series.ts', 'reshape([1, lookback, 1])', 'reshape([1, lookback])'],
  ['two-inputs.ts', 'tf.randomNormal([count, 4])', 'tf.randomNormal([count, 5])'],
  ['two-inputs.ts', 'await model.fit(inputs, {', 'await model.fit(inputs[0]!, {'],
  ['two-inputs.ts', '.batch(2)', ''],
  [
    'two-inputs.ts',
    "tf.oneHot(tf.tensor1d([0, 1, 2, 0, 1, 2], 'int32'), 3)",
    'tf.oneHot(tf.tensor1d([0, 1, 2, 0, 1, 2]), 3)',
  ],
  ['transfer.ts', 'pixels.expandDims(0)', 'pixels'],
  [
    'transfer.ts',
    'fromPixels(sample).toFloat().div(127).sub(1).expandDims()',
    'fromPixels(sample, 1).toFloat().div(127).sub(1).expandDims()',
  ],
  ['transfer.ts', 'this.head!.predict(features)', 'this.head!.predict(batch)'],
  ['autoencoder.ts', 'tf.randomNormal([4, latent])', 'tf.randomNormal([4, 8])'],
  [
    'autoencoder.ts',
    'await autoencoder.trainOnBatch(batch, batch)',
    'await autoencoder.trainOnBatch(batch, batch.squeeze([3]))',
  ],
  ['text.ts', 'tf.tensor2d([encode(review)])', 'tf.tensor1d(encode(review))'],
  ['text.ts', '[labels.length, 1]', '[labels.length, 2]'],
  [
    'segmentation.ts',
    'const ys = tf.image.resizeNearestNeighbor(mask.expandDims(-1) as tf.Tensor3D, [size, size]);',
    "const ys = tf.oneHot(tf.zeros([size,size],'int32'), 3);",
  ],
  ['segmentation.ts', '\n  .batch(2)', ''],
  ['segmentation.ts', 'tf.ones([size, size, 3])])', 'tf.ones([size, size, 1])])'],
  ['reinforcement.ts', 'tf.tensor2d([state])', 'tf.tensor1d(state)'],
  ['reinforcement.ts', '[batchSize, stateSize]', '[batchSize, stateSize + 1]'],
  ['adversarial.ts', 'tf.zeros([half, 1])], 0', 'tf.zeros([half + 1, 1])], 0'],
  ['adversarial.ts', 'tf.zeros([half, 8, 8, 1])', 'tf.zeros([half, 9, 9, 1])'],
  ['own-loop.ts', 'tf.ones([3, 3])', 'tf.ones([3, 4])'],
  ['own-loop.ts', 'tf.randomNormal([size, 3])', 'tf.randomNormal([size, 2])'],
];

it.each(mistakes)('%s: TensorFlow.js throws with %j → %j, and an error is found', async (program, right, wrong) => {
  const path = join(root, program);
  const text = readFileSync(path, 'utf8');
  const broken = text.replace(right, () => wrong);
  expect(broken).not.toBe(text);
  await expect(runProgram(broken, path)).rejects.toThrow();
  const errors = analyse(path, broken).findings.filter(({ severity }) => severity === 'error');
  expect(errors.length).toBeGreaterThan(0);
});
