import { dimensionOf, dimensionsOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { multiply, sum } from '../vocabulary/dimension.ts';
import type { Operator } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { soleInput, splitMaps } from '../vocabulary/shape.ts';
import { stridedDilation, windowed } from '../vocabulary/windowed.ts';
import { convolutionWindows, linearCost, summariseKernel, withBias } from './conv.ts';

export const flattenedConv2d: Operator = {
  name: 'flattenedConv2d',
  title: '2-D flattened convolution',
  doc: 'Three one-dimensional filters per output channel, applied in turn: across the input channels, down the columns, along the rows. Cin + kh + kw weights stand for Cin·kh·kw.',
  source: 'Jin, Dundar and Culurciello, Flattened Convolutional Neural Networks, arXiv:1412.5474',
  family: 'convolution',
  action: 'filtering',
  attributes: {
    filters: rows.filters,
    kernelSize: rows.kernelSize(2),
    strides: rows.strides(2),
    padding: rows.padding(2),
    dilationRate: rows.dilationRate(2),
    activation: rows.activation,
    useBias: rows.useBias,
    dataFormat: rows.dataFormat,
    flip: rows.flip,
    ...rows.kernelData,
    ...rows.biasData,
  },
  ...windowed({
    rank: 2,
    windows: (attributes, input) => convolutionWindows(2, attributes, input),
    channels: (attributes) => dimensionOf(attributes, 'filters'),
    facts: (_attributes, _channels, windows) => stridedDilation(windows),
  }),
  weights: (attributes, inputs) => {
    const { channels } = splitMaps(soleInput(inputs, 4).input, attributes);
    const [rowTaps = null, columnTaps = null] = dimensionsOf(attributes, 'kernelSize', 2);
    const filters = dimensionOf(attributes, 'filters');
    return withBias(
      [
        { name: 'lateral_kernel', shape: [1, 1, channels, filters], trainable: true, initializer: 'glorot' },
        { name: 'vertical_kernel', shape: [rowTaps, 1, filters, 1], trainable: true, initializer: 'glorot' },
        { name: 'horizontal_kernel', shape: [1, columnTaps, filters, 1], trainable: true, initializer: 'glorot' },
      ],
      attributes,
      filters,
    );
  },
  // Per filter: h·w·Cin across the channels, oh·w·kh down the columns, oh·ow·kw along the rows.
  cost: (attributes, inputs, outputs) => {
    const { input } = soleInput(inputs, 4);
    const { channels } = splitMaps(input, attributes);
    const [vertical, horizontal] = convolutionWindows(2, attributes, input);
    const [height, width] = [vertical?.input ?? null, horizontal?.input ?? null];
    const [outputHeight, outputWidth] = [vertical?.output ?? null, horizontal?.output ?? null];
    const perFilter = sum([
      multiply(multiply(height, width), channels),
      multiply(multiply(outputHeight, width), vertical?.kernel ?? null),
      multiply(multiply(outputHeight, outputWidth), horizontal?.kernel ?? null),
    ]);
    return linearCost(attributes, multiply(perFilter, dimensionOf(attributes, 'filters')), outputs);
  },
  summary: (attributes) => summariseKernel(2, attributes, phrase('{0} filters', dimensionOf(attributes, 'filters'))),
};
