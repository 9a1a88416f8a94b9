import { expect, it } from 'vitest';
import { readText, rowsOf } from '../our-models.ts';

const base = JSON.stringify({
  modelTopology: {
    class_name: 'Sequential',
    config: {
      name: 'base',
      layers: [
        {
          class_name: 'Conv2D',
          config: { name: 'c1', filters: 4, kernel_size: [3, 3], batch_input_shape: [null, 10, 10, 3] },
        },
        { class_name: 'Conv2D', config: { name: 'c2', filters: 6, kernel_size: [3, 3] } },
        { class_name: 'Flatten', config: { name: 'flat' } },
      ],
    },
  },
});

it('a model of the workspace can be cut and continued', () => {
  const { models } = readText(
    `import * as tf from '@tensorflow/tfjs';
export async function transfer() {
  const base = await tf.loadLayersModel('file://./models/base.json');
  const cut = base.getLayer('c1');
  const x = tf.layers.globalAveragePooling2d({}).apply(cut.output);
  const outputs = tf.layers.dense({ units: cut.outputShape[3] }).apply(x);
  return tf.model({ inputs: base.inputs, outputs });
}`,
    { 'file:///models/base.json': base },
  );
  expect(models).toHaveLength(1);
  expect(rowsOf(models[0]!).slice(-3)).toEqual([
    ['c1', 'Conv2D', '[null,8,8,4]', 112],
    ['global_average_pooling2d_GlobalAveragePooling2D1', 'GlobalAveragePooling2D', '[null,4]', 0],
    ['dense_Dense1', 'Dense', '[null,4]', 20],
  ]);
});

it('a model that comes over the network is unknown, and so is what is built on it', () => {
  const { models } = readText(`import * as tf from '@tensorflow/tfjs';
export async function transfer() {
  const base = await tf.loadLayersModel('https://example.com/model.json');
  const top = tf.layers.dense({ units: 2 });
  return tf.model({ inputs: base.inputs, outputs: top.apply(base.getLayer('x').output) });
}`);
  expect(models[0]!.complete).toBe(false);
  expect(models[0]!.layers.at(-1)!.attributes.units).toBe(2);
  expect(models[0]!.facts).toEqual([]);
});
