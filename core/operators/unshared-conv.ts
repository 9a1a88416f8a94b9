/** Convolutions that share their weights less: not at all (locally connected), or among every t-th position (tiled). */

import { dimensionOf, dimensionsOf, flagOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { type Dimension, multiply, printDimension, product } from '../vocabulary/dimension.ts';
import type { AttributeSpec, Attributes, Operator, Shape, WeightSpec } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { elementsOf, soleInput, splitMaps } from '../vocabulary/shape.ts';
import { stridedDilation, windowed } from '../vocabulary/windowed.ts';
import { convolutionWindows, linearCost, summariseKernel } from './conv.ts';

export const locallyConnected1d = locallyConnected(1);
export const locallyConnected2d = locallyConnected(2);

export const tiledConv2d: Operator = {
  name: 'tiledConv2d',
  title: '2-D tiled convolution',
  doc: 'Uses t×t kernels in turn, one for every t-th row and column of the output. With t = 1 it is a convolution; with t at least as large as the output it is locally connected.',
  source: 'Le et al., Tiled Convolutional Neural Networks, NIPS 2010',
  ...unshared(2),
  attributes: {
    ...unsharedAttributes(2),
    tiles: { kind: 'sizes', rank: 2, required: true, doc: 'How many kernels take turns along each spatial axis.' },
  },
  weights: (attributes, inputs) => unsharedWeights(2, attributes, inputs, dimensionsOf(attributes, 'tiles', 2)),
  summary: (attributes) => [
    ...summariseKernel(2, attributes, phrase('{0} filters', dimensionOf(attributes, 'filters'))),
    phrase('{0} tiles', dimensionsOf(attributes, 'tiles', 2).map(printDimension).join('×')),
  ],
};

function locallyConnected(rank: 1 | 2): Operator {
  return {
    name: `locallyConnected${rank}d`,
    title: `${rank}-D locally connected layer`,
    doc: 'A convolution whose every output position has a kernel of its own: for maps whose places differ in meaning, such as aligned faces.',
    source: 'Taigman et al., DeepFace, CVPR 2014',
    ...unshared(rank),
    attributes: unsharedAttributes(rank),
    weights: (attributes, inputs) => {
      const windows = convolutionWindows(rank, attributes, soleInput(inputs, rank + 2).input);
      return unsharedWeights(
        rank,
        attributes,
        inputs,
        windows.map((axis) => axis.output),
      );
    },
    summary: (attributes) =>
      summariseKernel(rank, attributes, phrase('{0} filters', dimensionOf(attributes, 'filters'))),
  };
}

function unsharedAttributes(rank: number): Readonly<Record<string, AttributeSpec>> {
  return {
    filters: rows.filters,
    kernelSize: rows.kernelSize(rank),
    strides: rows.strides(rank),
    padding: rows.padding(rank),
    dilationRate: rows.dilationRate(rank),
    activation: rows.activation,
    useBias: rows.useBias,
    dataFormat: rows.dataFormat,
    flip: rows.flip,
    ...rows.kernelData,
    ...rows.biasData,
  };
}

/** Shape, reach and cost, which are a convolution's. */
function unshared(rank: 1 | 2): Pick<Operator, 'family' | 'takes' | 'action' | 'infer' | 'reach' | 'cost'> {
  return {
    family: 'convolution',
    action: 'filtering',
    ...windowed({
      rank,
      windows: (attributes, input) => convolutionWindows(rank, attributes, input),
      channels: (attributes) => dimensionOf(attributes, 'filters'),
      facts: (_attributes, _channels, windows) => stridedDilation(windows),
    }),
    cost: (attributes, inputs, outputs) => {
      const { channels } = splitMaps(soleInput(inputs, rank + 2).input, attributes);
      const perOutput = multiply(channels, product(dimensionsOf(attributes, 'kernelSize', rank)));
      return linearCost(
        attributes,
        multiply(outputs[0] === undefined ? null : elementsOf(outputs[0]), perOutput),
        outputs,
      );
    },
  };
}

/** One kernel (…k, Cin, Cout) and one bias for each of `places`. */
function unsharedWeights(
  rank: number,
  attributes: Attributes,
  inputs: readonly Shape[],
  places: readonly Dimension[],
): readonly WeightSpec[] {
  const { channels } = splitMaps(soleInput(inputs, rank + 2).input, attributes);
  const filters = dimensionOf(attributes, 'filters');
  const shape = [...places, ...dimensionsOf(attributes, 'kernelSize', rank), channels, filters];
  const kernel: WeightSpec = { name: 'kernel', shape, trainable: true, initializer: 'glorot' };
  if (flagOf(attributes, 'useBias') === false) return [kernel];
  return [kernel, { name: 'bias', shape: [...places, filters], trainable: true, initializer: 'zeros' }];
}
