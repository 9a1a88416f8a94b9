import { dimensionOf, dimensionsOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { add, multiply } from '../vocabulary/dimension.ts';
import type { Operator } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { soleInput, splitMaps } from '../vocabulary/shape.ts';
import { stridedDilation, windowed } from '../vocabulary/windowed.ts';
import { convolutionWindows, linearCost, summariseKernel, withBias } from './conv.ts';

export const spatiallySeparableConv2d: Operator = {
  name: 'spatiallySeparableConv2d',
  title: '2-D spatially separable convolution',
  doc: 'A column convolution (k×1) followed by a row convolution (1×k): 2k taps see what k² would. It equals a full convolution only where the kernel has rank 1.',
  source: 'Szegedy et al., Rethinking the Inception Architecture for Computer Vision, arXiv:1512.00567, section 3.2',
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
        { name: 'vertical_kernel', shape: [rowTaps, 1, channels, filters], trainable: true, initializer: 'glorot' },
        { name: 'horizontal_kernel', shape: [1, columnTaps, filters, filters], trainable: true, initializer: 'glorot' },
      ],
      attributes,
      filters,
    );
  },
  // The column step keeps the input's width: oh·w·F·Cin·kh multiply-adds, then oh·ow·F·F·kw.
  cost: (attributes, inputs, outputs) => {
    const { input } = soleInput(inputs, 4);
    const { channels } = splitMaps(input, attributes);
    const [vertical, horizontal] = convolutionWindows(2, attributes, input);
    const filters = dimensionOf(attributes, 'filters');
    const rowsOut = multiply(vertical?.output ?? null, filters);
    const column = multiply(multiply(rowsOut, horizontal?.input ?? null), multiply(channels, vertical?.kernel ?? null));
    const row = multiply(multiply(rowsOut, horizontal?.output ?? null), multiply(filters, horizontal?.kernel ?? null));
    return linearCost(attributes, add(column, row), outputs);
  },
  summary: (attributes) => summariseKernel(2, attributes, phrase('{0} filters', dimensionOf(attributes, 'filters'))),
};
