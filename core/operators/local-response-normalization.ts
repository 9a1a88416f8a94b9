import { dimensionOf, numberOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { elementwiseCost } from '../vocabulary/cost.ts';
import type { Operator } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { pointwise } from '../vocabulary/pointwise.ts';

export const localResponseNormalization: Operator = {
  ...pointwise({
    name: 'localResponseNormalization',
    title: 'Local response normalisation',
    doc: 'Divides every value by (bias + alpha·Σx²)^beta, the sum going over the channels up to depthRadius away at the same position.',
    source:
      'Krizhevsky, Sutskever and Hinton, ImageNet Classification with Deep Convolutional Neural Networks, NIPS 2012',
    family: 'normalisation',
    action: 'normalising',
    operations: 0,
  }),
  attributes: {
    depthRadius: { kind: 'size', minimum: 0, default: 5, doc: 'Channels to either side that are summed.' },
    bias: { kind: 'number', default: 1, doc: 'Keeps the divisor away from zero.' },
    alpha: { kind: 'number', default: 1, doc: 'Weight of the sum.' },
    beta: { kind: 'number', default: 0.5, doc: 'The exponent.' },
    dataFormat: rows.dataFormat,
  },
  // A square and an addition for each channel in reach; factor, offset, power and quotient.
  cost: (attributes, _, outputs) => {
    const radius = numberOf(attributes, 'depthRadius');
    return elementwiseCost(outputs[0], radius === null ? null : 2 * (2 * radius + 1) + 4);
  },
  summary: (attributes) => [phrase('radius {0}', dimensionOf(attributes, 'depthRadius'))],
};
