import { describe, expect, it } from 'vitest';
import { analyse } from '../harness/check.ts';
import { tf } from '../oracle/index.ts';
import { runSource } from '../oracle/run-source.ts';

const head = "import * as tf from '@tensorflow/tfjs';\n";
const file = '/project/program.ts';

/** Whether TensorFlow.js throws on a program when it is built, when its model predicts, or when that is trained. */
async function throws(source: string): Promise<boolean> {
  try {
    const { model } = runSource(source, file) as { model: tf.LayersModel };
    const input = tf.ones(model.inputs[0]!.shape.map((size) => size ?? 2));
    const output = model.predict(input) as tf.Tensor;
    if (!source.includes('.fit(')) return false;
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    await model.fit(input, tf.zerosLike(output), { verbose: 0 });
    return false;
  } catch {
    return true;
  }
}

function reports(source: string, rule: string): boolean {
  const { models, findings } = analyse(file, source);
  expect(models.length).toBeGreaterThan(0);
  return findings.some((finding) => finding.rule === rule);
}

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

/** A reshape that leaves a size open, and what stands behind it. */
const opened = (target: string, ...layers: readonly string[]) =>
  sequential(`reshape({ inputShape: [24], targetShape: ${target} })`, ...layers);

describe.each([
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
])('%s in %s', (rule, body, expected) => {
  it(
    expected ? 'is reported, and TensorFlow.js throws' : 'is not reported, and TensorFlow.js does not throw',
    async () => {
      expect(reports(head + body, rule)).toBe(expected);
      expect(await throws(head + body)).toBe(expected);
    },
  );
});
