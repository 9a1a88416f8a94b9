import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import type { AttributeValue } from '../../../core/vocabulary/operator.ts';
import { findClass, findFactory, readLayer } from '../../../server/frontends/layers.ts';

type Raw = Record<string, AttributeValue | undefined>;

const javascript = (factory: string, raw: Raw) => readLayer(findFactory(factory)!, raw, 'javascript');
const json = (className: string, raw: Raw) => readLayer(findClass(className)!, raw, 'json');

describe('arguments that the runtime drops', () => {
  test.each([
    ['conv2d', { filters: 8, kernelSize: 3, groups: 2 }, 'groups', undefined],
    ['depthwiseConv2d', { kernelSize: 3, dilationRate: 2 }, 'dilationRate', undefined],
    ['depthwiseConv2d', { kernelSize: 3, dilationRate: [1, 2] }, 'dilationRate', undefined],
    ['conv2dTranspose', { filters: 8, kernelSize: 3, dilationRate: 2 }, 'dilationRate', undefined],
    ['conv2dTranspose', { filters: 8, kernelSize: 3, outputPadding: 1 }, 'outputPadding', undefined],
    [
      'separableConv2d',
      { filters: 8, kernelSize: 3, pointwiseInitializer: 'zeros' },
      'pointwiseInitializer',
      undefined,
    ],
    ['depthwiseConv2d', { kernelSize: 3, kernelInitializer: 'zeros' }, 'kernelInitializer', 'depthwiseInitializer'],
    ['globalAveragePooling2d', { keepDims: true }, 'keepDims', undefined],
    ['conv2d', { filters: 8, kernelSize: 3, stride: 2 }, 'stride', 'strides'],
    ['conv2d', { filters: 8, kernelSize: 3, kernel_size: 5 }, 'kernel_size', 'kernelSize'],
    ['conv2d', { filters: 8, kernelSize: 3, dilation: 2 }, 'dilation', 'dilationRate'],
    ['conv2d', { filters: 8, kernelSize: 3, activaton: 'relu' }, 'activaton', 'activation'],
    ['conv2d', { filters: 8, kernelSize: 3, inputshape: [8, 8, 3] }, 'inputshape', 'inputShape'],
    ['dense', { units: 8, filters: 4 }, 'filters', 'units'],
    ['dropout', { rate: 0.5, p: 0.2 }, 'p', 'rate'],
    ['leakyReLU', { negativeSlope: 0.1 }, 'negativeSlope', 'alpha'],
    ['input', { shape: [8], inputShape: [4] }, 'inputShape', 'shape'],
    ['flatten', { wibble: 3 }, 'wibble', undefined],
  ] as const)('%s %j', (factory, raw, attribute, meant) => {
    const { facts } = javascript(factory, raw as Raw);
    expect(facts).toEqual([
      {
        kind: 'ignored-argument',
        attribute,
        value: raw[attribute as keyof typeof raw],
        reason: { words: expect.any(String), values: expect.any(Array) },
        ...(meant ? { meant } : {}),
      },
    ]);
  });

  test('are dropped: the layer has what it would have without them', () => {
    expect(javascript('depthwiseConv2d', { kernelSize: 3, dilationRate: 2 }).attributes).toEqual(
      javascript('depthwiseConv2d', { kernelSize: 3 }).attributes,
    );
    expect(javascript('conv2d', { filters: 8, kernelSize: 3, groups: 2 }).attributes).toEqual(
      javascript('conv2d', { filters: 8, kernelSize: 3 }).attributes,
    );
  });

  test.each([
    ['conv2d', { filters: 8, kernelSize: 3, groups: 1 }],
    ['conv2d', { filters: 8, kernelSize: 3, groups: undefined }],
    ['conv2d', { filters: 8, kernelSize: 3, groups: null }],
    ['depthwiseConv2d', { kernelSize: 3, dilationRate: [1, 1] }],
    ['globalAveragePooling2d', { keepDims: false }],
    [
      'conv2d',
      {
        filters: 8,
        kernelSize: 3,
        name: 'c',
        trainable: false,
        dtype: 'float32',
        weights: null,
        inputShape: [8, 8, 3],
        batchSize: 4,
      },
    ],
  ] as const)('no word where nothing is lost: %s %j', (factory, raw) => {
    expect(javascript(factory, raw as Raw).facts).toEqual([]);
  });
});

describe('what the constructor refuses', () => {
  const refused: readonly (readonly [string, Raw, () => unknown])[] = [
    [
      'separableConv2d',
      { filters: 8, kernelSize: 3, kernelInitializer: 'zeros' },
      () => tf.layers.separableConv2d({ filters: 8, kernelSize: 3, kernelInitializer: 'zeros' }),
    ],
    ['gru', { units: 4, resetAfter: true }, () => tf.layers.gru({ units: 4, resetAfter: true } as never)],
    ['elu', { alpha: 2 }, () => tf.layers.elu({ alpha: 2 })],
    [
      'convLstm2d',
      { filters: 4, kernelSize: 3, unroll: true },
      () => tf.layers.convLstm2d({ filters: 4, kernelSize: 3, unroll: true }),
    ],
  ];
  test.each(refused)('%s %j', (factory, raw, make) => {
    expect(make).toThrow();
    expect(javascript(factory, raw).facts).toMatchObject([
      { kind: 'invalid-argument', expected: { words: expect.any(String) } },
    ]);
  });
});

