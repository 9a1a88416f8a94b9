/** One use of every operator, for its worked example in docs/operators.md. The figures are computed, not written here. */
import type { RawAttributes } from '../core/graph/build.ts';
import { type OperatorName, operators } from '../core/operators/index.ts';
import { readAttributes } from '../core/vocabulary/attributes.ts';
import type { LayerValue } from '../core/vocabulary/operator.ts';

export interface OperatorExample {
  readonly attributes: RawAttributes;
  /** Sizes of each input without the batch. */
  readonly inputs: readonly (readonly number[])[];
}

const line = [128, 16];
const image = [32, 32, 16];
const volume = [16, 16, 16, 8];
const sequence = [20, 8];

const on = (shape: readonly number[], attributes: RawAttributes = {}): OperatorExample => ({
  attributes,
  inputs: [shape],
});

/** Several inputs of the same shape. */
const both = (shape: readonly number[], attributes: RawAttributes = {}): OperatorExample => ({
  attributes,
  inputs: [shape, shape],
});

function layer(operator: OperatorName, attributes: RawAttributes): LayerValue {
  return { operator, attributes: readAttributes(operators[operator], attributes).attributes };
}

export const operatorExamples = {
  activation: on([10], { activation: 'relu' }),
  adaptiveAveragePooling2d: on([13, 10, 256], { outputSize: [6, 6] }),
  adaptiveMaxPooling2d: on([13, 10, 256], { outputSize: [6, 6] }),
  add: both(image),
  alphaDropout: on([64], { rate: 0.1 }),
  average: both(image),
  averagePooling1d: on(line, { poolSize: 4 }),
  averagePooling2d: on(image, { poolSize: 3, strides: 2, padding: 'same' }),
  averagePooling3d: on(volume),
  averageUnpooling2d: on([8, 8, 16]),
  batchNormalization: on(image),
  bidirectional: on(sequence, { layer: layer('lstm', { units: 12 }) }),
  categoryEncoding: on([4], { numTokens: 10 }),
  centerCrop: on([256, 320, 3], { height: 224, width: 224 }),
  channelShuffle: on([28, 28, 240], { groups: 3 }),
  concatenate: { attributes: {}, inputs: [image, [32, 32, 24]] },
  constantOperand: on(image, { operation: 'multiply' }),
  conv1d: on(line, { filters: 32, kernelSize: 5, padding: 'causal', dilationRate: 2 }),
  conv1dTranspose: on(line, { filters: 8, kernelSize: 4, strides: 2, padding: 'same' }),
  conv2d: on([224, 224, 3], { filters: 64, kernelSize: 7, strides: 2, padding: 3 }),
  conv2dTranspose: on([16, 16, 32], { filters: 16, kernelSize: 3, strides: 2, padding: 'same' }),
  conv3d: on(volume, { filters: 16, kernelSize: 3 }),
  conv3dTranspose: on(volume, { filters: 4, kernelSize: 2, strides: 2 }),
  convLstm2d: on([10, 32, 32, 3], { filters: 8, kernelSize: 3, padding: 'same' }),
  convLstm2dCell: {
    attributes: { filters: 8, kernelSize: 3, padding: 'same' },
    inputs: [
      [32, 32, 3],
      [32, 32, 8],
      [32, 32, 8],
    ],
  },
  cropping1d: on(line, { cropping: [[4, 4]] }),
  cropping2D: on(image, { cropping: 2 }),
  cropping3d: on(volume, { cropping: 1 }),
  crossChannelPooling: on(image, { poolSize: 2 }),
  dense: on([784], { units: 128, activation: 'relu' }),
  depthToSpace: on([17, 17, 9], { blockSize: 3 }),
  depthwiseConv1d: on(line, { kernelSize: 3, padding: 'same' }),
  depthwiseConv2d: on([112, 112, 32], { kernelSize: 3, padding: 'same' }),
  dot: both([20, 8], { axes: 2 }),
  dropout: on([64], { rate: 0.5 }),
  elu: on([10]),
  embedding: on([20], { inputDim: 1000, outputDim: 16 }),
  flatten: on([7, 7, 64]),
  flattenedConv2d: on(image, { filters: 32, kernelSize: 3 }),
  gaussianDropout: on([64], { rate: 0.5 }),
  gaussianNoise: on(image, { stddev: 0.1 }),
  globalAveragePooling1d: on(line),
  globalAveragePooling2d: on([7, 7, 2048]),
  globalAveragePooling3d: on(volume),
  globalMaxPooling1d: on(line),
  globalMaxPooling2d: on([7, 7, 2048]),
  globalMaxPooling3d: on(volume),
  groupNormalization: on(image, { groups: 4 }),
  gru: on(sequence, { units: 12 }),
  gruCell: { attributes: { units: 12 }, inputs: [[8], [12]] },
  inputLayer: on([28, 28, 1]),
  instanceNormalization: on(image),
  layerNormalization: on([20, 64]),
  leakyReLU: on([10]),
  locallyConnected1d: on(line, { filters: 8, kernelSize: 3 }),
  locallyConnected2d: on([8, 8, 4], { filters: 8, kernelSize: 3 }),
  localResponseNormalization: on([55, 55, 96], { depthRadius: 2 }),
  lpPooling2d: on(image, { p: 2 }),
  lstm: on(sequence, { units: 12 }),
  lstmCell: { attributes: { units: 12 }, inputs: [[8], [12], [12]] },
  masking: on(sequence),
  maximum: both(image),
  maxPooling1d: on(line),
  maxPooling2d: on([112, 112, 64], { poolSize: 3, strides: 2, padding: 1 }),
  maxPooling3d: on(volume),
  maxPoolingWithSwitches2d: on(image),
  maxUnpooling2d: both([8, 8, 16]),
  minimum: both(image),
  multiply: { attributes: {}, inputs: [image, [1, 1, 16]] },
  partiallyConnectedConv2d: on([14, 14, 6], {
    kernelSize: 5,
    connections: [
      [0, 1, 2],
      [1, 2, 3],
      [0, 1, 2, 3, 4, 5],
    ],
  }),
  permute: on(image, { dims: [3, 1, 2] }),
  prelu: on(image, { sharedAxes: [1, 2] }),
  radialBasis: on([84], { units: 10 }),
  randomWidth: on([32, 32, 3], { factor: 0.2 }),
  recurrentConv2d: on(image, { filters: 16, kernelSize: 3, steps: 3 }),
  reLU: on([10], { maxValue: 6 }),
  repeatVector: on([16], { n: 5 }),
  rescaling: on([224, 224, 3], { scale: 1 / 255 }),
  reshape: on([784], { targetShape: [28, 28, -1] }),
  resizing: on([256, 320, 3], { height: 224, width: 224 }),
  rnn: on(sequence, { cell: [layer('gruCell', { units: 12 }), layer('simpleRNNCell', { units: 6 })] }),
  separableConv1d: on(line, { filters: 32, kernelSize: 3, padding: 'same' }),
  separableConv2d: on([37, 37, 256], { filters: 728, kernelSize: 3, padding: 'same' }),
  simpleRNN: on(sequence, { units: 12 }),
  simpleRNNCell: { attributes: { units: 12 }, inputs: [[8], [12]] },
  slice: on(image, { begin: [0, 0, 0], size: [-1, -1, 8] }),
  softmax: on([10]),
  spatialDropout1d: on(line, { rate: 0.2 }),
  spatialDropout2d: on(image, { rate: 0.2 }),
  spatiallySeparableConv2d: on([8, 8, 1], { filters: 1, kernelSize: 3 }),
  split: on(image, { parts: 2 }),
  stackedRNNCells: {
    attributes: { cells: [layer('gruCell', { units: 12 }), layer('simpleRNNCell', { units: 6 })] },
    inputs: [[8], [6], [12]],
  },
  stochasticPooling2d: on(image),
  subtract: both(image),
  thresholdedReLU: on([10]),
  tiledConv2d: on([9, 9, 4], { filters: 8, kernelSize: 3, tiles: 2 }),
  timeDistributed: on([10, 32, 32, 3], { layer: layer('conv2d', { filters: 8, kernelSize: 3 }) }),
  trainableSubsampling2d: on([28, 28, 6]),
  upSampling1d: on(line),
  upSampling2d: on(image, { size: [2, 2], interpolation: 'bilinear' }),
  upSampling3d: on(volume),
  zeroPadding1d: on(line, { padding: 1 }),
  zeroPadding2d: on([224, 224, 3], { padding: 3 }),
  zeroPadding3d: on(volume, { padding: 1 }),
} as const satisfies Readonly<Record<OperatorName, OperatorExample>>;
