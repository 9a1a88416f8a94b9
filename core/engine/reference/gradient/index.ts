/**
 * Backward passes by operator, for the kernels next door. They are what tests of the receptive field, explanations of
 * training and saliency maps are computed with; nothing here updates a weight.
 */
import type { OperatorName } from '../../../operators/index.ts';
import { number } from '../kernel.ts';
import { activation, pointwise } from './activation.ts';
import { convolution, transposedConvolution } from './convolution.ts';
import { dense } from './dense.ts';
import { depthwiseConvolution, separableConvolution } from './depthwise.ts';
import { flattenedConv2d, recurrentConv2d, spatiallySeparableConv2d } from './factored.ts';
import type { Gradient } from './gradient.ts';
import { partiallyConnectedConv2d, radialBasis, trainableSubsampling2d } from './lenet.ts';
import { batchNormalization, merging, moving, reshaping, valueAt } from './linear.ts';
import {
  adaptivePooling,
  averageUnpooling2d,
  crossChannelPooling,
  lpPooling2d,
  maxPoolingWithSwitches2d,
  maxUnpooling2d,
  stochasticPooling2d,
} from './more-pooling.ts';
import { averagePooling, globalPooling, maxPooling } from './pooling.ts';
import { resizing, upSampling2d } from './resizing.ts';
import { unshared } from './unshared.ts';

const identity: Gradient = ({ gradients }) => ({ inputs: gradients, weights: {} });

const table = {
  activation,
  adaptiveAveragePooling2d: adaptivePooling('average'),
  adaptiveMaxPooling2d: adaptivePooling('max'),
  add: merging(() => () => 1),
  alphaDropout: identity,
  average: merging(
    ({ inputs }) =>
      () =>
        1 / inputs.length,
  ),
  averagePooling1d: averagePooling(1),
  averagePooling2d: averagePooling(2),
  averagePooling3d: averagePooling(3),
  averageUnpooling2d,
  batchNormalization,
  bidirectional: null,
  categoryEncoding: null,
  centerCrop: null,
  channelShuffle: moving,
  concatenate: moving,
  conv1d: convolution(1),
  conv1dTranspose: transposedConvolution(1),
  conv2d: convolution(2),
  conv2dTranspose: transposedConvolution(2),
  conv3d: convolution(3),
  conv3dTranspose: transposedConvolution(3),
  convLstm2d: null,
  convLstm2dCell: null,
  cropping1d: moving,
  cropping2D: moving,
  cropping3d: moving,
  crossChannelPooling,
  dense,
  depthwiseConv1d: depthwiseConvolution(1),
  depthwiseConv2d: depthwiseConvolution(2),
  dot: null,
  dropout: identity,
  elu: pointwise(
    ({ step }) =>
      (x) =>
        x > 0 ? 1 : number(step, 'alpha', 1) * Math.exp(x),
  ),
  embedding: null,
  flatten: moving,
  flattenedConv2d,
  gaussianDropout: identity,
  gaussianNoise: identity,
  globalAveragePooling1d: globalPooling('average'),
  globalAveragePooling2d: globalPooling('average'),
  globalAveragePooling3d: globalPooling('average'),
  globalMaxPooling1d: globalPooling('max'),
  globalMaxPooling2d: globalPooling('max'),
  globalMaxPooling3d: globalPooling('max'),
  groupNormalization: null,
  gru: null,
  gruCell: null,
  inputLayer: identity,
  instanceNormalization: null,
  layerNormalization: null,
  leakyReLU: pointwise(
    ({ step }) =>
      (x) =>
        x > 0 ? 1 : number(step, 'alpha', 0.3),
  ),
  localResponseNormalization: null,
  locallyConnected1d: unshared(1),
  locallyConnected2d: unshared(2),
  lpPooling2d,
  lstm: null,
  lstmCell: null,
  masking: null,
  maximum: null,
  maxPooling1d: maxPooling(1),
  maxPooling2d: maxPooling(2),
  maxPooling3d: maxPooling(3),
  maxPoolingWithSwitches2d,
  maxUnpooling2d,
  minimum: null,
  multiply: merging(({ inputs, outputs }, own) => {
    const others = inputs.filter((_, index) => index !== own).map((input) => valueAt(input, outputs[0].shape));
    return (at) => others.reduce((product, other) => product * other(at), 1);
  }),
  partiallyConnectedConv2d,
  permute: moving,
  prelu: null,
  radialBasis,
  randomWidth: null,
  recurrentConv2d,
  reLU: pointwise(({ step }) => {
    const limit = step.attributes.maxValue;
    return (x) => (x > 0 && !(typeof limit === 'number' && x > limit) ? 1 : 0);
  }),
  repeatVector: moving,
  rescaling: pointwise(
    ({ step }) =>
      () =>
        number(step, 'scale'),
  ),
  reshape: reshaping,
  resizing,
  rnn: null,
  separableConv1d: separableConvolution(1),
  separableConv2d: separableConvolution(2),
  simpleRNN: null,
  simpleRNNCell: null,
  slice: moving,
  split: moving,
  softmax: null,
  spatiallySeparableConv2d,
  spatialDropout1d: identity,
  spatialDropout2d: identity,
  stackedRNNCells: null,
  stochasticPooling2d,
  subtract: merging((_backward, own) => () => (own === 0 ? 1 : -1)),
  thresholdedReLU: pointwise(
    ({ step }) =>
      (x) =>
        x > number(step, 'theta', 1) ? 1 : 0,
  ),
  tiledConv2d: unshared(2),
  timeDistributed: null,
  trainableSubsampling2d,
  upSampling1d: moving,
  upSampling2d,
  upSampling3d: moving,
  zeroPadding1d: moving,
  zeroPadding2d: moving,
  zeroPadding3d: moving,
} satisfies Readonly<Record<OperatorName, Gradient | null>>;

/** Backward passes by operator name; null where there is none. */
export const gradients: Readonly<Record<string, Gradient | null>> = table;
