import { dimensionOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { NO_COST } from '../vocabulary/cost.ts';
import { floorDivide, multiply } from '../vocabulary/dimension.ts';
import type { Attributes, Operator, Shape, WindowAxis } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { splitMaps } from '../vocabulary/shape.ts';
import { windowed } from '../vocabulary/windowed.ts';
import { groupFacts } from './conv.ts';

export const depthToSpace: Operator = {
  name: 'depthToSpace',
  title: 'Depth to space (pixel shuffle)',
  doc: 'Lays the channels of each position out as a square of `blockSize` pixels a side. Behind a convolution it enlarges maps with all the work done at the small size: sub-pixel convolution.',
  source:
    'Shi et al., Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel CNN, arXiv:1609.05158',
  family: 'shape',
  action: 'moving',
  attributes: {
    blockSize: { kind: 'size', required: true, doc: 'Side of the square; its area must divide the channels.' },
    dataFormat: rows.dataFormat,
  },
  ...windowed({
    rank: 2,
    windows: enlargingWindows,
    channels: (attributes, channels) => floorDivide(channels, areaOf(attributes)),
    facts: (attributes, channels) => groupFacts(areaOf(attributes), channels, null),
  }),
  weights: () => [],
  cost: () => NO_COST,
  summary: (attributes) => [phrase('blocks of {0}', dimensionOf(attributes, 'blockSize'))],
};

function areaOf(attributes: Attributes) {
  const side = dimensionOf(attributes, 'blockSize');
  return multiply(side, side);
}

/** Every pixel of a block reads the one position that it came from. */
function enlargingWindows(attributes: Attributes, input: Shape): readonly WindowAxis[] {
  const side = dimensionOf(attributes, 'blockSize');
  return splitMaps(input, attributes).spatial.map((size) => ({
    input: size,
    kernel: side,
    stride: side,
    dilation: 1,
    padBegin: 0,
    padEnd: 0,
    output: multiply(size, side),
    transposed: true,
  }));
}
