import { dimensionOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { costOf } from '../vocabulary/cost.ts';
import { multiply } from '../vocabulary/dimension.ts';
import type { Operator } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { elementsOf, inferSingle, soleInput } from '../vocabulary/shape.ts';

export const radialBasis: Operator = {
  name: 'radialBasis',
  title: 'Euclidean radial basis units',
  doc: 'Every output is the squared distance between the input and a vector of its own, Σ(x − w)²: the smallest one says which class the input is nearest to. Without bias and without activation.',
  source:
    'LeCun et al., Gradient-Based Learning Applied to Document Recognition, Proceedings of the IEEE 1998, equation 7',
  family: 'dense',
  takes: 'vector',
  action: 'encoding',
  attributes: {
    units: { kind: 'size', required: true, doc: 'Number of vectors to compare with, which is the size of the output.' },
    ...rows.kernelData,
  },
  infer: (attributes, inputs) =>
    inferSingle(inputs, 2, (input) => ({ outputs: [[input[0]!, dimensionOf(attributes, 'units')]], facts: [] })),
  weights: (attributes, inputs) => {
    const shape = [soleInput(inputs, 2).input[1] ?? null, dimensionOf(attributes, 'units')];
    return [{ name: 'kernel', shape, trainable: true, initializer: 'glorot' }];
  },
  // A multiply-add for each squared difference; the differences themselves are other operations.
  cost: (_attributes, inputs, outputs) => {
    const features = soleInput(inputs, 2).input[1] ?? null;
    const pairs = multiply(outputs[0] === undefined ? null : elementsOf(outputs[0]), features);
    return costOf({ macs: pairs, otherOps: pairs });
  },
  reach: () => 'whole',
  summary: (attributes) => [phrase('{0} units', dimensionOf(attributes, 'units'))],
};
