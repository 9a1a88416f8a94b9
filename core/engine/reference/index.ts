/**
 * The reference kernels by operator. This folder knows how values are computed and nothing of where a model comes from,
 * which sizes its layers have or who looks at the result.
 */

import { activation, elu, leakyReLU, prelu, reLU, softmax, thresholdedReLU } from './activation.ts';
import { adaptivePooling } from './adaptive-pooling.ts';
import { channelShuffle } from './channel-shuffle.ts';
import { concatenate } from './concatenate.ts';
import { constantOperand } from './constant-operand.ts';
import { convolution } from './conv.ts';
import { convLstm2d, convLstm2dCell } from './conv-lstm.ts';
import { transposedConvolution } from './conv-transpose.ts';
import { crossChannelPooling } from './cross-channel-pooling.ts';
import { dense } from './dense.ts';
import { depthToSpace } from './depth-to-space.ts';
import { depthwiseConvolution } from './depthwise-conv.ts';
import { dot } from './dot.ts';
import { flattenedConv2d } from './flattened-conv.ts';
import { globalPooling } from './global-pooling.ts';
import { groupNormalization, instanceNormalization } from './group-normalization.ts';
import { identity } from './identity.ts';
import type { KernelTable } from './kernel.ts';
import { localResponseNormalization } from './local-response-normalization.ts';
import { lpPooling2d } from './lp-pooling.ts';
import { average, elementwise } from './merge.ts';
import { batchNormalization, layerNormalization } from './normalization.ts';
import { cropping, zeroPadding } from './padding.ts';
import { partiallyConnectedConv2d } from './partially-connected-conv.ts';
import { averagePooling, maxPooling } from './pooling.ts';
import { categoryEncoding, centerCrop, rescaling, resizing } from './preprocessing.ts';
import { radialBasis } from './radial-basis.ts';
import { gruCell, lstmCell, recurrent, rnn, simpleCell } from './recurrent.ts';
import { singleCell, stackedRNNCells } from './recurrent-cells.ts';
import { recurrentConv2d } from './recurrent-conv.ts';
import { flatten, permute, repeatVector, reshape } from './reshaping.ts';
import { separableConvolution } from './separable-conv.ts';
import { embedding, masking } from './sequence.ts';
import { slice, split } from './slicing.ts';
import { spatiallySeparableConv2d } from './spatially-separable-conv.ts';
import { stochasticPooling2d } from './stochastic-pooling.ts';
import { trainableSubsampling2d } from './trainable-subsampling.ts';
import { averageUnpooling2d, maxPoolingWithSwitches2d, maxUnpooling2d } from './unpooling.ts';
import { locallyConnected1d, locallyConnected2d, tiledConv2d } from './unshared-conv.ts';
import { upSampling, upSampling2d } from './up-sampling.ts';
import { bidirectional, timeDistributed } from './wrappers.ts';

/** Kernels by operator name. */
export const kernels: KernelTable = {
  inputLayer: identity,
  conv1d: convolution(1),
  conv2d: convolution(2),
  conv3d: convolution(3),
  conv1dTranspose: transposedConvolution(1),
  conv2dTranspose: transposedConvolution(2),
  conv3dTranspose: transposedConvolution(3),
  depthwiseConv1d: depthwiseConvolution(1),
  depthwiseConv2d: depthwiseConvolution(2),
  separableConv1d: separableConvolution(1),
  separableConv2d: separableConvolution(2),
  spatiallySeparableConv2d,
  flattenedConv2d,
  recurrentConv2d,
  locallyConnected1d,
  locallyConnected2d,
  tiledConv2d,
  partiallyConnectedConv2d,
  dense,
  radialBasis,
  trainableSubsampling2d,
  maxPooling1d: maxPooling(1),
  maxPooling2d: maxPooling(2),
  maxPooling3d: maxPooling(3),
  averagePooling1d: averagePooling(1),
  averagePooling2d: averagePooling(2),
  averagePooling3d: averagePooling(3),
  globalMaxPooling1d: globalPooling('max'),
  globalMaxPooling2d: globalPooling('max'),
  globalMaxPooling3d: globalPooling('max'),
  globalAveragePooling1d: globalPooling('average'),
  globalAveragePooling2d: globalPooling('average'),
  globalAveragePooling3d: globalPooling('average'),
  lpPooling2d,
  stochasticPooling2d,
  adaptiveMaxPooling2d: adaptivePooling('max'),
  adaptiveAveragePooling2d: adaptivePooling('average'),
  crossChannelPooling,
  maxPoolingWithSwitches2d,
  maxUnpooling2d,
  averageUnpooling2d,
  batchNormalization,
  groupNormalization,
  instanceNormalization,
  localResponseNormalization,
  layerNormalization,
  activation,
  reLU,
  leakyReLU,
  prelu,
  elu,
  thresholdedReLU,
  softmax,
  add: elementwise((a, b) => a + b),
  subtract: elementwise((a, b) => a - b),
  multiply: elementwise((a, b) => a * b),
  maximum: elementwise(Math.max),
  minimum: elementwise(Math.min),
  average,
  concatenate,
  constantOperand,
  dot,
  flatten,
  reshape,
  permute,
  repeatVector,
  slice,
  split,
  channelShuffle,
  depthToSpace,
  zeroPadding1d: zeroPadding(1),
  zeroPadding2d: zeroPadding(2),
  zeroPadding3d: zeroPadding(3),
  cropping1d: cropping(1),
  cropping2D: cropping(2),
  cropping3d: cropping(3),
  upSampling1d: upSampling(1),
  upSampling2d,
  upSampling3d: upSampling(3),
  dropout: identity,
  alphaDropout: identity,
  gaussianDropout: identity,
  gaussianNoise: identity,
  spatialDropout1d: identity,
  spatialDropout2d: identity,
  embedding,
  masking,
  simpleRNN: recurrent(simpleCell, 1),
  gru: recurrent(gruCell, 1),
  lstm: recurrent(lstmCell, 2),
  convLstm2d,
  simpleRNNCell: singleCell('simpleRNN'),
  gruCell: singleCell('gru'),
  lstmCell: singleCell('lstm'),
  convLstm2dCell,
  stackedRNNCells,
  rnn,
  bidirectional,
  timeDistributed,
  rescaling,
  resizing,
  centerCrop,
  categoryEncoding,
  // Its output has another width every time, so there is no value to agree on.
  randomWidth: null,
};
