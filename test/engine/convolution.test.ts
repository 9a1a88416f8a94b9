import fc from 'fast-check';
import { describe, test } from 'vitest';
import { type Comparison, compareLayer } from './compare-layer.ts';

/** Windows that fit: the dilated kernel is no larger than the input, and TF.js takes stride or dilation, not both. */
const window = (rank: number, largest: number) =>
  fc
    .record({
      size: fc.array(fc.integer({ min: 1, max: largest }), { minLength: rank, maxLength: rank }),
      kernel: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: rank, maxLength: rank }),
      factor: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: rank, maxLength: rank }),
      dilates: fc.boolean(),
      padding: fc.constantFrom('valid', 'same'),
    })
    .map(({ size, kernel, factor, dilates, padding }) => ({
      size: size.map((n, axis) => Math.max(n, (kernel[axis] - 1) * (dilates ? factor[axis] : 1) + 1)),
      config: {
        kernelSize: kernel,
        padding,
        strides: dilates ? factor.map(() => 1) : factor,
        dilationRate: dilates ? factor : factor.map(() => 1),
      },
    }));

const channels = fc.integer({ min: 1, max: 5 });
const activation = fc.constantFrom('linear', 'relu', 'elu', 'sigmoid', 'tanh');

function agrees(name: string, comparisons: fc.Arbitrary<Comparison>, runs = 60): void {
  test(name, async () => {
    await fc.assert(fc.asyncProperty(comparisons, compareLayer), { numRuns: runs, seed: 20260101 });
  });
}

describe('convolutions compute what TensorFlow.js computes', () => {
  agrees(
    'conv2d',
    fc.record({ w: window(2, 13), cin: channels, filters: channels, useBias: fc.boolean(), activation }).map((c) => ({
      operator: 'conv2d',
      config: { ...c.w.config, filters: c.filters, useBias: c.useBias, activation: c.activation },
      inputs: [[...c.w.size, c.cin]],
    })),
    200,
  );
  agrees(
    'conv2d, channels first',
    fc.record({ w: window(2, 9), cin: channels, filters: channels }).map((c) => ({
      operator: 'conv2d',
      config: { ...c.w.config, filters: c.filters, dataFormat: 'channelsFirst' },
      inputs: [[c.cin, ...c.w.size]],
    })),
  );
  agrees(
    'conv1d',
    fc.record({ w: window(1, 20), cin: channels, filters: channels }).map((c) => ({
      operator: 'conv1d',
      config: { ...c.w.config, filters: c.filters },
      inputs: [[...c.w.size, c.cin]],
    })),
    100,
  );
  agrees(
    'conv3d',
    fc.record({ w: window(3, 6), cin: channels, filters: channels }).map((c) => ({
      operator: 'conv3d',
      config: { ...c.w.config, filters: c.filters },
      inputs: [[...c.w.size, c.cin]],
    })),
  );
  agrees(
    'depthwiseConv2d',
    fc.record({ w: window(2, 11), cin: channels, depthMultiplier: fc.integer({ min: 1, max: 3 }) }).map((c) => ({
      operator: 'depthwiseConv2d',
      config: {
        kernelSize: c.w.config.kernelSize,
        padding: c.w.config.padding,
        // TF.js can't say unequal depthwise strides.
        strides: c.w.config.strides[0],
        depthMultiplier: c.depthMultiplier,
      },
      inputs: [[...c.w.size, c.cin]],
    })),
    100,
  );
  agrees(
    'separableConv2d',
    fc
      .record({ w: window(2, 11), cin: channels, filters: channels, depthMultiplier: fc.integer({ min: 1, max: 3 }) })
      .map((c) => ({
        operator: 'separableConv2d',
        config: {
          ...c.w.config,
          strides: c.w.config.strides[0],
          filters: c.filters,
          depthMultiplier: c.depthMultiplier,
        },
        inputs: [[...c.w.size, c.cin]],
      })),
    100,
  );
  agrees(
    'conv2dTranspose',
    fc.record({ w: window(2, 7), cin: channels, filters: channels }).map((c) => ({
      operator: 'conv2dTranspose',
      config: {
        kernelSize: c.w.config.kernelSize,
        padding: c.w.config.padding,
        strides: c.w.config.strides,
        filters: c.filters,
      },
      inputs: [[...c.w.size, c.cin]],
    })),
    100,
  );
  agrees(
    'conv3dTranspose',
    fc.record({ w: window(3, 4), cin: channels, filters: channels }).map((c) => ({
      operator: 'conv3dTranspose',
      config: {
        kernelSize: c.w.config.kernelSize,
        padding: c.w.config.padding,
        strides: c.w.config.strides,
        filters: c.filters,
      },
      inputs: [[...c.w.size, c.cin]],
    })),
    40,
  );
});
