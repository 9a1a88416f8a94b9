import type { OperatorName } from '../../core/operators/index.ts';
import type { AttributeValue } from '../../core/vocabulary/operator.ts';
import { type Told, told } from '../../core/vocabulary/told.ts';

/**
 * The rows behind `layers.ts`: how a layer is spelled as a `tf.layers` factory and as a Keras class, and which keys
 * its constructor looks at. The keys were recorded by handing a proxy to every factory of TensorFlow.js 4.22; a test
 * repeats that against the installed version.
 */
export interface LayerRow {
  /** A key of the operator table, and the canonical factory. */
  readonly operator: OperatorName;
  readonly className: string;
  /** Other names of the same factory. */
  readonly aliases?: readonly string[];
  /** Keys that the constructor reads and uses, apart from those common to all layers. */
  readonly keys: readonly string[];
  /** Keys that do nothing here although a reader would expect them to. */
  readonly dropped?: Readonly<Record<string, DroppedKey>>;
  /** True where the layer works on tensors, but what it says of its output shape breaks every model that it is in. */
  readonly tensorsOnly?: true;
  /** True where the factory throws without a config, although no key of it is required. */
  readonly needsConfig?: true;
  /** Values that the runtime refuses, or makes nonsense of. */
  readonly refused?: Readonly<Record<string, RefusedValue>>;
  /** True where TensorFlow.js cannot tell how the layer's output depends on its input, or on its weights if it has any. */
  readonly noGradient?: true;
  /** Values that the runtime takes and passes over. */
  readonly passedOver?: Readonly<Record<string, PassedOver>>;
}

export interface DroppedKey {
  /** A clause that says what the runtime lacks. */
  readonly reason: Told;
  /** The value that changes nothing, so that dropping it is no loss. */
  readonly neutral: number | boolean | null;
  readonly meant?: string;
}

export interface RefusedValue {
  /** The only value that the runtime takes, `null` when the key must be absent; or a list of so many. */
  readonly only: number | boolean | null | { readonly list: number };
  readonly expected: Told;
}

export interface PassedOver {
  covers(value: AttributeValue): boolean;
  /** The value that has the same effect. */
  readonly acts: AttributeValue;
  /** What the runtime heeds, and what it does otherwise. */
  readonly expected: Told;
  /** What was probably meant. */
  suggestion?(value: AttributeValue): AttributeValue | undefined;
}

/** Read by the constructor of every layer, or harmless bookkeeping that TensorFlow.js itself writes. */
export const commonKeys: readonly string[] = [
  'name',
  'trainable',
  'inputShape',
  'batchInputShape',
  'batchSize',
  'dtype',
  'inputDType',
  'weights',
];

const bias = ['useBias', 'biasInitializer', 'biasConstraint', 'biasRegularizer'];
const kernel = ['kernelInitializer', 'kernelConstraint', 'kernelRegularizer'];
const window = ['kernelSize', 'strides', 'padding', 'dataFormat'];
const baseConv = [...window, 'activation', ...bias, 'activityRegularizer'];
const conv = [...baseConv, 'dilationRate', 'filters', ...kernel];
const transposed = [...baseConv, 'filters', ...kernel];
const pool2d = ['poolSize', 'strides', 'padding', 'dataFormat'];
const recurrentWeights = [
  ...['activation', ...bias, ...kernel],
  ...['recurrentInitializer', 'recurrentRegularizer', 'recurrentConstraint'],
  ...['dropout', 'recurrentDropout', 'dropoutFunc'],
];
const gated = [...recurrentWeights, 'recurrentActivation', 'implementation'];
const simpleCell = ['units', ...recurrentWeights];
const gruCell = ['units', ...gated, 'resetAfter'];
const lstmCell = ['units', ...gated, 'unitForgetBias'];
const convLstmCell = [...gated, 'unitForgetBias', 'filters', ...window, 'dilationRate'];
const sequence = ['returnSequences', 'returnState', 'goBackwards', 'stateful', 'unroll', 'cell'];
const noise = ['noiseShape', 'seed'];

const groups: DroppedKey = {
  reason: told('TensorFlow.js has no grouped convolution: every filter sees every channel'),
  neutral: 1,
};
const keepDims: DroppedKey = { reason: told('TensorFlow.js always removes the pooled axes'), neutral: false };
const outputPadding: DroppedKey = {
  reason: told('TensorFlow.js derives the output size from strides and padding alone'),
  neutral: null,
};
const transposedDilation: DroppedKey = {
  reason: told('TensorFlow.js does not dilate a transposed convolution'),
  neutral: 1,
};
const noUnroll: RefusedValue = {
  only: false,
  expected: told('false: convolutional recurrent layers cannot be unrolled'),
};
const noResetAfter: RefusedValue = {
  only: false,
  expected: told('false: TensorFlow.js has only the GRU that resets before'),
};
const separableKernel: RefusedValue = { only: null, expected: told('the depthwise and pointwise keys instead') };

