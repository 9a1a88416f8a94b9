/**
 * Programs with and without a mistake that a rule calls an error: the rule, the program, and whether TensorFlow.js throws
 * on it when it is built, when its model predicts, or when that is trained, or predicts nothing at all.
 */
export type Proof = readonly [rule: string, program: string, fails: boolean];

const sequential = (...layers: readonly string[]) =>
  `export const model = tf.sequential({ layers: [${layers.map((layer) => `tf.layers.${layer}`).join(', ')}] });\n`;
// The program holds the call without reaching it: the test trains.
const trained = (...layers: readonly string[]) =>
  `${sequential(...layers)}export const train = () => model.fit(tf.zeros([1]), tf.zeros([1]));\n`;

const conv = 'conv2d({ inputShape: [9, 9, 3], filters: 2, kernelSize: 3 })';
const frozen = (rate: number) =>
  `conv2d({ inputShape: [9, 9, 3], filters: 2, kernelSize: 3, dilationRate: ${rate}, trainable: false })`;
const volume = 'conv3d({ inputShape: [6, 6, 6, 2], filters: 2, kernelSize: 2 })';
const head1 = ['flatten()', 'dense({ units: 1 })'];

/** A merge of maps of two sizes. */
const merged = (merge: string, first: number, second: number) => `
const at = (size: number) => tf.input({ shape: [size, size, 2] });
const inputs = [at(${first}), at(${second})];
export const model = tf.model({ inputs, outputs: tf.layers.${merge}().apply(inputs) as tf.SymbolicTensor });
`;

/** A reshape that leaves a size open, and what stands behind it. */
const opened = (target: string, ...layers: readonly string[]) =>
  sequential(`reshape({ inputShape: [24], targetShape: ${target} })`, ...layers);

/** What is wrong with one layer at a time. */
const layerProofs: readonly Proof[] = [
  ['empty-output', sequential('conv2d({ inputShape: [4, 4, 3], filters: 2, kernelSize: 5 })'), true],
  ['empty-output', sequential('conv2d({ inputShape: [5, 5, 3], filters: 2, kernelSize: 5 })'), false],
  ['empty-output', sequential('maxPooling2d({ inputShape: [2, 2, 3], poolSize: 3 })'), true],
  ['empty-output', sequential("maxPooling2d({ inputShape: [2, 2, 3], poolSize: 3, padding: 'same' })"), false],
  ['empty-output', sequential('cropping2D({ inputShape: [4, 4, 3], cropping: 2 })'), true],
  [
    'graph-error',
    sequential("dense({ inputShape: [3], units: 2, name: 'a' })", "dense({ units: 2, name: 'a' })"),
    true,
  ],
  [
    'graph-error',
    sequential("dense({ inputShape: [3], units: 2, name: 'a' })", "dense({ units: 2, name: 'b' })"),
    false,
  ],
  ['invalid-argument', sequential('conv2d({ inputShape: [9, 9, 3], filters: 0, kernelSize: 3 })'), true],
  ['invalid-argument', sequential('conv2d({ inputShape: [9, 9, 3], filters: 2, kernelSize: 2.5 })'), true],
  ['invalid-argument', sequential('conv2d({ inputShape: [9, 9, 3], filters: 2, kernelSize: [3, 3, 3] })'), true],
  [
    'invalid-argument',
    sequential("conv2d({ inputShape: [9, 9, 3], filters: 2, kernelSize: 3, padding: 'full' })"),
    true,
  ],
  ['invalid-argument', sequential("dense({ inputShape: [3], units: 2, activation: 'rleu' })"), true],
  ['invalid-argument', sequential("dense({ inputShape: [3], units: 2, kernelInitializer: 'heUniforn' })"), true],
  ['invalid-argument', sequential("dense({ inputShape: [3], units: 2, name: 'my layer' })"), true],
  ['invalid-argument', sequential("dense({ inputShape: [3], units: 2, activation: 'relu', name: 'my_layer' })"), false],
  ['missing-argument', sequential('conv2d({ inputShape: [9, 9, 3], filters: 2 })'), true],
  ['missing-argument', sequential('dense({ inputShape: [3] })'), true],
  ['missing-argument', sequential('inputLayer({ inputShape: [9, 9, 3] })', 'maxPooling2d()'), true],
  ['missing-argument', sequential('inputLayer({ inputShape: [9, 9, 3] })', 'maxPooling2d({})'), false],
  ['missing-input-shape', sequential('dense({ units: 2 })'), true],
  ['missing-input-shape', sequential('dense({ inputShape: [3], units: 2 })'), false],
  ['rank-mismatch', sequential('dense({ inputShape: [9], units: 2 })', 'conv2d({ filters: 2, kernelSize: 3 })'), true],
  [
    'rank-mismatch',
    sequential('conv1d({ inputShape: [9, 3], filters: 2, kernelSize: 3 })', 'lstm({ units: 2 })'),
    false,
  ],
  ['reshape-size', sequential('reshape({ inputShape: [9], targetShape: [2, 5] })'), true],
  ['reshape-size', sequential('reshape({ inputShape: [9], targetShape: [3, 3] })'), false],
  ['shape-mismatch', merged('add', 8, 4), true],
  ['shape-mismatch', merged('add', 8, 8), false],
  ['shape-mismatch', merged('concatenate', 8, 4), true],
  ['shape-mismatch', merged('concatenate', 4, 4), false],
  [
    'stride-with-dilation',
    sequential('conv2d({ inputShape: [9, 9, 3], filters: 2, kernelSize: 3, strides: 2, dilationRate: 2 })'),
    true,
  ],
  [
    'stride-with-dilation',
    sequential('conv2d({ inputShape: [9, 9, 3], filters: 2, kernelSize: 3, strides: 2, dilationRate: 1 })'),
    false,
  ],
];

