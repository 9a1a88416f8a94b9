import { oriented } from '../conv.ts';
import { scatter } from '../conv-transpose.ts';
import { gatherAxes } from '../geometry.ts';
import { emptyTensor } from '../kernel.ts';
import { connectionPlaces, spreadConnections } from '../partially-connected-conv.ts';
import { throughActivation } from './activation.ts';
import { biasGradient, fromOutput, kernelGradient } from './conv.ts';
import { channelsLastGradient, type Gradient } from './gradient.ts';

/** The gradient of the full convolution, of whose kernel only the connected parts exist. */
export const partiallyConnectedConv2d: Gradient = channelsLastGradient((backward) => {
  const { step, inputs, weights } = backward;
  const gradient = throughActivation(backward);
  const axes = gatherAxes(step, 'kernelSize', 2);
  const full = spreadConnections(weights.connection_kernel, inputs[0].shape[3], step.attributes);
  const input = emptyTensor(inputs[0].shape);
  scatter({ input: gradient, kernel: oriented(step, full), axes: fromOutput(axes) }, input);
  const toFull = oriented(step, kernelGradient(inputs[0], gradient, full.shape, axes, 1));
  const own = emptyTensor(weights.connection_kernel.shape);
  const [, , channels, filters] = full.shape;
  const places = connectionPlaces(step.attributes);
  for (let tap = 0; tap < own.shape[0] * own.shape[1]; tap++) {
    for (const [at, [channel, filter]] of places.entries()) {
      own.data[tap * places.length + at] = toFull.data[(tap * channels + channel) * filters + filter];
    }
  }
  return { inputs: [input], weights: { connection_kernel: own, ...biasGradient(weights, gradient) } };
});
