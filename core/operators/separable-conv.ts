/** Depthwise separable convolutions along one or two axes. One function makes both. */

import { dimensionOf, dimensionsOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { add, multiply, product } from '../vocabulary/dimension.ts';
import type { Operator } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { soleInput, splitMaps } from '../vocabulary/shape.ts';
import { stridedDilation, windowed } from '../vocabulary/windowed.ts';
import { convolutionWindows, linearCost, summariseKernel, withBias } from './conv.ts';

export const separableConv1d = separableConvolution(1);
export const separableConv2d = separableConvolution(2);

function separableConvolution(rank: 1 | 2): Operator {
  return {
    name: `separableConv${rank}d`,
    title: `${rank}-D depthwise separable convolution`,
    doc: 'A depthwise convolution followed by a 1×1 convolution that mixes the channels. Costs 1/filters + 1/taps of a full convolution.',
    source: 'Chollet, Xception: Deep Learning with Depthwise Separable Convolutions, arXiv:1610.02357',
    family: 'convolution',
    action: 'filtering',
    attributes: {
      filters: rows.filters,
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
        depthwiseInitializer: 'How the depthwise kernel is drawn before training.',
        depthwiseRegularizer: 'Penalty on the depthwise kernel added to the loss.',
        depthwiseConstraint: 'Projection applied to the depthwise kernel after each update.',
        pointwiseInitializer: 'How the pointwise kernel is drawn before training.',
        pointwiseRegularizer: 'Penalty on the pointwise kernel added to the loss.',
        pointwiseConstraint: 'Projection applied to the pointwise kernel after each update.',
      }),
      ...rows.biasData,
    },
    ...windowed({
      rank,
      windows: (attributes, input) => convolutionWindows(rank, attributes, input),
      channels: (attributes) => dimensionOf(attributes, 'filters'),
      facts: (_attributes, _channels, windows) => stridedDilation(windows),
    }),
    weights: (attributes, inputs) => {
      const { channels } = splitMaps(soleInput(inputs, rank + 2).input, attributes);
      const multiplier = dimensionOf(attributes, 'depthMultiplier');
      const kernel = dimensionsOf(attributes, 'kernelSize', rank);
      const filters = dimensionOf(attributes, 'filters');
      const mixed = [...kernel.map(() => 1), multiply(channels, multiplier), filters];
      return withBias(
        [
          {
            name: 'depthwise_kernel',
            shape: [...kernel, channels, multiplier],
            trainable: true,
            initializer: 'glorot',
          },
          { name: 'pointwise_kernel', shape: mixed, trainable: true, initializer: 'glorot' },
        ],
        attributes,
        filters,
      );
    },
    // ∏o · Cin · multiplier · (∏k + Cout): the depthwise step, then the pointwise one.
    cost: (attributes, inputs, outputs) => {
      const { channels } = splitMaps(soleInput(inputs, rank + 2).input, attributes);
      const maps = multiply(channels, dimensionOf(attributes, 'depthMultiplier'));
      const perMap = add(product(dimensionsOf(attributes, 'kernelSize', rank)), dimensionOf(attributes, 'filters'));
      const positions = outputs[0] === undefined ? null : product(splitMaps(outputs[0], attributes).spatial);
      return linearCost(attributes, multiply(positions, multiply(maps, perMap)), outputs);
    },
    summary: (attributes) =>
      summariseKernel(rank, attributes, phrase('{0} filters', dimensionOf(attributes, 'filters'))),
  };
}
