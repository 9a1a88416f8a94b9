import { expect, it } from 'vitest';
import type { FileHost } from '../../../../server/frontends/frontend.ts';
import { readTypeScript } from '../../../../server/frontends/typescript/index.ts';
import { attribute as a, GraphFixture, uri } from '../../graph-model/graph-fixture.ts';
import { readText, rowsOf } from '../our-models.ts';

const window = {
  data_format: a.text('NHWC'),
  padding: a.text('SAME'),
  strides: a.integers([1, 2, 2, 1]),
  dilations: a.integers([1, 1, 1, 1]),
};

function base(outputs: readonly string[]): GraphFixture {
  const fixture = new GraphFixture()
    .input('image', [-1, 16, 12, 3])
    .kernel('w', [3, 3, 3, 8])
    .operation('maps', 'Conv2D', ['image', 'w'], window)
    .integers('axes', [1, 2])
    .operation('features', 'Mean', ['maps', 'axes']);
  fixture.outputs = outputs;
  return fixture;
}

const program = (rest: string) => `import * as tf from '@tensorflow/tfjs';
export async function transfer() {
  const base = await tf.loadGraphModel('file://./graph/model.json');
  ${rest}
}`;

/** The program beside the folder of the fixture, which holds the graph and its weights. */
function read(rest: string, fixture = base(['features'])) {
  const weights = fixture.host();
  const host: FileHost = {
    read: (asked) => (asked === uri ? JSON.stringify(fixture.json()) : weights.read(asked)),
  };
  return readTypeScript('file:///models/transfer.ts', program(rest), host);
}

it('says of its inputs and outputs what TensorFlow.js says of them', async () => {
  const fixture = base(['features', 'maps']);
  const real = await fixture.load();
  const sizes = [...(real.inputs[0]!.shape ?? []), real.inputNodes.length, real.outputs.length];
  expect(real.outputs[0]!.shape).toBeUndefined();
  const { models } = read(
    `const [n, h, w, c] = base.inputs[0].shape;
  const m = tf.sequential();
  for (const units of [n + 2, h, w, c, base.inputNodes.length, base.outputs.length, base.outputs[0].shape ? 1 : 7])
    m.add(tf.layers.dense({ units, inputShape: [1] }));`,
    fixture,
  );
  expect(models[0]!.layers.slice(1).map(({ attributes }) => attributes.units)).toEqual([
    sizes[0]! + 2,
    ...sizes.slice(1),
    7,
  ]);
});

it('makes tensors whose shapes the graph knows', () => {
  const { models } = read(`const features = base.predict(tf.zeros([5, 16, 12, 3]));
  const maps = base.execute({ image: tf.zeros([5, 16, 12, 3]) }, 'maps');
  const head = tf.sequential();
  head.add(tf.layers.conv2d({ inputShape: maps.shape.slice(1), filters: 2, kernelSize: 1 }));
  const top = tf.sequential({ layers: [tf.layers.dense({ inputShape: [features.shape[1]], units: 4 })] });`);
  expect(models.map((model) => rowsOf(model).map(([, , shape, params]) => [shape, params]))).toEqual([
    [['[null,8,6,2]', 18]],
    [['[null,4]', 36]],
  ]);
});

it('is unknown where it comes over the network, where no operation has the name, and where the file is of layers', () => {
  const shapes = (rest: string, files = {}) =>
    readText(
      program(`${rest}\n  tf.sequential({ layers: [tf.layers.dense({ inputShape: x.shape, units: 1 })] });`),
      files,
    ).models[0]!.layers.at(-1)!.facts;
  expect(shapes(`const x = base.predict(tf.zeros([1]));`)).toEqual([]);
  expect(shapes(`const x = base.execute(tf.zeros([1]), 'none');`)).toEqual([]);
  expect(shapes(`const x = base.predict(0);`, { 'file:///graph/model.json': '{"class_name": "Sequential"}' })).toEqual(
    [],
  );
});
