import { describe, test } from 'vitest';
import type { OperatorName } from '../../../core/operators/index.ts';
import { compareLayer } from './compare-layer.ts';

const whole: readonly [OperatorName, readonly number[]][] = [
  ['globalMaxPooling1d', [7, 3]],
  ['globalMaxPooling2d', [5, 4, 3]],
  ['globalAveragePooling1d', [7, 3]],
  ['globalAveragePooling2d', [5, 4, 3]],
];

describe('global pooling and channels first compute what TensorFlow.js computes', () => {
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
