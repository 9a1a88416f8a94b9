import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { WebGpuEngine } from '../../../../core/engine/webgpu/index.ts';
import { batchOf, type Case, expectParity } from './cases.ts';
import { openEngine } from './dawn.ts';

/** Sizes at which tiles and blocks begin and end. */
const size = fc.oneof(fc.constantFrom(1, 2, 3, 7, 8, 13, 17), fc.constantFrom(31, 63, 64, 65));
const channels = fc.constantFrom(1, 2, 3, 4, 5, 7, 13, 16, 17, 33, 62);
const tap = fc.constantFrom(1, 2, 3, 4, 5, 7);
const padding = fc.oneof(fc.constantFrom('same', 'valid'), fc.integer({ min: 0, max: 4 }));
const activation = fc.constantFrom('linear', 'linear', 'linear', 'linear', 'relu', 'softmax');

const shape = fc.record({
  height: size,
  width: size,
  input: channels,
  filters: channels,
  kernel: fc.tuple(tap, tap),
  padding,
  activation,
  useBias: fc.boolean(),
  batch: fc.constantFrom(1, 1, 2),
});

/** TensorFlow.js takes either strides or dilation. */
const stepping = fc.oneof(
  fc.record({ strides: fc.tuple(fc.constantFrom(1, 2, 3, 9), fc.constantFrom(1, 2, 4)) }),
  fc.record({ dilationRate: fc.tuple(fc.constantFrom(1, 2, 3), fc.constantFrom(1, 2, 5)) }),
);

/** Keeps a case to what a software device and a double-precision reference do in milliseconds. */
function small({ inputs, attributes }: Case): boolean {
  const [batch, height, width, input] = inputs[0];
  const [kernelHeight, kernelWidth] = attributes.kernelSize as [number, number];
  const filters = typeof attributes.filters === 'number' ? attributes.filters : 1;
  return batch * height * width * input * filters * kernelHeight * kernelWidth < 2e6;
}

const conv2d = fc
  .record({ shape, stepping })
  .map(({ shape: { height, width, input, kernel, batch, ...rest }, stepping }): Case => {
    return {
      operator: 'conv2d',
      attributes: { ...rest, kernelSize: kernel, ...stepping },
      inputs: [[batch, height, width, input]],
    };
  })
  .filter(small);

const grouped = fc
  .record({
    shape,
    groups: fc.constantFrom(2, 3, 5),
    inner: fc.constantFrom(1, 3, 4, 8),
    outer: fc.constantFrom(1, 2, 4, 12),
  })
  .map(({ shape: { height, width, kernel, batch, ...rest }, groups, inner, outer }): Case => {
    const attributes = { ...rest, input: undefined, filters: groups * outer, kernelSize: kernel, groups };
    const { input: _, ...named } = attributes;
    return { operator: 'conv2d', attributes: named, inputs: [[batch, height, width, groups * inner]] };
  })
  .filter(small);

const depthwise = fc
  .record({ shape, depthMultiplier: fc.constantFrom(1, 1, 2, 3), stepping })
  .map(({ shape: { height, width, input, kernel, batch, filters: _, ...rest }, depthMultiplier, stepping }): Case => {
    const attributes = { ...rest, kernelSize: kernel, depthMultiplier, ...stepping };
    return { operator: 'depthwiseConv2d', attributes, inputs: [[batch, height, width, input]] };
  })
  .filter(small);

const separable = fc
  .record({ shape, depthMultiplier: fc.constantFrom(1, 2) })
  .map(({ shape: { height, width, input, kernel, batch, ...rest }, depthMultiplier }): Case => {
    const attributes = { ...rest, kernelSize: kernel, depthMultiplier };
    return { operator: 'separableConv2d', attributes, inputs: [[batch, height, width, input]] };
  })
  .filter(small);

const transposed = fc
  .record({
    shape,
    strides: fc.tuple(fc.constantFrom(1, 2, 3), fc.constantFrom(1, 2, 5)),
    mode: fc.constantFrom('same', 'valid'),
  })
  .map(({ shape: { height, width, input, kernel, batch, padding: _, ...rest }, strides, mode }): Case => {
    const attributes = { ...rest, padding: mode, kernelSize: kernel, strides };
    return {
      operator: 'conv2dTranspose',
      attributes,
      inputs: [[batch, Math.min(height, 17), Math.min(width, 17), input]],
    };
  })
  .filter(small);

const conv1d = fc
  .record({
    length: size,
    input: channels,
    filters: channels,
    kernelSize: tap,
    mode: fc.constantFrom('same', 'valid', 'causal'),
  })
  .map(({ length, input, filters, kernelSize, mode }): Case => {
    return { operator: 'conv1d', attributes: { filters, kernelSize, padding: mode }, inputs: [[2, length, input]] };
  });

/** A software device compiles a shader in up to a second, and in ten on a machine that is busy with other tests. */
const PATIENCE = { timeout: 300_000 };

describe.each(['tiled', 'register'] as const)('convolutions, %s kernels preferred', PATIENCE, (convolution) => {
  let engine: WebGpuEngine;

  beforeAll(async () => {
    engine = await openEngine({ convolution });
  });

  afterAll(() => engine?.dispose());

  it('equals the reference on random shapes', async () => {
    await expectParity(engine, batchOf(fc.sample(conv2d, { seed: 11, numRuns: 20 })));
  });

  it('equals the reference at the edges of tiles', async () => {
    await expectParity(engine, batchOf(edges));
  });

  it('equals the reference with groups', async () => {
    await expectParity(engine, batchOf(fc.sample(grouped, { seed: 12, numRuns: 16 })));
  });

  it('equals the reference when transposed', async () => {
    await expectParity(engine, batchOf(fc.sample(transposed, { seed: 14, numRuns: 8 })));
  });
});

describe('convolutions that have one kernel', PATIENCE, () => {
  let engine: WebGpuEngine;

  beforeAll(async () => {
    engine = await openEngine();
  });

  afterAll(() => engine?.dispose());

  it('equals the reference depthwise', async () => {
    await expectParity(engine, batchOf(fc.sample(depthwise, { seed: 13, numRuns: 8 })));
  });

  it('equals the reference when separable', async () => {
    await expectParity(engine, batchOf(fc.sample(separable, { seed: 15, numRuns: 8 })));
  });

  it('equals the reference in one dimension', async () => {
    await expectParity(engine, batchOf(fc.sample(conv1d, { seed: 16, numRuns: 15 })));
  });
});

/** Output widths around 64 pixels and 255 ones, channels around 32, and outputs of one pixel. */
const edges: readonly Case[] = [
  ...[63, 64, 65, 255, 257].map((width) => conv([1, 1, width, 16], { filters: 16, kernelSize: 1 })),
  ...[31, 32, 33].map((filters) => conv([1, 8, 8, 20], { filters, kernelSize: 3, padding: 'same' })),
  conv([1, 7, 7, 16], { filters: 33, kernelSize: 7 }),
  conv([1, 3, 3, 17], { filters: 16, kernelSize: 5, padding: 'same' }),
  conv([1, 2, 3, 16], { filters: 16, kernelSize: 2, strides: 3, padding: 'same' }),
  conv([1, 6, 6, 16], { filters: 16, kernelSize: 3, padding: 5 }),
  conv([1, 6, 6, 16], { filters: 16, kernelSize: 3, padding: 'same', flip: true }),
];

function conv(input: readonly number[], attributes: Case['attributes']): Case {
  return { operator: 'conv2d', attributes, inputs: [input] };
}
