import { dimensionOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { elementwiseCost } from '../vocabulary/cost.ts';
import { add, floorDivide } from '../vocabulary/dimension.ts';
import type { Operator } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { inferSingle, joinMaps, splitMaps } from '../vocabulary/shape.ts';
import { groupFacts } from './conv.ts';

export const crossChannelPooling: Operator = {
  name: 'crossChannelPooling',
  title: 'Cross-channel pooling (maxout)',
  doc: 'Keeps, at every position, the largest of each group of neighbouring channels.',
  source: 'Goodfellow et al., Maxout Networks, arXiv:1302.4389',
  family: 'pooling',
  takes: 'anything',
  action: 'pooling',
  attributes: {
    poolSize: { kind: 'size', required: true, doc: 'Channels per group; the output has that many times fewer.' },
    dataFormat: rows.dataFormat,
  },
  infer: (attributes, inputs) =>
    inferSingle(inputs, null, (input) => {
      const maps = splitMaps(input, attributes);
      const size = dimensionOf(attributes, 'poolSize');
      const channels = floorDivide(maps.channels, size);
      return { outputs: [joinMaps({ ...maps, channels }, attributes)], facts: groupFacts(size, maps.channels, null) };
    }),
  weights: () => [],
  cost: (attributes, _, outputs) => elementwiseCost(outputs[0], add(dimensionOf(attributes, 'poolSize'), -1)),
  reach: () => 'pointwise',
  summary: (attributes) => [phrase('{0} channels', dimensionOf(attributes, 'poolSize'))],
};
