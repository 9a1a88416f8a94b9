import * as tf from '@tensorflow/tfjs';

const L = tf.layers;

/** Models that between them use every layer that TensorFlow.js can make, and every way of connecting them. */
export const models: Readonly<Record<string, () => tf.LayersModel>> = {
  'a plain classifier': () =>
    tf.sequential({
      layers: [
        L.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 5, activation: 'relu', name: 'c1' }),
        L.maxPooling2d({ poolSize: 2 }),
        L.batchNormalization(),
        L.dropout({ rate: 0.3 }),
        L.flatten(),
        L.dense({ units: 10, activation: 'softmax' }),
      ],
    }),
  'convolutions of every kind': () =>
    chain(
      [33, 33, 6],
      [
        L.conv2d({ filters: 8, kernelSize: [3, 5], strides: [2, 1], padding: 'same' }),
        L.conv2d({ filters: 8, kernelSize: 3, dilationRate: 2 }),
        L.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }),
        L.separableConv2d({ filters: 5, kernelSize: 3, padding: 'same' }),
        L.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' }),
        L.conv2dTranspose({ filters: 4, kernelSize: 4, strides: 3, useBias: false }),
        L.upSampling2d({ size: [2, 3] }),
        L.zeroPadding2d({
          padding: [
            [1, 2],
            [0, 1],
          ],
        }),
        L.cropping2D({
          cropping: [
            [1, 0],
            [2, 3],
          ],
        }),
        L.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
        L.globalAveragePooling2d({}),
      ],
    ),
  'channels first': () =>
    chain(
      [3, 16, 20],
      [
        L.conv2d({ filters: 4, kernelSize: 3, dataFormat: 'channelsFirst' }),
        L.maxPooling2d({ poolSize: 2, dataFormat: 'channelsFirst' }),
        L.batchNormalization({ axis: 1 }),
        L.upSampling2d({ size: [2, 2], dataFormat: 'channelsFirst' }),
        L.zeroPadding2d({
          padding: [
            [1, 1],
            [2, 2],
          ],
          dataFormat: 'channelsFirst',
        }),
        L.globalMaxPooling2d({ dataFormat: 'channelsFirst' }),
      ],
    ),
  'one dimension': () =>
    chain(
      [40, 3],
      [
        L.conv1d({ filters: 6, kernelSize: 5, padding: 'same', dilationRate: 2 }),
        L.conv1d({ filters: 6, kernelSize: 3, strides: 2 }),
        L.maxPooling1d({ poolSize: 3, strides: 2, padding: 'same' }),
        L.averagePooling1d({ poolSize: 2 }),
        L.spatialDropout1d({ rate: 0.1 }),
        L.globalMaxPooling1d({}),
        L.repeatVector({ n: 4 }),
        L.globalAveragePooling1d({}),
      ],
    ),
  'three dimensions': () =>
    chain(
      [12, 12, 12, 2],
      [
        L.conv3d({ filters: 4, kernelSize: 3 }),
        L.maxPooling3d({ poolSize: 2 }),
        L.conv3dTranspose({ filters: 2, kernelSize: 3, strides: 2 }),
        L.averagePooling3d({ poolSize: [2, 1, 2], strides: [1, 2, 2], padding: 'same' }),
      ],
    ),
  activations: () =>
    chain(
      [9, 9, 4],
      [
        L.reLU({ maxValue: 6 }),
        L.leakyReLU({ alpha: 0.1 }),
        L.prelu({}),
        L.prelu({ sharedAxes: [1, 2] }),
        L.elu({}),
        L.thresholdedReLU({ theta: 0.5 }),
        L.activation({ activation: 'hardSigmoid' }),
        L.layerNormalization({}),
        L.softmax({ axis: -1 }),
        L.gaussianNoise({ stddev: 0.1 }),
        L.gaussianDropout({ rate: 0.1 }),
        L.alphaDropout({ rate: 0.1 }),
      ],
    ),
  'shapes and preprocessing': () =>
    chain(
      [16, 12, 3],
      [
        L.rescaling({ scale: 2, offset: 1 }),
        L.centerCrop({ height: 6, width: 6 }),
        L.permute({ dims: [2, 1, 3] }),
        L.reshape({ targetShape: [12, 9] }),
        L.masking({ maskValue: 0 }),
        L.timeDistributed({ layer: L.dense({ units: 5 }) }),
        L.flatten(),
      ],
    ),
  recurrent: () =>
    chain(
      [7, 5],
      [
        L.lstm({ units: 6, returnSequences: true }),
        L.gru({ units: 4, returnSequences: true, recurrentActivation: 'sigmoid' }),
        L.bidirectional({ layer: L.lstm({ units: 3, returnSequences: true }), mergeMode: 'concat' }),
        L.rnn({
          cell: L.stackedRNNCells({ cells: [L.lstmCell({ units: 4 }), L.gruCell({ units: 3 })] }),
          returnSequences: true,
        }),
        L.simpleRNN({ units: 2 }),
      ],
    ),
  'convolutional recurrent': () =>
    chain(
      [5, 12, 12, 3],
      [
        L.convLstm2d({ filters: 4, kernelSize: 3, returnSequences: true }),
        L.convLstm2d({ filters: 2, kernelSize: 3, padding: 'same' }),
      ],
    ),
  embedding: () =>
    tf.sequential({
      layers: [
        L.embedding({ inputDim: 50, outputDim: 8, inputLength: 12 }),
        L.globalAveragePooling1d({}),
        L.dense({ units: 2 }),
      ],
    }),
  'an embedding of open length': () =>
    tf.sequential({ layers: [L.embedding({ inputDim: 50, outputDim: 8 }), L.lstm({ units: 4 })] }),
  'an input layer first': () =>
    tf.sequential({ layers: [L.inputLayer({ inputShape: [8], name: 'entry' }), L.dense({ units: 4 })] }),
  'a dense that says inputDim': () => tf.sequential({ layers: [L.dense({ units: 4, inputDim: 3 })] }),
  'a fixed batch': () => tf.sequential({ layers: [L.dense({ units: 4, batchInputShape: [16, 3] })] }),
  'open sizes': () =>
    chain([null, null, 3], [L.conv2d({ filters: 4, kernelSize: 3, strides: 2 }), L.globalMaxPooling2d({})]),
  'branches that merge': () => {
    const input = tf.input({ shape: [16, 16, 3], name: 'image' });
    const left = L.conv2d({ filters: 4, kernelSize: 3, padding: 'same', name: 'left' }).apply(
      input,
    ) as tf.SymbolicTensor;
    const right = L.conv2d({ filters: 4, kernelSize: 1, name: 'right' }).apply(input) as tf.SymbolicTensor;
    const merged = (['add', 'multiply', 'average', 'maximum', 'minimum'] as const).map(
      (kind) => L[kind]().apply([right, left]) as tf.SymbolicTensor,
    );
    const all = L.concatenate({ axis: -1 }).apply(merged) as tf.SymbolicTensor;
    const vector = L.globalAveragePooling2d({}).apply(all) as tf.SymbolicTensor;
    const similarity = L.dot({ axes: -1 }).apply([vector, vector]) as tf.SymbolicTensor;
    return tf.model({
      inputs: input,
      outputs: [similarity, L.dense({ units: 3, name: 'head' }).apply(vector) as tf.SymbolicTensor],
    });
  },
  'a shared layer': () => {
    const a = tf.input({ shape: [8, 8, 2], name: 'a' });
    const b = tf.input({ shape: [12, 12, 2], name: 'b' });
    const conv = L.conv2d({ filters: 3, kernelSize: 3, name: 'shared' });
    const pool = L.globalAveragePooling2d({ name: 'pool' });
    const twice = [a, b].map((input) => pool.apply(conv.apply(input)) as tf.SymbolicTensor);
    return tf.model({ inputs: [a, b], outputs: L.concatenate({ name: 'both' }).apply(twice) as tf.SymbolicTensor });
  },
  'models in models': () => {
    const core = tf.sequential({
      name: 'core',
      layers: [L.conv2d({ filters: 3, kernelSize: 3, inputShape: [8, 8, 2] }), L.flatten()],
    });
    const middleInput = tf.input({ shape: [8, 8, 2], name: 'middleInput' });
    const middle = tf.model({
      name: 'middle',
      inputs: middleInput,
      outputs: L.dense({ units: 5 }).apply(core.apply(middleInput)) as tf.SymbolicTensor,
    });
    const a = tf.input({ shape: [8, 8, 2], name: 'a' });
    const b = tf.input({ shape: [8, 8, 2], name: 'b' });
    const both = [a, b].map((input) => middle.apply(input) as tf.SymbolicTensor);
    return tf.model({ inputs: [a, b], outputs: L.add().apply(both) as tf.SymbolicTensor });
  },
  'a model at the head of a sequence': () => {
    const base = tf.sequential({
      name: 'base',
      layers: [L.conv2d({ filters: 3, kernelSize: 3, inputShape: [8, 8, 2] }), L.flatten()],
    });
    return tf.sequential({ layers: [base, L.dense({ units: 2 })] });
  },
};

function chain(inputShape: (number | null)[], layers: tf.layers.Layer[]): tf.LayersModel {
  const input = tf.input({ shape: inputShape, name: 'chained' });
  const output = layers.reduce<tf.SymbolicTensor>((tensor, layer) => layer.apply(tensor) as tf.SymbolicTensor, input);
  return tf.model({ inputs: input, outputs: output });
}
