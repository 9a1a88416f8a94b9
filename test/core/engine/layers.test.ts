import { describe, test } from 'vitest';
import { seededRandom } from '../../../core/engine/random.ts';
import { transpose } from '../../../core/engine/reference/layout.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import type { OperatorName } from '../../../core/operators/index.ts';
import type { LayerValue } from '../../../core/vocabulary/operator.ts';
import { expectClose } from './close.ts';
import { compareLayer, drawTensor } from './compare-layer.ts';
import { type Config, programOf, runProgram, singleLayerGraph } from './single-layer.ts';

type Row = readonly [operator: OperatorName, config: Config, ...inputs: (readonly number[])[]];

const layer = (operator: OperatorName, attributes: Config): LayerValue => ({ operator, attributes });

const activations = [
  'linear',
  'relu',
  'relu6',
  'elu',
  'selu',
  'gelu',
  'gelu_new',
  'sigmoid',
  'hardSigmoid',
  'tanh',
  'softmax',
  'logSoftmax',
  'softplus',
  'softsign',
  'swish',
  'mish',
];

const rows: readonly Row[] = [
  ...activations.map((activation): Row => ['activation', { activation }, [5, 7]]),
  ['reLU', {}, [4, 3]],
  ['reLU', { maxValue: 0.4 }, [4, 3]],
  ['leakyReLU', {}, [4, 3]],
  ['leakyReLU', { alpha: 0.1 }, [4, 3]],
  ['elu', {}, [4, 3]],
  ['thresholdedReLU', { theta: 0.25 }, [4, 3]],
  ['prelu', {}, [4, 3]],
  ['prelu', { sharedAxes: [1, 2] }, [4, 5, 3]],
  ['softmax', {}, [6]],
  ['softmax', { axis: -1 }, [4, 6]],
  ['softmax', { axis: 2 }, [4, 6]],
  ['dense', { units: 5 }, [7]],
  ['dense', { units: 5, useBias: false, activation: 'softmax' }, [7]],
  ['dense', { units: 4, activation: 'relu' }, [3, 5, 6]],
  ['batchNormalization', {}, [4, 5, 3]],
  ['batchNormalization', { scale: false, epsilon: 0.01 }, [5, 3]],
  ['batchNormalization', { center: false }, [6]],
  ['layerNormalization', {}, [4, 6]],
  ['layerNormalization', { axis: [1, 2], epsilon: 0.01 }, [4, 6]],
  ['layerNormalization', { axis: -1, center: false }, [3, 4, 6]],
  ['add', {}, [4, 3], [4, 3], [4, 3]],
  ['add', {}, [4, 5, 3], [3]],
  ['multiply', {}, [4, 3], [4, 3]],
  ['multiply', {}, [4, 5, 3], [1, 1, 3]],
  ['average', {}, [4, 3], [4, 3], [4, 3]],
  ['maximum', {}, [4, 3], [4, 3]],
  ['minimum', {}, [4, 3], [4, 3]],
  ['concatenate', {}, [4, 3], [4, 5]],
  ['concatenate', { axis: 1 }, [4, 3], [2, 3], [1, 3]],
  ['dot', { axes: 1 }, [5], [5]],
  ['dot', { axes: -1, normalize: true }, [5], [5]],
  ['dot', { axes: [2, 1] }, [4, 5], [5, 3]],
  ['dot', { axes: [1, 2] }, [5, 4], [3, 5]],
  ['dot', { axes: 2, normalize: true }, [4, 5], [3, 5]],
  ['flatten', {}, [3, 4, 2]],
  ['flatten', { dataFormat: 'channelsFirst' }, [3, 4, 2]],
  ['reshape', { targetShape: [4, 6] }, [3, 4, 2]],
  ['reshape', { targetShape: [-1, 6] }, [3, 4, 2]],
  ['permute', { dims: [2, 1] }, [3, 4]],
  ['permute', { dims: [3, 1, 2] }, [3, 4, 2]],
  ['repeatVector', { n: 3 }, [4]],
  ['zeroPadding2d', {}, [3, 4, 2]],
  ['zeroPadding2d', { padding: [2, 1] }, [3, 4, 2]],
  [
    'zeroPadding2d',
    {
      padding: [
        [0, 1],
        [2, 3],
      ],
    },
    [3, 4, 2],
  ],
  ['zeroPadding2d', { padding: 1, dataFormat: 'channelsFirst' }, [3, 4, 2]],
  [
    'cropping2D',
    {
      cropping: [
        [1, 2],
        [0, 1],
      ],
    },
    [6, 4, 2],
  ],
  ['cropping2D', { cropping: 1 }, [6, 4, 2]],
  [
    'cropping2D',
    {
      cropping: [
        [1, 0],
        [0, 1],
      ],
      dataFormat: 'channelsFirst',
    },
    [2, 6, 4],
  ],
  ['upSampling2d', {}, [3, 4, 2]],
  ['upSampling2d', { size: [3, 2] }, [3, 4, 2]],
  ['upSampling2d', { size: [3, 3], interpolation: 'bilinear' }, [3, 4, 2]],
  ['upSampling2d', { dataFormat: 'channelsFirst' }, [3, 4, 2]],
  ['dropout', { rate: 0.5 }, [4, 3]],
  ['alphaDropout', { rate: 0.5 }, [4, 3]],
  ['gaussianDropout', { rate: 0.5 }, [4, 3]],
  ['gaussianNoise', { stddev: 1 }, [4, 3]],
  ['spatialDropout1d', { rate: 0.5 }, [4, 3]],
  ['masking', {}, [4, 3]],
  ['rescaling', { scale: 0.5, offset: -1 }, [4, 3]],
  ['simpleRNN', { units: 4 }, [5, 3]],
  ['simpleRNN', { units: 4, returnSequences: true, goBackwards: true, useBias: false }, [5, 3]],
  ['gru', { units: 4 }, [5, 3]],
  ['gru', { units: 4, returnSequences: true, recurrentActivation: 'sigmoid', activation: 'relu' }, [5, 3]],
  ['lstm', { units: 4 }, [5, 3]],
  ['lstm', { units: 4, returnSequences: true, returnState: true, goBackwards: true }, [5, 3]],
  ['rnn', { cell: [layer('gruCell', { units: 4 }), layer('lstmCell', { units: 3 })], returnSequences: true }, [5, 3]],
  ['rnn', { cell: layer('lstmCell', { units: 3 }), goBackwards: true }, [5, 3]],
  ['rnn', { cell: [layer('lstmCell', { units: 2 }), layer('simpleRNNCell', { units: 3 })], goBackwards: true }, [5, 3]],
  ['convLstm2d', { filters: 3, kernelSize: 3 }, [4, 6, 5, 2]],
  ['convLstm2d', { filters: 2, kernelSize: [2, 3], padding: 'same', returnSequences: true }, [3, 5, 6, 2]],
  ['convLstm2d', { filters: 2, kernelSize: 3, strides: 2, useBias: false }, [3, 7, 6, 2]],
  ['bidirectional', { layer: layer('lstm', { units: 3 }) }, [5, 2]],
  ['bidirectional', { layer: layer('gru', { units: 3, returnSequences: true }), mergeMode: 'sum' }, [5, 2]],
  ['bidirectional', { layer: layer('lstm', { units: 3, returnSequences: true }), mergeMode: 'ave' }, [5, 2]],
  ['bidirectional', { layer: layer('simpleRNN', { units: 3, returnSequences: true }), mergeMode: 'mul' }, [5, 2]],
  ['timeDistributed', { layer: layer('dense', { units: 3, activation: 'relu' }) }, [5, 2]],
  ['timeDistributed', { layer: layer('conv2d', { filters: 3, kernelSize: 2, strides: 2 }) }, [3, 6, 5, 2]],
];