/** Rates are cut to 0 … 1, and one of 1 drops nothing instead of all. */
const rate: PassedOver = {
  covers: (value) => typeof value === 'number' && (value < 0 || value > 1),
  acts: 0,
  expected: told('a fraction between 0 and 1, or TensorFlow.js drops nothing'),
  // A percentage, where a fraction is asked for.
  suggestion: (value) => (typeof value === 'number' && value > 1 && value < 100 ? value / 100 : undefined),
};
const cellRates = { passedOver: { dropout: rate, recurrentDropout: rate } };
const notCausal: PassedOver = {
  covers: (value) => value === 'causal',
  acts: 'valid',
  expected: told("one of 'valid', 'same'; here TensorFlow.js takes it for 'valid'"),
  suggestion: () => 'valid',
};

const convolutions: readonly LayerRow[] = [
  { operator: 'conv1d', className: 'Conv1D', keys: conv, dropped: { groups } },
  { operator: 'conv2d', className: 'Conv2D', keys: conv, dropped: { groups } },
  { operator: 'conv3d', className: 'Conv3D', keys: conv, dropped: { groups } },
  {
    operator: 'conv2dTranspose',
    className: 'Conv2DTranspose',
    keys: transposed,
    dropped: { groups, outputPadding, dilationRate: transposedDilation },
  },
  {
    operator: 'conv3dTranspose',
    className: 'Conv3DTranspose',
    noGradient: true,
    keys: transposed,
    dropped: { groups, outputPadding, dilationRate: transposedDilation },
  },
  {
    operator: 'separableConv2d',
    className: 'SeparableConv2D',
    keys: [
      ...[...baseConv, 'dilationRate', 'filters', 'depthMultiplier'],
      ...['depthwiseInitializer', 'depthwiseRegularizer', 'depthwiseConstraint'],
      ...['pointwiseRegularizer', 'pointwiseConstraint'],
    ],
    dropped: {
      groups,
      pointwiseInitializer: {
        reason: told('TensorFlow.js initialises the pointwise kernel with depthwiseInitializer'),
        neutral: null,
      },
    },
    refused: {
      kernelInitializer: separableKernel,
      kernelRegularizer: separableKernel,
      kernelConstraint: separableKernel,
    },
  },
  {
    operator: 'depthwiseConv2d',
    className: 'DepthwiseConv2D',
    keys: [...baseConv, 'depthMultiplier', 'depthwiseInitializer', 'depthwiseConstraint', 'depthwiseRegularizer'],
    passedOver: { padding: notCausal },
    dropped: {
      groups,
      dilationRate: { reason: told('TensorFlow.js does not dilate a depthwise convolution'), neutral: 1 },
      filters: {
        reason: told('a depthwise convolution makes depthMultiplier channels of every input channel'),
        neutral: null,
        meant: 'depthMultiplier',
      },
      kernelInitializer: {
        reason: told('the kernel is called depthwise'),
        neutral: null,
        meant: 'depthwiseInitializer',
      },
      kernelRegularizer: {
        reason: told('the kernel is called depthwise'),
        neutral: null,
        meant: 'depthwiseRegularizer',
      },
      kernelConstraint: { reason: told('the kernel is called depthwise'), neutral: null, meant: 'depthwiseConstraint' },
    },
  },
  { operator: 'cropping2D', className: 'Cropping2D', keys: ['cropping', 'dataFormat'], needsConfig: true },
  {
    operator: 'upSampling2d',
    className: 'UpSampling2D',
    keys: ['size', 'dataFormat', 'interpolation'],
    needsConfig: true,
    refused: {
      size: {
        only: { list: 2 },
        expected: told('[rows, columns]; TensorFlow.js computes NaN sizes from a single number'),
      },
    },
  },
  { operator: 'zeroPadding2d', className: 'ZeroPadding2D', keys: ['padding', 'dataFormat'] },
];

const pools: readonly LayerRow[] = [
  pool('average', 'Average', '1', ['avgPool1d', 'avgPooling1d']),
  pool('average', 'Average', '2', ['avgPool2d', 'avgPooling2d']),
  pool('average', 'Average', '3', ['avgPool3d', 'avgPooling3d']),
  pool('max', 'Max', '1', ['maxPool1d']),
  pool('max', 'Max', '2', ['maxPool2d']),
  pool('max', 'Max', '3', []),
  { operator: 'globalAveragePooling1d', className: 'GlobalAveragePooling1D', keys: [], dropped: { keepDims } },
  {
    operator: 'globalAveragePooling2d',
    className: 'GlobalAveragePooling2D',
    keys: ['dataFormat'],
    needsConfig: true,
    dropped: { keepDims },
  },
  {
    operator: 'globalMaxPooling1d',
    className: 'GlobalMaxPooling1D',
    aliases: ['globalMaxPool1d'],
    keys: [],
    dropped: { keepDims },
  },
  {
    operator: 'globalMaxPooling2d',
    className: 'GlobalMaxPooling2D',
    aliases: ['globalMaxPool2d'],
    keys: ['dataFormat'],
    needsConfig: true,
    dropped: { keepDims },
  },
];

