import fc from 'fast-check';
import { afterEach, describe, test } from 'vitest';
import { tf } from '../../oracle/index.ts';
import { compareGradients } from './compare-gradients.ts';
import { type Comparison, compareLayer } from './compare-layer.ts';
import { windowedLayers } from './windowed-layers.ts';

const named = Object.entries(windowedLayers).map(([name, uses]) => ({ name, uses }));
const runs = 200;

afterEach(() => tf.disposeVariables());

describe('layers with windows compute what TensorFlow.js computes: shapes, parameters, values', () => {
  test.each(named)('$name', async ({ uses }) => {
    await fc.assert(fc.asyncProperty(uses, compareLayer), { numRuns: runs, seed: 20260101 });
  });
});

/** Where TF.js has no backward pass, or one that contradicts its own forward pass. */
const undifferentiated: readonly ((comparison: Comparison) => boolean)[] = [
  // "dilation rates greater than 1 are not yet supported in gradients".
  ({ config }) => Array.isArray(config.dilationRate) && config.dilationRate.some((rate) => rate !== 1),
  // It divides by the whole window, and its forward pass by what the window covers.
  ({ operator, config }) => operator.startsWith('averagePooling') && config.padding === 'same',
  // It looks for the maximum in the wrong place of a window that is not as high as wide.
  ({ operator, config }) =>
    operator === 'maxPooling3d' && Array.isArray(config.poolSize) && config.poolSize[1] !== config.poolSize[2],
];

describe('and they run backwards as TensorFlow.js does', () => {
  // TF.js has no backward pass for a transposed 3-D convolution.
  test.each(named.filter(({ name }) => name !== 'conv3dTranspose'))('$name', async ({ uses }) => {
    const known = uses.filter((use) => !undifferentiated.some((is) => is(use)));
    await fc.assert(fc.asyncProperty(known, compareGradients), { numRuns: runs, seed: 20260103 });
  });
});