const bareRows: readonly Row[] = [
  ['resizing', { height: 7, width: 5 }, [4, 6, 3]],
  ['resizing', { height: 2, width: 3, interpolation: 'nearest' }, [4, 6, 3]],
  ['resizing', { height: 5, width: 9, cropToAspectRatio: true }, [4, 6, 3]],
  ['centerCrop', { height: 2, width: 4 }, [5, 8, 3]],
  ['centerCrop', { height: 3, width: 3 }, [6, 4, 2]],
  ['centerCrop', { height: 9, width: 12 }, [5, 8, 3]],
];

const named = (all: readonly Row[]) => all.map((row) => ({ row, name: `${row[0]} ${JSON.stringify(row.slice(1))}` }));

describe('layers compute what TensorFlow.js computes', () => {
  test.each(named(rows))('$name', async ({ row: [operator, config, ...inputs] }) => {
    await compareLayer({ operator, config, inputs });
  });

  test.each(named(bareRows))('$name', async ({ row: [operator, config, ...inputs] }) => {
    await compareLayer({ operator, config, inputs, bare: true });
  });

  // TF.js's CPU backend repeats mean and variance cyclically when the axis is not the last, so the expectation is the
  // same layer on the transposed input.
  test('batchNormalization over another axis', async () => {
    const statistics = ['gamma', 'beta', 'moving_mean', 'moving_variance'];
    const random = seededRandom(3);
    const weights = Object.fromEntries(statistics.map((name) => [name, drawTensor([3], () => random.uniform() + 0.1)]));
    const input = drawTensor([2, 3, 4], () => random.uniform());
    const value = async (axis: number, given: Tensor) => {
      const program = programOf(singleLayerGraph('batchNormalization', { axis }, [given.shape.slice(1)]), 2);
      return (await runProgram(program, [{}, weights], [given]))[1][0];
    };
    const expected = await value(-1, transpose(input, [0, 2, 1]));
    expectClose(await value(1, input), transpose(expected, [0, 2, 1]), 'axis 1');
  });

  test('embedding', async () => {
    const draw = (uniform: number) => Math.floor(uniform * 10);
    await compareLayer({ operator: 'embedding', config: { inputDim: 10, outputDim: 4 }, inputs: [[6]], draw });
  });

  test.each(['multiHot', 'count'])('categoryEncoding %s', async (outputMode) => {
    const draw = (uniform: number) => Math.floor(uniform * 6);
    await compareLayer({
      operator: 'categoryEncoding',
      config: { numTokens: 6, outputMode },
      inputs: [[4]],
      draw,
      bare: true,
    });
  });
});