const activations: readonly LayerRow[] = [
  { operator: 'activation', className: 'Activation', keys: ['activation'] },
  {
    operator: 'elu',
    className: 'ELU',
    keys: ['alpha'],
    refused: { alpha: { only: 1, expected: told('1: TensorFlow.js has no other ELU layer') } },
  },
  { operator: 'leakyReLU', className: 'LeakyReLU', keys: ['alpha'], dropped: { negativeSlope: slope('alpha') } },
  {
    operator: 'prelu',
    className: 'PReLU',
    keys: ['alphaInitializer', 'alphaRegularizer', 'alphaConstraint', 'sharedAxes'],
  },
  {
    operator: 'reLU',
    className: 'ReLU',
    keys: ['maxValue'],
    dropped: {
      negativeSlope: { reason: told('TensorFlow.js has no leak in its ReLU layer'), neutral: 0 },
      threshold: { reason: told('TensorFlow.js has no threshold in its ReLU layer'), neutral: 0 },
    },
  },
  { operator: 'softmax', className: 'Softmax', keys: ['axis'] },
  { operator: 'thresholdedReLU', className: 'ThresholdedReLU', keys: ['theta'], noGradient: true },
];

const merges: readonly LayerRow[] = [
  { operator: 'add', className: 'Add', keys: [] },
  { operator: 'average', className: 'Average', keys: [] },
  { operator: 'concatenate', className: 'Concatenate', keys: ['axis'] },
  { operator: 'dot', className: 'Dot', keys: ['axes', 'normalize'] },
  { operator: 'maximum', className: 'Maximum', keys: [] },
  { operator: 'minimum', className: 'Minimum', keys: [] },
  { operator: 'multiply', className: 'Multiply', keys: [] },
];

const basics: readonly LayerRow[] = [
  { operator: 'inputLayer', className: 'InputLayer', keys: ['sparse'] },
  {
    operator: 'dense',
    className: 'Dense',
    keys: ['units', 'activation', ...bias, ...kernel, 'activityRegularizer', 'inputDim'],
  },
  {
    operator: 'embedding',
    className: 'Embedding',
    keys: [
      ...['inputDim', 'outputDim', 'inputLength', 'maskZero', 'activityRegularizer'],
      ...['embeddingsInitializer', 'embeddingsRegularizer', 'embeddingsConstraint'],
    ],
  },
  { operator: 'flatten', className: 'Flatten', keys: ['dataFormat'] },
  { operator: 'masking', className: 'Masking', keys: ['maskValue'], noGradient: true },
  { operator: 'permute', className: 'Permute', keys: ['dims'] },
  { operator: 'repeatVector', className: 'RepeatVector', keys: ['n'] },
  { operator: 'reshape', className: 'Reshape', keys: ['targetShape'] },
  {
    operator: 'batchNormalization',
    className: 'BatchNormalization',
    keys: [
      ...['axis', 'momentum', 'epsilon', 'center', 'scale', 'betaInitializer', 'gammaInitializer'],
      ...['movingMeanInitializer', 'movingVarianceInitializer', 'betaConstraint', 'gammaConstraint'],
      ...['betaRegularizer', 'gammaRegularizer'],
    ],
  },
  {
    operator: 'layerNormalization',
    className: 'LayerNormalization',
    keys: [
      ...['axis', 'epsilon', 'center', 'scale', 'betaInitializer', 'gammaInitializer'],
      ...['betaRegularizer', 'gammaRegularizer'],
    ],
  },
  { operator: 'alphaDropout', className: 'AlphaDropout', keys: ['rate', 'noiseShape'], passedOver: { rate } },
  { operator: 'dropout', className: 'Dropout', keys: ['rate', ...noise], passedOver: { rate } },
  { operator: 'gaussianDropout', className: 'GaussianDropout', keys: ['rate'], passedOver: { rate } },
  { operator: 'gaussianNoise', className: 'GaussianNoise', keys: ['stddev'] },
  { operator: 'spatialDropout1d', className: 'SpatialDropout1D', keys: ['rate', ...noise], passedOver: { rate } },
];

