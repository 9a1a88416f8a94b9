/** Normalisation of an example by groups of channels, and of every map by itself, which is one group per channel. */

import { dimensionOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import type { Operator, Shape } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { pointwise } from '../vocabulary/pointwise.ts';
import { inferSingle, soleInput, splitMaps } from '../vocabulary/shape.ts';
import { groupFacts } from './conv.ts';
import { affine, affineWeights } from './normalization.ts';

/** Sum; difference, square, sum; quotient; factor and offset. */
const NORMALISING_OPERATIONS = 7;

export const groupNormalization: Operator = {
  ...pointwise({
    name: 'groupNormalization',
    title: 'Group normalisation',
    doc: 'Shifts and scales each group of channels of an example to mean 0 and variance 1 over all its positions, then every channel by learned amounts. It does not depend on the batch.',
    source: 'Wu and He, Group Normalization, arXiv:1803.08494',
    family: 'normalisation',
    action: 'normalising',
    operations: NORMALISING_OPERATIONS,
  }),
  attributes: {
    groups: { kind: 'size', default: 32, doc: 'Groups that the channels are split into.' },
    ...affine,
    dataFormat: rows.dataFormat,
  },
  infer: (attributes, inputs) =>
    inferSingle(inputs, null, (input) => {
      const { channels } = splitMaps(input, attributes);
      return { outputs: [input], facts: groupFacts(dimensionOf(attributes, 'groups'), channels, null) };
    }),
  weights: (attributes, inputs) =>
    affineWeights(attributes, [splitMaps(soleInput(inputs, null).input, attributes).channels]),
  reach: (_, inputs) => wholeMap(inputs),
  summary: (attributes) => [phrase('{0} groups', dimensionOf(attributes, 'groups'))],
};

export const instanceNormalization: Operator = {
  ...pointwise({
    name: 'instanceNormalization',
    title: 'Instance normalisation',
    doc: 'Shifts and scales every map of an example by itself to mean 0 and variance 1, then by learned amounts: what removes contrast in style transfer.',
    source: 'Ulyanov, Vedaldi and Lempitsky, Instance Normalization, arXiv:1607.08022',
    family: 'normalisation',
    action: 'normalising',
    operations: NORMALISING_OPERATIONS,
  }),
  attributes: { ...affine, dataFormat: rows.dataFormat },
  weights: (attributes, inputs) =>
    affineWeights(attributes, [splitMaps(soleInput(inputs, null).input, attributes).channels]),
  reach: (_, inputs) => wholeMap(inputs),
};

/** Statistics over all positions of a map make every value depend on the whole of it. */
function wholeMap(inputs: readonly Shape[]): 'pointwise' | 'whole' {
  return soleInput(inputs, null).input.length < 3 ? 'pointwise' : 'whole';
}
