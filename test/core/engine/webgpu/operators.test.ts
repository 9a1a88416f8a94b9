import { afterAll, beforeAll, describe, it } from 'vitest';
import type { WebGpuEngine } from '../../../../core/engine/webgpu/index.ts';
import { ACTIVATIONS } from '../../../../core/vocabulary/attributes.ts';
import { batchOf, type Case, expectParity, scale } from './cases.ts';
import { openEngine } from './dawn.ts';

let engine: WebGpuEngine;

beforeAll(async () => {
  engine = await openEngine();
});

afterAll(() => engine?.dispose());

const one = (operator: Case['operator'], attributes: Case['attributes'], ...inputs: number[][]): Case => ({
  operator,
  attributes,
  inputs,
});

describe('every operator equals the reference', { timeout: 300_000 }, () => {
  it('dense', async () => {
    await expectParity(
      engine,
      batchOf([
        one('dense', { units: 10 }, [1, 1]),
        one('dense', { units: 33, activation: 'softmax' }, [3, 257]),
        one('dense', { units: 1, useBias: false }, [2, 63]),
        one('dense', { units: 17, activation: 'relu' }, [2, 5, 13]),
        one('dense', { units: 64 }, [1, 3, 3, 16]),
      ]),
    );
  });

  it('pooling', async () => {
    await expectParity(
      engine,
      batchOf([
        one('maxPooling2d', { poolSize: 2 }, [2, 9, 7, 5]),
        one('maxPooling2d', { poolSize: [3, 2], strides: [1, 3], padding: 'same' }, [1, 8, 11, 4]),
        one('averagePooling2d', { poolSize: 3, strides: 2, padding: 'same' }, [1, 7, 7, 6]),
        one('averagePooling2d', { poolSize: [1, 5] }, [1, 3, 17, 13]),
        one('maxPooling1d', { poolSize: 3, strides: 2 }, [2, 17, 3]),
        one('averagePooling1d', { poolSize: 2, padding: 'same' }, [1, 5, 62]),
        one('globalMaxPooling2d', {}, [2, 17, 19, 7]),
        one('globalAveragePooling2d', {}, [1, 33, 1, 62]),
        one('globalAveragePooling2d', {}, [3, 1, 1, 5]),
        one('globalMaxPooling1d', {}, [2, 300, 3]),
        one('globalAveragePooling1d', {}, [1, 255, 8]),
      ]),
    );
  });

  it('activations', async () => {
    await expectParity(
      engine,
      batchOf(ACTIVATIONS.map((activation) => one('activation', { activation }, [2, 3, 5, 7]))),
    );
  });

  it('activations where they nearly cancel', async () => {
    const batch = batchOf(
      ['tanh', 'elu', 'selu', 'gelu', 'softsign', 'mish'].map((activation) =>
        one('activation', { activation }, [1, 513]),
      ),
    );
    for (const input of batch.inputs) scale(input, 1e-3);
    await expectParity(engine, batch);
  });

  it('activations far from zero', async () => {
    const batch = batchOf(
      ACTIVATIONS.filter((name) => name !== 'gelu_new').map((activation) =>
        one('activation', { activation }, [2, 2, 2, 5]),
      ),
    );
    for (const input of batch.inputs) scale(input, 40);
    await expectParity(engine, batch);
  });

  it('activation layers', async () => {
    await expectParity(
      engine,
      batchOf([
        one('reLU', {}, [2, 7]),
        one('reLU', { maxValue: 0.5 }, [1, 4, 4, 3]),
        one('leakyReLU', { alpha: 0.1 }, [1, 3, 4, 5]),
        one('elu', { alpha: 0.7 }, [1, 3, 4, 8]),
        one('thresholdedReLU', { theta: 0.4 }, [1, 3, 2, 4]),
        one('prelu', {}, [2, 3, 4, 5]),
        one('prelu', { sharedAxes: [1, 2] }, [2, 3, 4, 5]),
        one('softmax', { axis: -1 }, [2, 3, 3, 9]),
        one('softmax', {}, [3, 1000]),
        one('rescaling', { scale: 1 / 127.5, offset: -1 }, [1, 5, 5, 3]),
      ]),
    );
  });

  it('normalisation', async () => {
    await expectParity(
      engine,
      batchOf([
        one('batchNormalization', {}, [2, 3, 5, 7]),
        one('batchNormalization', { scale: false, center: false, epsilon: 0.01 }, [2, 16]),
        one('layerNormalization', {}, [2, 3, 3, 62]),
        one('layerNormalization', { epsilon: 1e-5 }, [1, 1025]),
      ]),
    );
  });

  it('merging, and inputs that are repeated', async () => {
    await expectParity(
      engine,
      batchOf([
        ...(['add', 'subtract', 'multiply'] as const).map((name) => one(name, {}, [2, 3, 4, 5], [2, 3, 4, 5])),
        ...(['average', 'maximum', 'minimum'] as const).map((name) =>
          one(name, {}, [1, 3, 3, 8], [1, 3, 3, 8], [1, 3, 3, 8]),
        ),
        one('multiply', {}, [2, 5, 3, 6], [2, 1, 1, 6]),
        one('multiply', {}, [2, 5, 3, 6], [2, 5, 3, 1]),
      ]),
    );
  });

  it('concatenation on and off multiples of four', async () => {
    await expectParity(
      engine,
      batchOf([
        one('concatenate', {}, [2, 3, 3, 4], [2, 3, 3, 8], [2, 3, 3, 5]),
        one('concatenate', {}, [2, 3, 3, 3], [2, 3, 3, 2], [2, 3, 3, 1]),
        one('concatenate', {}, [1, 7], [1, 6]),
        one('concatenate', { axis: 1 }, [2, 3, 2, 5], [2, 1, 2, 5]),
        one('concatenate', { axis: 2 }, [2, 3, 2, 5], [2, 3, 7, 5]),
      ]),
    );
  });

  it('moving elements', async () => {
    await expectParity(
      engine,
      batchOf([
        one(
          'zeroPadding2d',
          {
            padding: [
              [1, 2],
              [0, 3],
            ],
          },
          [2, 3, 4, 5],
        ),
        one(
          'cropping2D',
          {
            cropping: [
              [1, 0],
              [2, 1],
            ],
          },
          [1, 5, 6, 3],
        ),
        one('upSampling2d', { size: [2, 3] }, [1, 3, 2, 6]),
        one('flatten', {}, [2, 3, 4, 5]),
        one('flatten', {}, [1, 1, 1, 64]),
        one('reshape', { targetShape: [6, 10] }, [2, 3, 4, 5]),
        one('reshape', { targetShape: [4, 4, 3] }, [1, 48]),
        one('permute', { dims: [3, 1, 2] }, [2, 3, 4, 5]),
        one('permute', { dims: [2, 1] }, [1, 7, 9]),
        one('repeatVector', { n: 3 }, [2, 5]),
        one('dropout', { rate: 0.5 }, [1, 3, 3, 2]),
      ]),
    );
  });

  it('what runs in the reference engine says so', async () => {
    const batch = batchOf([
      {
        ...one('upSampling2d', { size: 2, interpolation: 'bilinear' }, [1, 3, 3, 5]),
        byReference: 'bilinear interpolation',
      },
      {
        ...one('conv2d', { filters: 3, kernelSize: 2, dataFormat: 'channelsFirst' }, [1, 2, 5, 6]),
        byReference: 'channels come first',
      },
      one('conv2d', { filters: 3, kernelSize: 2 }, [1, 5, 6, 2]),
    ]);
    await expectParity(engine, batch);
  });
});
