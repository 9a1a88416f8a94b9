import { describe, expect, it } from 'vitest';
import { findFactory, readLayer } from '../../server/frontends/layers.ts';
import { tf } from '../oracle/index.ts';

/** What a layer makes of ones while it is trained. */
function trained(layer: tf.layers.Layer, shape: readonly number[]): readonly number[] {
  const output = layer.apply(tf.ones([...shape]), { training: true });
  const [first] = Array.isArray(output) ? output : [output];
  if (!(first instanceof tf.Tensor)) throw new Error('no values');
  return [...first.dataSync()];
}

type Make = (config: object) => tf.layers.Layer;

const ones = { units: 3, kernelInitializer: 'ones', recurrentInitializer: 'ones' };

describe.each([
  ['dropout', 'rate', {}, [2, 40]],
  ['spatialDropout1d', 'rate', {}, [2, 5, 8]],
  ['gaussianDropout', 'rate', {}, [2, 40]],
  ['alphaDropout', 'rate', {}, [2, 40]],
  ['lstm', 'dropout', ones, [2, 5, 8]],
  ['gru', 'recurrentDropout', ones, [2, 5, 8]],
  ['simpleRNN', 'dropout', ones, [2, 5, 8]],
])('%s', (factory, attribute, config, shape) => {
  const make = (tf.layers as unknown as Record<string, Make>)[factory]!;

  it.each([50, 1.5, -0.5])(`drops nothing with ${attribute} %d`, (rate) => {
    const outputs = [rate, 0].map((value) => trained(make({ ...config, [attribute]: value }), shape));
    expect(outputs[0]).toEqual(outputs[1]);
    const { facts, attributes } = readLayer(findFactory(factory)!, { ...config, [attribute]: rate }, 'javascript');
    expect(facts).toMatchObject([{ kind: 'invalid-argument', attribute, acts: 0 }]);
    expect(attributes[attribute]).toBe(0);
  });
});

it.each(['maxPooling1d', 'averagePooling2d', 'maxPooling3d', 'depthwiseConv2d'])(
  '%s pads nothing when it is causal',
  (factory) => {
    const rank = factory.startsWith('depthwise') ? 2 : Number(factory.at(-2));
    const config = factory.startsWith('depthwise') ? { kernelSize: 3, depthwiseInitializer: 'ones' } : { poolSize: 3 };
    const make = (tf.layers as unknown as Record<string, Make>)[factory]!;
    const shape = [2, ...Array.from({ length: rank }, () => 8), 3];
    const outputs = ['causal', 'valid'].map((padding) => trained(make({ ...config, padding }), shape));
    expect(outputs[0]).toEqual(outputs[1]);
    const { facts, attributes } = readLayer(findFactory(factory)!, { ...config, padding: 'causal' }, 'javascript');
    expect(facts).toMatchObject([{ kind: 'invalid-argument', attribute: 'padding', suggestion: 'valid' }]);
    expect(attributes.padding).toBe('valid');
  },
);
