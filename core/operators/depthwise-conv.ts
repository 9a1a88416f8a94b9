/** Depthwise convolutions along one or two axes. One function makes both. */

import { dimensionOf, dimensionsOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { multiply, product } from '../vocabulary/dimension.ts';
import type { Operator } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { elementsOf, soleInput, splitMaps } from '../vocabulary/shape.ts';
import { stridedDilation, windowed } from '../vocabulary/windowed.ts';
import { convolutionWindows, linearCost, summariseKernel, withBias } from './conv.ts';

export const depthwiseConv1d = depthwiseConvolution(1);
export const depthwiseConv2d = depthwiseConvolution(2);

function depthwiseConvolution(rank: 1 | 2): Operator {
  return {
    name: `depthwiseConv${rank}d`,
    title: `${rank}-D depthwise convolution`,
    doc: 'Filters every channel by itself with `depthMultiplier` kernels of its own: a grouped convolution with as many groups as channels.',
    source: 'Howard et al., MobileNets, arXiv:1704.04861',
    family: 'convolution',
    action: 'filtering',
    attributes: {
      kernelSize: rows.kernelSize(rank),
      depthMultiplier: rows.depthMultiplier,
      strides: rows.strides(rank),
      padding: rows.padding(rank),
      dilationRate: rows.dilationRate(rank),
      activation: rows.activation,
      useBias: rows.useBias,
      dataFormat: rows.dataFormat,
      flip: rows.flip,
      ...rows.data({
        depthwiseInitializer: 'How the kernel is drawn before training.',
        depthwiseRegularizer: 'Penalty on the kernel added to the loss.',
        depthwiseConstraint: 'Projection applied to the kernel after each update.',
      }),
      ...rows.biasData,
    },
    ...windowed({
      rank,
      windows: (attributes, input) => convolutionWindows(rank, attributes, input),
      channels: (attributes, channels) => multiply(channels, dimensionOf(attributes, 'depthMultiplier')),
      facts: (_attributes, _channels, windows) => stridedDilation(windows),
    }),
    weights: (attributes, inputs) => {
      const { channels } = splitMaps(soleInput(inputs, rank + 2).input, attributes);
      const multiplier = dimensionOf(attributes, 'depthMultiplier');
      const shape = [...dimensionsOf(attributes, 'kernelSize', rank), channels, multiplier];
      const kernel = { name: 'depthwise_kernel', shape, trainable: true, initializer: 'glorot' } as const;
      return withBias([kernel], attributes, multiply(channels, multiplier));
    },
    // ∏o · Cin · multiplier · ∏k: every output element sums over one window of one channel.
    cost: (attributes, _, outputs) => {
      const taps = product(dimensionsOf(attributes, 'kernelSize', rank));
      return linearCost(attributes, multiply(outputs[0] === undefined ? null : elementsOf(outputs[0]), taps), outputs);
    },
    summary: (attributes) => {
      const multiplier = dimensionOf(attributes, 'depthMultiplier');
      return summariseKernel(rank, attributes, multiplier === 1 ? null : phrase('{0} per channel', multiplier));
    },
  };
}
