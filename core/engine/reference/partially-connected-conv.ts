import { connectionTable } from '../../operators/partially-connected-conv.ts';
import type { Attributes } from '../../vocabulary/operator.ts';
import type { Tensor } from '../tensor.ts';
import { activate } from './activation.ts';
import { convolving, oriented } from './conv.ts';
import { gatherAxes } from './geometry.ts';
import { emptyTensor, type Kernel } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** A full convolution with zeros where the table has no connection. */
export const partiallyConnectedConv2d: Kernel = channelsLast(function* (step, [input], weights) {
  const output = emptyTensor(step.outputShapes[0]);
  const full = spreadConnections(weights.connection_kernel, input.shape[3], step.attributes);
  const axes = gatherAxes(step, 'kernelSize', 2);
  yield* convolving({ input, kernel: oriented(step, full), bias: weights.bias, axes }, output);
  return [activate(step, output)];
});

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
