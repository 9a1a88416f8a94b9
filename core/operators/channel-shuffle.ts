import { dimensionOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { NO_COST } from '../vocabulary/cost.ts';
import type { Operator } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { inferSingle, splitMaps } from '../vocabulary/shape.ts';
import { groupFacts } from './conv.ts';

export const channelShuffle: Operator = {
  name: 'channelShuffle',
  title: 'Channel shuffle',
  doc: 'Deals the channels out anew, as if they stood in a table of `groups` rows that is read by columns. Between grouped convolutions it lets every group see all others.',
  source: 'Zhang et al., ShuffleNet, arXiv:1707.01083',
  family: 'shape',
  takes: 'anything',
  action: 'moving',
  attributes: {
    groups: { kind: 'size', required: true, doc: 'Number of groups that the channels came in.' },
    dataFormat: rows.dataFormat,
  },
  infer: (attributes, inputs) =>
    inferSingle(inputs, null, (input) => {
      const { channels } = splitMaps(input, attributes);
      return { outputs: [input], facts: groupFacts(dimensionOf(attributes, 'groups'), channels, null) };
    }),
  weights: () => [],
  cost: () => NO_COST,
  reach: () => 'pointwise',
  summary: (attributes) => [phrase('{0} groups', dimensionOf(attributes, 'groups'))],
};
