/**
 * What each operator is: attributes with defaults and documentation, shapes, weights, cost and reach. Nothing here knows
 * source text, editors or kernels. Adding an operator is a file and a row in this table.
 */

import type { OperatorTable } from '../vocabulary/operator.ts';
import { activation, elu, leakyReLU, prelu, reLU, softmax, thresholdedReLU } from './activation.ts';
import { adaptiveAveragePooling2d, adaptiveMaxPooling2d } from './adaptive-pooling.ts';
import { channelShuffle } from './channel-shuffle.ts';
import { concatenate } from './concatenate.ts';
import { constantOperand } from './constant-operand.ts';
import { conv1d, conv2d, conv3d } from './conv.ts';
import { convLstm2d, convLstm2dCell } from './conv-lstm.ts';
import { conv1dTranspose, conv2dTranspose, conv3dTranspose } from './conv-transpose.ts';
import { crossChannelPooling } from './cross-channel-pooling.ts';
import { dense } from './dense.ts';
import { depthToSpace } from './depth-to-space.ts';
import { depthwiseConv1d, depthwiseConv2d } from './depthwise-conv.ts';
import { dot } from './dot.ts';
import {
  alphaDropout,
  dropout,
  gaussianDropout,
  gaussianNoise,
  spatialDropout1d,
  spatialDropout2d,
} from './dropout.ts';
import { flattenedConv2d } from './flattened-conv.ts';
import {
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalAveragePooling3d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  globalMaxPooling3d,
} from './global-pooling.ts';
import { groupNormalization, instanceNormalization } from './group-normalization.ts';
import { inputLayer } from './input-layer.ts';
import { localResponseNormalization } from './local-response-normalization.ts';
import { lpPooling2d } from './lp-pooling.ts';
import { add, average, maximum, minimum, multiply, subtract } from './merge.ts';
import { batchNormalization, layerNormalization } from './normalization.ts';
import { cropping1d, cropping2D, cropping3d, zeroPadding1d, zeroPadding2d, zeroPadding3d } from './padding.ts';
import { partiallyConnectedConv2d } from './partially-connected-conv.ts';
import {
  averagePooling1d,
  averagePooling2d,
  averagePooling3d,
  maxPooling1d,
  maxPooling2d,
  maxPooling3d,
} from './pooling.ts';
import { categoryEncoding, centerCrop, randomWidth, rescaling, resizing } from './preprocessing.ts';
import { radialBasis } from './radial-basis.ts';
import { gru, lstm, rnn, simpleRNN } from './recurrent.ts';
import { gruCell, lstmCell, simpleRNNCell, stackedRNNCells } from './recurrent-cells.ts';
import { recurrentConv2d } from './recurrent-conv.ts';
import { flatten, permute, repeatVector, reshape } from './reshaping.ts';
import { separableConv1d, separableConv2d } from './separable-conv.ts';
import { embedding, masking } from './sequence.ts';
import { slice, split } from './slicing.ts';
import { spatiallySeparableConv2d } from './spatially-separable-conv.ts';
import { stochasticPooling2d } from './stochastic-pooling.ts';
import { trainableSubsampling2d } from './trainable-subsampling.ts';
import { averageUnpooling2d, maxPoolingWithSwitches2d, maxUnpooling2d } from './unpooling.ts';
import { locallyConnected1d, locallyConnected2d, tiledConv2d } from './unshared-conv.ts';
import { upSampling1d, upSampling2d, upSampling3d } from './up-sampling.ts';
import { bidirectional, timeDistributed } from './wrappers.ts';

export const operators = {
  activation,
  adaptiveAveragePooling2d,
  adaptiveMaxPooling2d,
  add,
  alphaDropout,
  average,
  averagePooling1d,
  averagePooling2d,
  averagePooling3d,
  averageUnpooling2d,
  batchNormalization,
  bidirectional,
  categoryEncoding,
  centerCrop,
  channelShuffle,
  concatenate,
  constantOperand,
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  conv3d,
  conv3dTranspose,
  convLstm2d,
  convLstm2dCell,
  cropping1d,
  cropping2D,
  cropping3d,
  crossChannelPooling,
  dense,
  depthToSpace,
  depthwiseConv1d,
  depthwiseConv2d,
  dot,
  dropout,
  elu,
  embedding,
  flatten,
  flattenedConv2d,
  gaussianDropout,
  gaussianNoise,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalAveragePooling3d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  globalMaxPooling3d,
  groupNormalization,
  gru,
  gruCell,
  inputLayer,
  instanceNormalization,
  layerNormalization,
  leakyReLU,
  locallyConnected1d,
  locallyConnected2d,
  localResponseNormalization,
  lpPooling2d,
  lstm,
  lstmCell,
  masking,
  maximum,
  maxPooling1d,
  maxPooling2d,
  maxPooling3d,
  maxPoolingWithSwitches2d,
  maxUnpooling2d,
  minimum,
  multiply,
  partiallyConnectedConv2d,
  permute,
  prelu,
  radialBasis,
  randomWidth,
  recurrentConv2d,
  reLU,
  repeatVector,
  rescaling,
  reshape,
  resizing,
  rnn,
  separableConv1d,
  separableConv2d,
  simpleRNN,
  simpleRNNCell,
  slice,
  softmax,
  spatialDropout1d,
  spatialDropout2d,
  spatiallySeparableConv2d,
  split,
  stackedRNNCells,
  stochasticPooling2d,
  subtract,
  thresholdedReLU,
  tiledConv2d,
  timeDistributed,
  trainableSubsampling2d,
  upSampling1d,
  upSampling2d,
  upSampling3d,
  zeroPadding1d,
  zeroPadding2d,
  zeroPadding3d,
} as const satisfies OperatorTable;

export type OperatorName = keyof typeof operators;

/** The names, in the table's order. */
export const operatorNames: readonly OperatorName[] = Object.keys(operators).filter(isOperatorName);

export function isOperatorName(name: string): name is OperatorName {
  return Object.hasOwn(operators, name);
}
