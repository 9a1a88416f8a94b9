import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { tfjsLayers } from '../../../server/frontends/layer-table.ts';
import { factoryNames, findClass, findFactory } from '../../../server/frontends/layers.ts';

type Factory = (config: object) => tf.layers.Layer;

const factories = new Map<string, Factory>(
  Object.entries(tf.layers).filter(
    (entry): entry is [string, Factory] => /^[a-z]/.test(entry[0]) && typeof entry[1] === 'function',
  ),
);

/** Enough for every constructor. What a layer has no use for does not disturb it. */
function config(name: string): Record<string, unknown> {
  const cell = () => tf.layers.lstmCell({ units: 2 });
  const shared = {
    ...{ filters: 4, kernelSize: 3, units: 4, rate: 0.2, activation: 'relu', axis: -1, axes: -1, dims: [1, 2], n: 3 },
    ...{ inputDim: 10, outputDim: 4, targetShape: [4, 4], size: [2, 2], stddev: 1, height: 10, width: 10, poolSize: 2 },
    ...{
      numTokens: 5,
      outputMode: 'oneHot',
      scale: 1,
      offset: 0,
      factor: 0.2,
      cropping: [
        [1, 1],
        [1, 1],
      ],
    },
  };
  switch (name) {
    case 'input':
      return { shape: [4] };
    case 'inputLayer':
      return { inputShape: [4] };
    case 'bidirectional':
      return { layer: tf.layers.lstm({ units: 2 }), mergeMode: 'concat' };
    case 'timeDistributed':
      return { layer: tf.layers.dense({ units: 2 }) };
    case 'rnn':
      return { cell: cell() };
    case 'stackedRNNCells':
      return { cells: [cell()] };
    default:
      return shared;
  }
}

/** The keys that a constructor asks its argument for. */
function keysRead(name: string): ReadonlySet<string> {
  const read = new Set<string>();
  const spy = new Proxy(config(name), {
    get(target, key) {
      if (typeof key === 'string') read.add(key);
      return Reflect.get(target, key);
    },
  });
  factories.get(name)!(spy);
  return read;
}

test('every factory of the runtime is known, and no other', () => {
  expect(factoryNames.toSorted()).toEqual([...factories.keys()].filter((name) => name !== 'input').sort());
  expect(findFactory('input')?.className).toBe('InputLayer');
});

describe('a factory makes the class that the table says', () => {
  test.each(factoryNames)('%s', (name) => {
    expect(findFactory(name)!.className).toBe(factories.get(name)!(config(name)).getClassName());
  });
});

test('every class that the runtime can load is known, and no other', () => {
  const registered = tf.serialization.SerializationMap.getMap().classNameMap;
  const layers = Object.keys(registered).filter((name) => registered[name]![0].prototype instanceof tf.layers.Layer);
  const models = new Set(['Model', 'Functional', 'Sequential']);
  expect(tfjsLayers.map(({ className }) => className).toSorted()).toEqual(
    layers.filter((name) => !models.has(name)).sort(),
  );
  for (const { className, operator } of tfjsLayers) expect(findClass(className)?.operator).toBe(operator);
});

describe('keys that the constructor never asks for are not called known', () => {
  // These two copy their argument as a whole before they look at it.
  const copies = new Set(['convLstm2d', 'convLstm2dCell']);
  // Written by the runtime itself when it saves; read from the config by `fromConfig`, not by the constructor.
  const savedOnly = new Set(['bidirectional.numConstants', 'bidirectional.backwardLayer', 'rnn.cells']);

  test.each(factoryNames.filter((name) => !copies.has(name)))('%s', (name) => {
    const read = keysRead(name);
    const unread = findFactory(name)!.row!.keys.filter((key) => !read.has(key) && !savedOnly.has(`${name}.${key}`));
    expect(unread.filter((key) => !conditional.has(key))).toEqual([]);
  });

  /** Asked for only when another key has a certain value. */
  const conditional = new Set(['inputLength', 'batchSize']);
});

describe('keys that the constructor asks for are known', () => {
  test.each(factoryNames.filter((name) => !name.startsWith('convLstm2d')))('%s', (name) => {
    const { keys, row } = findFactory(name)!;
    const settled = new Set([...keys, ...Object.keys(row!.dropped ?? {}), ...Object.keys(row!.refused ?? {})]);
    expect([...keysRead(name)].filter((key) => !settled.has(key))).toEqual([]);
  });
});
