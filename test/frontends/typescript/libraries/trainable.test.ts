import { describe, expect, it } from 'vitest';
import { analyseGraph } from '../../../../core/graph/analyse.ts';
import { readText } from '../our-models.ts';
import { builtModels } from '../real-models.ts';

const models = `import * as tf from '@tensorflow/tfjs';
const inner = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 3 }), tf.layers.dense({ units: 5 })] });
const x = tf.input({ shape: [4] });
const first = tf.layers.dense({ units: 4 });
const outer = tf.model({ inputs: x, outputs: tf.layers.dense({ units: 2 }).apply(inner.apply(first.apply(x))) });
`;

const programs: Readonly<Record<string, string>> = {
  'nothing is frozen': '',
  'a model that holds another': 'outer.trainable = false;',
  'a model in another': 'inner.trainable = false;',
  'a layer': 'first.trainable = false;',
  'a model, then one of its layers no more': 'inner.trainable = false; inner.layers[1].trainable = true;',
  'a model and no more': 'outer.trainable = false; outer.trainable = true;',
  'a layer, and all of the model no more': 'first.trainable = false; outer.trainable = true;',
  'a layer under a frozen model no more': 'outer.trainable = false; first.trainable = true;',
  'layers of a model that another takes over':
    'inner.trainable = false; tf.model({ inputs: inner.inputs, outputs: tf.layers.dense({ units: 7 }).apply(inner.layers[0].output) });',
  'layers one by one': 'for (const layer of outer.layers) layer.trainable = false;',
};

describe('what is trained is what TensorFlow.js trains', () => {
  it.each(Object.entries(programs))('%s', async (_, statements) => {
    const text = models + statements;
    const real = (await builtModels('trainable.js', text)).map(({ model }) =>
      model.trainableWeights.reduce((sum, { shape }) => sum + shape.reduce<number>((a, b) => a * (b ?? 0), 1), 0),
    );
    const ours = readText(text).models.map((graph) => analyseGraph(graph).totals.params.trainable);
    expect(ours).toEqual(real);
  });
});