/** What the whole of a model keeps from being built or trained. */
const modelProofs: readonly Proof[] = [
  ['not-trainable', sequential("conv1d({ inputShape: [9, 3], filters: 2, kernelSize: 3, padding: 'causal' })"), true],
  ['not-trainable', sequential("conv1d({ inputShape: [9, 3], filters: 2, kernelSize: 3, padding: 'same' })"), false],
  [
    'not-trainable',
    sequential("separableConv2d({ inputShape: [3, 9, 9], filters: 2, kernelSize: 3, dataFormat: 'channelsFirst' })"),
    true,
  ],
  [
    'not-trainable',
    sequential(
      "separableConv2d({ inputShape: [3, 9, 9], filters: 2, kernelSize: 3, dataFormat: 'channelsFirst', useBias: false })",
    ),
    false,
  ],
  ['not-trainable', trained('conv1d({ inputShape: [9, 3], filters: 2, kernelSize: 3, dilationRate: 2 })'), true],
  [
    'not-trainable',
    trained('conv2d({ inputShape: [9, 9, 3], filters: 2, kernelSize: 3, dilationRate: [1, 2] })'),
    true,
  ],
  ['not-trainable', sequential('conv2d({ inputShape: [9, 9, 3], filters: 2, kernelSize: 3, dilationRate: 2 })'), false],
  ['not-trainable', trained('conv2d({ inputShape: [9, 9, 3], filters: 2, kernelSize: 1, dilationRate: 2 })'), true],
  ['not-trainable', trained('conv3d({ inputShape: [6, 6, 6, 2], filters: 2, kernelSize: 2, dilationRate: 2 })'), true],
  [
    'not-trainable',
    trained('separableConv2d({ inputShape: [9, 9, 3], filters: 2, kernelSize: 3, dilationRate: 2 })'),
    true,
  ],
  [
    'not-trainable',
    trained('convLstm2d({ inputShape: [2, 9, 9, 3], filters: 2, kernelSize: 3, dilationRate: 2 })'),
    true,
  ],
  [
    'not-trainable',
    trained(
      'timeDistributed({ inputShape: [2, 9, 9, 3], layer: tf.layers.conv2d({ filters: 2, kernelSize: 3, dilationRate: 2 }) })',
    ),
    true,
  ],
  [
    'not-trainable',
    trained('depthwiseConv2d({ inputShape: [9, 9, 3], kernelSize: 3, dilationRate: 2 } as never)'),
    false,
  ],
  ['not-trainable', trained(frozen(2), ...head1), false],
  [
    'not-trainable',
    trained(conv, 'conv2d({ filters: 2, kernelSize: 3, dilationRate: 2, trainable: false })', ...head1),
    true,
  ],
  ['not-trainable', trained(conv, 'centerCrop({ height: 3, width: 3 })', ...head1), true],
  ['not-trainable', trained('centerCrop({ inputShape: [9, 9, 3], height: 3, width: 3 })', ...head1), false],
  ['not-trainable', trained(conv, 'masking()', ...head1), true],
  ['not-trainable', trained('masking({ inputShape: [9, 9, 3] })', ...head1), false],
  ['not-trainable', trained(conv, 'thresholdedReLU()', ...head1), true],
  [
    'not-trainable',
    trained(volume, 'conv3dTranspose({ filters: 2, kernelSize: 2, trainable: false })', ...head1),
    true,
  ],
  [
    'not-trainable',
    trained('conv3dTranspose({ inputShape: [6, 6, 6, 2], filters: 2, kernelSize: 2 })', ...head1),
    true,
  ],
  [
    'not-trainable',
    trained(conv, 'maxPooling2d({ poolSize: 2 })', 'batchNormalization()', 'dropout({ rate: 0.2 })', ...head1),
    false,
  ],
  ['open-size', sequential('conv2d({ inputShape: [null, null, 3], filters: 2, kernelSize: 3 })', ...head1), true],
  ['open-size', sequential('conv2d({ inputShape: [null, 9, 3], filters: 2, kernelSize: 3 })', ...head1), true],
  [
    'open-size',
    sequential(
      'conv2d({ inputShape: [null, null, 3], filters: 2, kernelSize: 3 })',
      'globalAveragePooling2d({})',
      'dense({ units: 1 })',
    ),
    false,
  ],
  ['open-size', sequential('dense({ inputShape: [null], units: 1 })'), true],
  ['open-size', sequential('dense({ inputShape: [null, 3], units: 1 })'), false],
  ['open-size', sequential('conv2d({ inputShape: [9, 9, null], filters: 2, kernelSize: 3 })'), true],
  [
    'open-size',
    sequential('maxPooling2d({ inputShape: [9, 9, null], poolSize: 2 })', 'depthwiseConv2d({ kernelSize: 3 })'),
    true,
  ],
  ['open-size', sequential('maxPooling2d({ inputShape: [9, 9, null], poolSize: 2 })'), false],
  ['open-size', sequential('batchNormalization({ inputShape: [9, 9, null] })'), true],
  ['open-size', sequential('batchNormalization({ inputShape: [null, null, 3] })'), false],
  ['open-size', sequential('layerNormalization({ inputShape: [9, null] })'), true],
  ['open-size', sequential('lstm({ inputShape: [9, null], units: 2 })'), true],
  ['open-size', sequential('gru({ inputShape: [null, 3], units: 2 })'), false],
  ['open-size', sequential('prelu({ inputShape: [null, null, 3] })'), true],
  ['open-size', sequential('prelu({ inputShape: [null, null, 3], sharedAxes: [1, 2] })'), false],
  ['open-size', sequential('cropping2D({ inputShape: [null, null, 3], cropping: 1 })'), true],
  ['open-size', sequential('cropping2D({ inputShape: [null, 9, 3], cropping: [[0, 0], [1, 1]] })'), false],
  ['open-size', sequential('timeDistributed({ inputShape: [3, null, 2], layer: tf.layers.flatten() })'), true],
  ['open-size', sequential('timeDistributed({ inputShape: [null, 3, 2], layer: tf.layers.flatten() })'), false],
  ['reshape-size', opened('[-1, 2]', 'conv1d({ filters: 2, kernelSize: 3 })', 'flatten()'), true],
  [
    'reshape-size',
    opened('[-1, 2]', 'conv1d({ filters: 2, kernelSize: 3 })', 'globalAveragePooling1d()', 'dense({ units: 1 })'),
    false,
  ],
  ['reshape-size', opened('[-1, 2]', 'conv1d({ filters: 2, kernelSize: 3 })', 'reshape({ targetShape: [20] })'), false],
  ['reshape-size', opened('[-1, 2]', 'dense({ units: 2 })', 'flatten()'), true],
  ['reshape-size', opened('[-1, 2, 1]', 'maxPooling2d({ poolSize: 2 })', 'flatten()'), true],
  ['reshape-size', opened('[-1, 4, 1]', 'cropping2D({ cropping: 1 })'), true],
  ['reshape-size', opened('[-1, 4, 1]', 'zeroPadding2d({ padding: 1 })', 'flatten()'), true],
  ['reshape-size', opened('[-1, 4, 1]', 'upSampling2d({ size: [2, 2] })', 'flatten()'), true],
  ['reshape-size', opened('[-1, 4]', 'permute({ dims: [2, 1] })', 'dense({ units: 2 })'), true],
  ['reshape-size', opened('[-1, 4]', 'permute({ dims: [2, 1] })'), false],
  ['reshape-size', opened('[-1, 4]', 'lstm({ units: 2 })', 'dense({ units: 2 })'), false],
  ['reshape-size', opened('[-1, 4]', 'lstm({ units: 2, returnSequences: true })', 'flatten()'), true],
  ['reshape-size', opened('[4, -1]', 'lstm({ units: 2 })'), true],
  ['reshape-size', opened('[4, -1]', 'maxPooling1d({ poolSize: 2 })', 'conv1d({ filters: 2, kernelSize: 1 })'), true],
  ['reshape-size', opened('[-1, 4, 2]', "conv2d({ filters: 2, kernelSize: 1, dataFormat: 'channelsFirst' })"), true],
  [
    'reshape-size',
    opened('[-1, 4, 2]', 'timeDistributed({ layer: tf.layers.flatten() })', 'lstm({ units: 1 })'),
    false,
  ],
  ['reshape-size', opened('[3, -1, 2]', 'timeDistributed({ layer: tf.layers.flatten() })'), true],
  ['reshape-size', opened('[-1]', 'reshape({ targetShape: [-1] })', 'dense({ units: 2 })'), true],
  [
    'reshape-size',
    sequential('reshape({ batchInputShape: [2, 24], targetShape: [-1, 2] })', 'flatten()', 'dense({ units: 2 })'),
    false,
  ],
];

export const proofs: readonly Proof[] = [...layerProofs, ...modelProofs];
