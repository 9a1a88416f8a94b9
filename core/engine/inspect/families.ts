import type { OperatorName } from '../../operators/index.ts';
import { convolution, dense, depthwise, transposed, unshared } from './convolutions.ts';
import { flattened, partiallyConnected, separable, spatiallySeparable } from './kernels-in-turn.ts';
import * as pool from './poolings.ts';
import type { Family } from './summands.ts';

/** Those that multiply what a window meets with a kernel. */
export const kernelFamilies: Readonly<Partial<Record<OperatorName, Family>>> = {
  conv1d: convolution(1),
  conv2d: convolution(2),
  conv3d: convolution(3),
  depthwiseConv1d: depthwise(1),
  depthwiseConv2d: depthwise(2),
  separableConv1d: separable(1),
  separableConv2d: separable(2),
  spatiallySeparableConv2d: spatiallySeparable,
  flattenedConv2d: flattened,
  partiallyConnectedConv2d: partiallyConnected,
  conv1dTranspose: transposed(1),
  conv2dTranspose: transposed(2),
  conv3dTranspose: transposed(3),
  locallyConnected1d: unshared(1),
  locallyConnected2d: unshared(2),
  tiledConv2d: unshared(2),
  dense,
};

/**
 * Operators whose output values are a sum of products, a mean, a maximum or a norm of what one window meets. Left out are
 * those that only move or map values, that normalise, and that remember what came before.
 */
export const families: Readonly<Partial<Record<OperatorName, Family>>> = {
  ...kernelFamilies,
  maxPooling1d: pool.pooling(1, 'maximum'),
  maxPooling2d: pool.pooling(2, 'maximum'),
  maxPooling3d: pool.pooling(3, 'maximum'),
  maxPoolingWithSwitches2d: pool.pooling(2, 'maximum'),
  averagePooling1d: pool.pooling(1, 'mean'),
  averagePooling2d: pool.pooling(2, 'mean'),
  averagePooling3d: pool.pooling(3, 'mean'),
  lpPooling2d: pool.pooling(2, 'norm'),
  stochasticPooling2d: pool.pooling(2, 'expectation'),
  trainableSubsampling2d: pool.trainableSubsampling,
  globalMaxPooling1d: pool.globalPooling('maximum'),
  globalMaxPooling2d: pool.globalPooling('maximum'),
  globalMaxPooling3d: pool.globalPooling('maximum'),
  globalAveragePooling1d: pool.globalPooling('mean'),
  globalAveragePooling2d: pool.globalPooling('mean'),
  globalAveragePooling3d: pool.globalPooling('mean'),
  adaptiveMaxPooling2d: pool.adaptivePooling('maximum'),
  adaptiveAveragePooling2d: pool.adaptivePooling('mean'),
  crossChannelPooling: pool.crossChannelPooling,
  maxUnpooling2d: pool.maxUnpooling,
  averageUnpooling2d: pool.averageUnpooling,
};
