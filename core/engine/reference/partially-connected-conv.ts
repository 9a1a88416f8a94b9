/** Layers of the first convolutional networks: connections by table, trainable subsampling, units that measure distances. */

import { connectionTable } from '../../operators/partially-connected-conv.ts';
import type { Attributes } from '../../vocabulary/operator.ts';
import type { Tensor } from '../tensor.ts';
import { activate } from './activation.ts';
import { convolve, flipped } from './conv.ts';
import { depthwise } from './depthwise-conv.ts';
import { type Axes, gatherAxes } from './geometry.ts';
import { emptyTensor, type Kernel } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** A full convolution with zeros where the table has no connection. */
export const partiallyConnectedConv2d: Kernel = channelsLast((step, [input], weights) => {
  const output = emptyTensor(step.outputShapes[0]);
  const full = spreadConnections(weights.connection_kernel, input.shape[3], step.attributes);
  const kernel = step.attributes.flip === true ? flipped(full, 2) : full;
  convolve(input, kernel, weights.bias, gatherAxes(step, 'kernelSize', 2), 1, output);
  return [activate(step, output)];
});

/** A depthwise convolution with the channel's coefficient at every tap. */
export const trainableSubsampling2d: Kernel = channelsLast((step, [input], weights) => {
  const output = emptyTensor(step.outputShapes[0]);
  const axes = gatherAxes(step, 'poolSize', 2);
  depthwise(input, spreadCoefficients(weights.coefficient, axes), weights.bias, axes, output);
  return [activate(step, output)];
});

/** output (N, units) = Σ (input (N, C) − kernel (C, units))² */
export const radialBasis: Kernel = (step, [input], { kernel }) => {
  const output = emptyTensor(step.outputShapes[0]);
  const [features, units] = kernel.shape;
  for (let i = 0; i < output.data.length; i++) {
    const from = Math.floor(i / units) * features;
    let sum = 0;
    for (let c = 0; c < features; c++) sum += (input.data[from + c] - kernel.data[c * units + (i % units)]) ** 2;
    output.data[i] = sum;
  }
  return [output];
};

/** A kernel per connection (k, k, connections) at its place in the kernel of the full convolution (k, k, C, filters). */
export function spreadConnections(stored: Tensor, channels: number, attributes: Attributes): Tensor {
  const [height, width, connections] = stored.shape;
  const places = connectionPlaces(attributes);
  const filters = connectionTable(attributes)?.length ?? 0;
  const full = emptyTensor([height, width, channels, filters]);
  for (let tap = 0; tap < height * width; tap++) {
    for (const [at, [channel, filter]] of places.entries()) {
      // A channel that is listed twice counts twice.
      full.data[(tap * channels + channel) * filters + filter] += stored.data[tap * connections + at];
    }
  }
  return full;
}

/** Input channel and filter of every connection, in the order of the weights. */
export function connectionPlaces(attributes: Attributes): readonly (readonly [channel: number, filter: number])[] {
  const table = connectionTable(attributes) ?? [];
  return table.flatMap((row, filter) => (row ?? []).map((channel) => [channel, filter] as const));
}

export function spreadCoefficients({ data, shape: [channels] }: Tensor, axes: Axes): Tensor {
  const [, height, width] = axes;
  const taps = height.kernel * width.kernel;
  return {
    shape: [height.kernel, width.kernel, channels, 1],
    data: Float32Array.from({ length: taps * channels }, (_, i) => data[i % channels]),
  };
}
