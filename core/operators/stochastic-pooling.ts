import { dimensionsOf } from '../vocabulary/attribute-values.ts';
import { elementwiseCost } from '../vocabulary/cost.ts';
import { add, multiply, product } from '../vocabulary/dimension.ts';
import type { Operator } from '../vocabulary/operator.ts';
import { poolingAttributes, windowedPooling } from './pooling.ts';

export const stochasticPooling2d: Operator = {
  ...windowedPooling(2),
  name: 'stochasticPooling2d',
  title: '2-D stochastic pooling',
  doc: 'In training picks one value of each window with a probability proportional to it; at inference takes the mean weighted by those probabilities, Σx²/Σx. Input must not be negative.',
  source:
    'Zeiler and Fergus, Stochastic Pooling for Regularization of Deep Convolutional Neural Networks, arXiv:1301.3557',
  attributes: {
    ...poolingAttributes(2),
    seed: { kind: 'data', doc: 'Seed of the random numbers.' },
  },
  // A square per value, k − 1 additions for each of the two sums, and the quotient: 3k − 1.
  cost: (attributes, _, outputs) =>
    elementwiseCost(outputs[0], add(multiply(3, product(dimensionsOf(attributes, 'poolSize', 2))), -1)),
};
