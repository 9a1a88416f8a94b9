import { describe, expect, it } from 'vitest';
import { layersAsActivations } from '../../server/frontends/layer-table.ts';
import { findFactory, readLayer } from '../../server/frontends/layers.ts';
import { tf } from '../oracle/index.ts';

const dense = findFactory('dense')!.words!;
const conv2d = findFactory('conv2d')!.words!;

const denseWith = (key: string, word: unknown) => () =>
  tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 4, [key]: word })] });
const convWith = (padding: unknown) => () =>
  tf.layers.conv2d({ inputShape: [8, 8, 1], filters: 1, kernelSize: 3, ...{ padding } } as never);

describe.each(['kernelInitializer', 'kernelRegularizer', 'kernelConstraint'])('%s', (key) => {
  it.each(dense[key]!)('%s is a word of TensorFlow.js', (word) => {
    expect(denseWith(key, word)).not.toThrow();
  });

  it.each(['he_uniform', 'constant', 'l1', 'L2', 'unit_norm', 'xavier', 'normal'])('%s is none', (word) => {
    expect(dense[key]).not.toContain(word);
    expect(denseWith(key, word)).toThrow();
  });
});

it.each(conv2d.padding!)('TensorFlow.js takes the padding %s', (word) => {
  expect(convWith(word)).not.toThrow();
});

it.each([0, 2, 'full', 'half', 'sameLower', 'VALID'])('TensorFlow.js refuses the padding %s', (word) => {
  expect(convWith(word)).toThrow('not a valid PaddingMode');
});

it.each(Object.entries(layersAsActivations))('TensorFlow.js takes the layer %s for an activation', (name, same) => {
  const apply = (activation: string): readonly number[] => {
    const model = denseWith('activation', activation)();
    model.setWeights([tf.eye(4), tf.zeros([4])]);
    return [...(model.predict(tf.tensor2d([[-2, -1, 0.5, 3]])) as tf.Tensor).dataSync()];
  };
  expect(apply(name)).toHaveLength(4);
  expect(apply(name)).toEqual(apply(same));
});

it.each(['leakyReLU', 'leaky_relu', 'prelu', 'thresholdedReLU', 'dropout', 'batchNormalization'])(
  'TensorFlow.js takes the layer %s for no activation, and it is called one',
  (name) => {
    const { facts } = readLayer(findFactory('dense')!, { units: 4, activation: name }, 'javascript');
    expect(denseWith('activation', name)).toThrow('Unknown activation');
    expect(facts).toMatchObject([
      { kind: 'invalid-argument', expected: { words: expect.stringContaining('is a layer') } },
    ]);
  },
);

it.each(['Dropout', 'BatchNormalization', 'LeakyReLU'])(
  'TensorFlow.js finds the class %s, whatever it does',
  (name) => {
    expect(denseWith('activation', name)).not.toThrow();
    const { facts, attributes } = readLayer(findFactory('dense')!, { units: 4, activation: name }, 'javascript');
    expect(facts).toEqual([]);
    expect(attributes.activation).toBe(null);
  },
);

it.each(['silu', 'Relu', 'Tanh', 'RELU'])('TensorFlow.js has no activation %s', (name) => {
  expect(denseWith('activation', name)).toThrow('Unknown activation');
});

it.each(['first dense', 'größer', '_a'])('TensorFlow.js refuses the name %s', (name) => {
  expect(denseWith('name', name)).toThrow('Not a valid tensor name');
});

it('TensorFlow.js refuses two layers of one name', () => {
  const twice = () => tf.layers.reLU({ inputShape: [4], name: 'same' });
  const model = tf.sequential({ layers: [twice(), twice()] });
  expect(() => model.predict(tf.ones([1, 4]))).toThrow('used 2 times');
});

it('TensorFlow.js refuses such a name also of a layer without weights', () => {
  const layers = [tf.layers.dense({ inputShape: [4], units: 4 }), tf.layers.reLU({ name: 'a bend' })];
  expect(() => tf.sequential({ layers })).toThrow('Not a valid tensor name');
});