const recurrents: readonly LayerRow[] = [
  { operator: 'simpleRNN', className: 'SimpleRNN', keys: [...simpleCell, ...sequence], ...cellRates },
  { operator: 'simpleRNNCell', className: 'SimpleRNNCell', keys: simpleCell, ...cellRates },
  {
    operator: 'gru',
    className: 'GRU',
    keys: [...gruCell, ...sequence],
    refused: { resetAfter: noResetAfter },
    ...cellRates,
  },
  { operator: 'gruCell', className: 'GRUCell', keys: gruCell, refused: { resetAfter: noResetAfter }, ...cellRates },
  { operator: 'lstm', className: 'LSTM', keys: [...lstmCell, ...sequence], ...cellRates },
  { operator: 'lstmCell', className: 'LSTMCell', keys: lstmCell, ...cellRates },
  {
    operator: 'convLstm2d',
    className: 'ConvLSTM2D',
    keys: [...convLstmCell, ...sequence],
    refused: { unroll: noUnroll },
    ...cellRates,
  },
  { operator: 'convLstm2dCell', className: 'ConvLSTM2DCell', keys: convLstmCell, ...cellRates },
  // A saved RNN of stacked cells lists them once more beside the cell that holds them.
  { operator: 'rnn', className: 'RNN', keys: [...sequence, 'cells'] },
  { operator: 'stackedRNNCells', className: 'StackedRNNCells', keys: ['cells'] },
  {
    operator: 'bidirectional',
    className: 'Bidirectional',
    keys: ['layer', 'mergeMode', 'backwardLayer', 'numConstants'],
  },
  { operator: 'timeDistributed', className: 'TimeDistributed', keys: ['layer'] },
];

const preprocessing: readonly LayerRow[] = [
  { operator: 'categoryEncoding', className: 'CategoryEncoding', keys: ['numTokens', 'outputMode'] },
  { operator: 'centerCrop', className: 'CenterCrop', keys: ['height', 'width'], noGradient: true },
  { operator: 'randomWidth', className: 'RandomWidth', keys: ['factor', 'interpolation', 'seed'], tensorsOnly: true },
  { operator: 'rescaling', className: 'Rescaling', keys: ['scale', 'offset'] },
  {
    operator: 'resizing',
    className: 'Resizing',
    keys: ['height', 'width', 'interpolation', 'cropToAspectRatio'],
    tensorsOnly: true,
  },
];

/** Every layer that TensorFlow.js 4.22 can make. */
export const tfjsLayers: readonly LayerRow[] = [
  ...convolutions,
  ...pools,
  ...activations,
  ...merges,
  ...basics,
  ...recurrents,
  ...preprocessing,
];

/**
 * TensorFlow.js looks an activation up among all its classes, and finds those of layers too: `activation: 'ReLU'` applies
 * one. The function of the same name; a layer that has none here has arguments or weights that no function has.
 */
export const layersAsActivations: Readonly<Record<string, string>> = { ReLU: 'relu', ELU: 'elu', Softmax: 'softmax' };

/** Keras classes without a TensorFlow.js layer, and the operator that means the same, where there is one. */
export const kerasOnly: Readonly<Record<string, OperatorName | 'unknown'>> = {
  Conv1DTranspose: 'conv1dTranspose',
  DepthwiseConv1D: 'depthwiseConv1d',
  SeparableConv1D: 'separableConv1d',
  LocallyConnected1D: 'locallyConnected1d',
  LocallyConnected2D: 'locallyConnected2d',
  GroupNormalization: 'groupNormalization',
  InstanceNormalization: 'instanceNormalization',
  UnitNormalization: 'unknown',
  Subtract: 'subtract',
  ZeroPadding1D: 'zeroPadding1d',
  ZeroPadding3D: 'zeroPadding3d',
  Cropping1D: 'cropping1d',
  Cropping3D: 'cropping3d',
  UpSampling1D: 'upSampling1d',
  UpSampling3D: 'upSampling3d',
  GlobalAveragePooling3D: 'globalAveragePooling3d',
  GlobalMaxPooling3D: 'globalMaxPooling3d',
  SpatialDropout2D: 'spatialDropout2d',
  SpatialDropout3D: 'unknown',
};

function pool(
  prefix: 'average' | 'max',
  classPrefix: string,
  rank: '1' | '2' | '3',
  aliases: readonly string[],
): LayerRow {
  return {
    operator: `${prefix}Pooling${rank}d`,
    className: `${classPrefix}Pooling${rank}D`,
    aliases,
    keys: rank === '1' ? ['poolSize', 'strides', 'padding'] : pool2d,
    needsConfig: true,
    passedOver: { padding: notCausal },
  };
}

function slope(meant: string): DroppedKey {
  return { reason: told('TensorFlow.js calls the slope alpha'), neutral: null, meant };
}
