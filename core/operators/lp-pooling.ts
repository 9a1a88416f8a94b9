import { dimensionsOf, numberOf } from '../vocabulary/attribute-values.ts';
import { elementwiseCost } from '../vocabulary/cost.ts';
import { multiply, product } from '../vocabulary/dimension.ts';
import type { Operator } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { poolingAttributes, windowedPooling } from './pooling.ts';

export const lpPooling2d: Operator = {
  ...windowedPooling(2),
  name: 'lpPooling2d',
  title: '2-D Lp pooling',
  doc: 'The p-norm of each window, (Σ|x|ᵖ)^(1/p): p = 1 sums, p = 2 measures energy, a large p comes near the maximum.',
  source:
    'Sermanet, Chintala and LeCun, Convolutional Neural Networks Applied to House Numbers Digit Classification, arXiv:1204.3968',
  attributes: {
    ...poolingAttributes(2),
    p: { kind: 'number', default: 2, minimum: 1, doc: 'The exponent.' },
  },
  // A power and an addition per value, and the root.
  cost: (attributes, _, outputs) =>
    elementwiseCost(outputs[0], multiply(2, product(dimensionsOf(attributes, 'poolSize', 2)))),
  summary: (attributes) => [...windowedPooling(2).summary(attributes), phrase('p = {0}', numberOf(attributes, 'p'))],
};
