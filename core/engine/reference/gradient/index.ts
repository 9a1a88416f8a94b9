/**
 * Backward passes by operator, for the kernels next door. They are what tests of the receptive field, explanations of
 * training and saliency maps are computed with; nothing here updates a weight.
 */
import type { OperatorName } from '../../../operators/index.ts';
import { number } from '../kernel.ts';
import { activation, pointwise, prelu, softmax } from './activation.ts';
import { gruCell, lstmCell, simpleCell } from './cell-gradient.ts';
import { constantOperand } from './constant-operand.ts';
import { convolution, transposedConvolution } from './conv.ts';
import { convLstm2d } from './conv-lstm.ts';
import { dense } from './dense.ts';
import { depthwiseConvolution, separableConvolution } from './depthwise-conv.ts';
import type { Gradient, GradientTable } from './gradient.ts';
import { centerCrop, resizing, upSampling2d } from './interpolation.ts';
import { dot, extreme } from './merge.ts';
import { batchNormalization, merging, moving, reshaping, valueAt } from './moving.ts';
import {
  groupNormalization,
  instanceNormalization,
  layerNormalization,
  localResponseNormalization,
} from './normalization.ts';
import { partiallyConnectedConv2d, radialBasis, trainableSubsampling2d } from './partially-connected-conv.ts';
import { averagePooling, globalPooling, maxPooling } from './pooling.ts';
import { recurrent } from './recurrent.ts';
import { rnn, singleCell, stackedRNNCells } from './recurrent-cells.ts';
import { embedding, masking } from './sequence.ts';
import { flattenedConv2d, recurrentConv2d, spatiallySeparableConv2d } from './spatially-separable-conv.ts';
import {
  adaptivePooling,
  averageUnpooling2d,
  crossChannelPooling,
  lpPooling2d,
  maxPoolingWithSwitches2d,
  maxUnpooling2d,
  stochasticPooling2d,
} from './unpooling.ts';
import { unshared } from './unshared-conv.ts';
import { bidirectional, timeDistributed } from './wrappers.ts';

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
  bidirectional,
  // Counts of integers do not move a little.
  categoryEncoding: null,
  centerCrop,
  channelShuffle: moving,
  concatenate: moving,
  constantOperand,
  conv1d: convolution(1),
  conv1dTranspose: transposedConvolution(1),
  conv2d: convolution(2),
  conv2dTranspose: transposedConvolution(2),
  conv3d: convolution(3),
  conv3dTranspose: transposedConvolution(3),
  convLstm2d,
  convLstm2dCell: singleCell('convLstm2d'),
  cropping1d: moving,
  cropping2D: moving,
  cropping3d: moving,
  crossChannelPooling,
  dense,
  depthToSpace: moving,
  depthwiseConv1d: depthwiseConvolution(1),
  depthwiseConv2d: depthwiseConvolution(2),
  dot,
  dropout: identity,
  elu: pointwise(
    ({ step }) =>
      (x) =>
        x > 0 ? 1 : number(step, 'alpha', 1) * Math.exp(x),
  ),
  embedding,
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
  groupNormalization,
  gru: recurrent(gruCell, 1),
  gruCell: singleCell('gru'),
  inputLayer: identity,
  instanceNormalization,
  layerNormalization,
  leakyReLU: pointwise(
    ({ step }) =>
      (x) =>
        x > 0 ? 1 : number(step, 'alpha', 0.3),
  ),
  localResponseNormalization,
  locallyConnected1d: unshared(1),
  locallyConnected2d: unshared(2),
  lpPooling2d,
  lstm: recurrent(lstmCell, 2),
  lstmCell: singleCell('lstm'),
  masking,
  maximum: extreme,
  maxPooling1d: maxPooling(1),
  maxPooling2d: maxPooling(2),
  maxPooling3d: maxPooling(3),
  maxPoolingWithSwitches2d,
  maxUnpooling2d,
  minimum: extreme,
  multiply: merging(({ inputs, outputs }, own) => {
    const others = inputs.filter((_, index) => index !== own).map((input) => valueAt(input, outputs[0].shape));
    return (at) => others.reduce((product, other) => product * other(at), 1);
  }),
  partiallyConnectedConv2d,
  permute: moving,
  prelu,
  radialBasis,
  // Its output has another width every time.
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
  rnn,
  separableConv1d: separableConvolution(1),
  separableConv2d: separableConvolution(2),
  simpleRNN: recurrent(simpleCell, 1),
  simpleRNNCell: singleCell('simpleRNN'),
  slice: moving,
  split: moving,
  softmax,
  spatiallySeparableConv2d,
  spatialDropout1d: identity,
  spatialDropout2d: identity,
  stackedRNNCells,
  stochasticPooling2d,
  subtract: merging((_backward, own) => () => (own === 0 ? 1 : -1)),
  thresholdedReLU: pointwise(
    ({ step }) =>
      (x) =>
        x > number(step, 'theta', 1) ? 1 : 0,
  ),
  tiledConv2d: unshared(2),
  timeDistributed,
  trainableSubsampling2d,
  upSampling1d: moving,
  upSampling2d,
  upSampling3d: moving,
  zeroPadding1d: moving,
  zeroPadding2d: moving,
  zeroPadding3d: moving,
} satisfies Readonly<Record<OperatorName, Gradient | null>>;

/** Backward passes by operator name; null where there is none. */
export const gradients: GradientTable = table;
