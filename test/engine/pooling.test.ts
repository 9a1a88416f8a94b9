import fc from 'fast-check';
import { describe, test } from 'vitest';
import type { OperatorName } from '../../core/operators/index.ts';
import { compareLayer } from './compare-layer.ts';

const windowed: readonly [OperatorName, number][] = [
  ['maxPooling1d', 1],
  ['maxPooling2d', 2],
  ['maxPooling3d', 3],
  ['averagePooling1d', 1],
  ['averagePooling2d', 2],
  ['averagePooling3d', 3],
];

const whole: readonly [OperatorName, readonly number[]][] = [
  ['globalMaxPooling1d', [7, 3]],
  ['globalMaxPooling2d', [5, 4, 3]],
  ['globalAveragePooling1d', [7, 3]],
  ['globalAveragePooling2d', [5, 4, 3]],
];

describe('pooling computes what TensorFlow.js computes', () => {
  test.each(windowed)('%s', async (operator, rank) => {
    const sizes = (min: number, max: number) =>
      fc.array(fc.integer({ min, max }), { minLength: rank, maxLength: rank });
    const comparison = fc
      .record({
        size: sizes(1, rank === 3 ? 6 : 12),
        poolSize: sizes(1, 4),
        strides: sizes(1, 3),
        padding: fc.constantFrom('valid', 'same'),
        channels: fc.integer({ min: 1, max: 4 }),
      })
      .map(({ size, poolSize, strides, padding, channels }) => ({
        operator,
        config: { poolSize, strides, padding },
        inputs: [[...size.map((n, axis) => Math.max(n, poolSize[axis])), channels]],
      }));
    await fc.assert(fc.asyncProperty(comparison, compareLayer), { numRuns: 200, seed: 20260102 });
  });

  test.each(whole)('%s', async (operator, shape) => {
    await compareLayer({ operator, config: {}, inputs: [shape] });
  });

  test('channels first', async () => {
    await compareLayer({
      operator: 'maxPooling2d',
      config: { poolSize: 2, dataFormat: 'channelsFirst' },
      inputs: [[3, 7, 6]],
    });
    await compareLayer({
      operator: 'globalAveragePooling2d',
      config: { dataFormat: 'channelsFirst' },
      inputs: [[3, 7, 6]],
    });
  });
});
