/**
 * Backward passes by operator, for the kernels next door. They are what tests of the receptive field, explanations of
 * training and saliency maps are computed with; nothing here updates a weight.
 */

import { activation, elu, leakyReLU, prelu, reLU, softmax, thresholdedReLU } from './activation.ts';
import { adaptivePooling } from './adaptive-pooling.ts';
import { gruCell, lstmCell, simpleCell } from './cell-gradient.ts';
import { constantOperand } from './constant-operand.ts';
import { convolution } from './conv.ts';
import { convLstm2d, convLstm2dCell } from './conv-lstm.ts';
import { transposedConvolution } from './conv-transpose.ts';
import { crossChannelPooling } from './cross-channel-pooling.ts';
import { dense } from './dense.ts';
import { depthwiseConvolution } from './depthwise-conv.ts';
import { dot } from './dot.ts';
import { flattenedConv2d } from './flattened-conv.ts';
import { globalPooling } from './global-pooling.ts';
import type { GradientTable } from './gradient.ts';
import { groupNormalization, instanceNormalization } from './group-normalization.ts';
import { identity } from './identity.ts';
import { localResponseNormalization } from './local-response-normalization.ts';
import { lpPooling2d } from './lp-pooling.ts';
import { add, average, extreme, multiply, subtract } from './merge.ts';
import { moving } from './moving.ts';
import { batchNormalization, layerNormalization } from './normalization.ts';
import { partiallyConnectedConv2d } from './partially-connected-conv.ts';
import { averagePooling, maxPooling } from './pooling.ts';
import { centerCrop, rescaling, resizing } from './preprocessing.ts';
import { radialBasis } from './radial-basis.ts';
import { recurrent, rnn } from './recurrent.ts';
import { singleCell, stackedRNNCells } from './recurrent-cells.ts';
import { recurrentConv2d } from './recurrent-conv.ts';
import { reshape } from './reshaping.ts';
import { separableConvolution } from './separable-conv.ts';
import { embedding, masking } from './sequence.ts';
import { spatiallySeparableConv2d } from './spatially-separable-conv.ts';
import { stochasticPooling2d } from './stochastic-pooling.ts';
import { trainableSubsampling2d } from './trainable-subsampling.ts';
import { averageUnpooling2d, maxPoolingWithSwitches2d, maxUnpooling2d } from './unpooling.ts';
import { unshared } from './unshared-conv.ts';
import { upSampling2d } from './up-sampling.ts';
import { bidirectional, timeDistributed } from './wrappers.ts';

/** Backward passes by operator name. */
export const gradients: GradientTable = {
  activation,
  adaptiveAveragePooling2d: adaptivePooling('average'),
  adaptiveMaxPooling2d: adaptivePooling('max'),
  add,
  alphaDropout: identity,
  average,
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
  convLstm2dCell,
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
  elu,
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
  leakyReLU,
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
  multiply,
  partiallyConnectedConv2d,
  permute: moving,
  prelu,
  radialBasis,
  // Its output has another width every time.
  randomWidth: null,
  recurrentConv2d,
  reLU,
  repeatVector: moving,
  rescaling,
  reshape,
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
  subtract,
  thresholdedReLU,
  tiledConv2d: unshared(2),
  timeDistributed,
  trainableSubsampling2d,
  upSampling1d: moving,
  upSampling2d,
  upSampling3d: moving,
  zeroPadding1d: moving,
  zeroPadding2d: moving,
  zeroPadding3d: moving,
};