describe('Keras configs', () => {
  test('what only Python writes is no mistake', () => {
    const { facts, attributes } = json('Conv2D', {
      name: 'c',
      trainable: true,
      dtype: 'float32',
      batch_input_shape: [null, 8, 8, 3],
      filters: 4,
      kernel_size: [3, 3],
      strides: [1, 1],
      padding: 'same',
      data_format: 'channels_last',
      dilation_rate: [1, 1],
      groups: 1,
      activation: 'hard_sigmoid',
      use_bias: true,
      kernel_initializer: 'GlorotUniform',
      bias_initializer: 'Zeros',
      kernel_regularizer: undefined,
      registered_name: undefined,
      build_config: 'x',
      ragged: false,
      sparse: false,
      _keras_shape: [8],
      module: 'keras.layers',
      autocast: true,
      quantization_config: undefined,
      activity_regularizer: undefined,
    });
    expect(facts).toEqual([]);
    expect(attributes).toMatchObject({
      kernelSize: [3, 3],
      dataFormat: 'channelsLast',
      activation: 'hardSigmoid',
      padding: 'same',
    });
  });

  const defaults: Readonly<Record<string, Raw>> = {
    DepthwiseConv2D: {
      kernel_size: [3, 3],
      depth_multiplier: 1,
      groups: 1,
      dilation_rate: [1, 1],
      kernel_initializer: 'GlorotUniform',
      depthwise_initializer: 'GlorotUniform',
    },
    Conv2DTranspose: { filters: 4, kernel_size: [3, 3], output_padding: undefined, dilation_rate: [1, 1], groups: 1 },
    BatchNormalization: {
      axis: [3],
      momentum: 0.99,
      epsilon: 0.001,
      renorm: false,
      fused: true,
      synchronized: false,
      virtual_batch_size: undefined,
    },
    GlobalAveragePooling2D: { data_format: 'channels_last', keepdims: false },
    LSTM: {
      units: 4,
      time_major: false,
      implementation: 2,
      zero_output_for_mask: false,
      use_cudnn: 'auto',
      seed: undefined,
    },
    ReLU: { max_value: 6, negative_slope: 0, threshold: 0 },
    Dropout: { rate: 0.2, noise_shape: undefined, seed: undefined },
    MaxPooling2D: { pool_size: [2, 2], strides: [2, 2], padding: 'valid', data_format: 'channels_last' },
    Dense: { units: 4, quantization_config: undefined, lora_rank: undefined },
    UpSampling2D: { size: [2, 2], interpolation: 'nearest' },
  };
  test.each(Object.entries(defaults))('the defaults of %s', (className, raw) => {
    expect(json(className, raw).facts).toEqual([]);
  });

  test.each([
    ['Conv2D', { filters: 4, kernel_size: 3, groups: 2 }, 'groups'],
    ['DepthwiseConv2D', { kernel_size: 3, dilation_rate: [2, 2] }, 'dilationRate'],
    ['Conv2DTranspose', { filters: 4, kernel_size: 3, output_padding: [1, 1] }, 'outputPadding'],
    ['GlobalAveragePooling2D', { keepdims: true }, 'keepDims'],
    ['ReLU', { negative_slope: 0.1 }, 'negativeSlope'],
    ['LeakyReLU', { negative_slope: 0.1 }, 'negativeSlope'],
    ['Conv2D', { filters: 4, kernel_size: 3, stride: 2 }, 'stride'],
  ] as const)('what is lost is said: %s %j', (className, raw, attribute) => {
    expect(json(className, raw as Raw).facts).toMatchObject([{ kind: 'ignored-argument', attribute }]);
  });
});

describe('input shapes', () => {
  test.each([
    ['conv2d', { filters: 4, kernelSize: 3, inputShape: [8, 8, 3] }, [null, 8, 8, 3]],
    ['conv2d', { filters: 4, kernelSize: 3, inputShape: [8, 8, 3], batchSize: 2 }, [2, 8, 8, 3]],
    ['conv2d', { filters: 4, kernelSize: 3, batchInputShape: [2, 8, 8, 3], inputShape: [1, 1, 1] }, [2, 8, 8, 3]],
    ['dense', { units: 4, inputDim: 3 }, [null, 3]],
    ['embedding', { inputDim: 9, outputDim: 3, inputLength: 5 }, [null, 5]],
    ['input', { shape: [8, 8, 3] }, [null, 8, 8, 3]],
    ['input', { batchShape: [2, 8] }, [2, 8]],
    ['conv2d', { filters: 4, kernelSize: 3 }, null],
    ['conv2d', { filters: 4, kernelSize: 3, inputShape: null }, []],
  ] as const)('%s %j', (factory, raw, shape) => {
    expect(javascript(factory, raw as Raw).inputShape).toEqual(shape);
  });
});
