import { dimensionOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { multiply } from '../vocabulary/dimension.ts';
import type { Operator } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { elementsOf, inferSingle, soleInput } from '../vocabulary/shape.ts';
import { told } from '../vocabulary/told.ts';
import { linearCost, withBias } from './conv.ts';

export const dense: Operator = {
  name: 'dense',
  title: 'Fully connected',
  doc: 'Every output is a weighted sum of all values along the last axis. On maps it works at each position by itself, like a 1×1 convolution.',
  family: 'dense',
  takes: 'vector',
  action: 'mixing',
  attributes: {
    units: { kind: 'size', required: true, doc: 'Size of the output along the last axis.' },
    activation: rows.activation,
    useBias: rows.useBias,
    ...rows.kernelData,
    ...rows.biasData,
  },
  infer: (attributes, inputs) =>
    inferSingle(inputs, null, (input) => {
      const facts =
        input.length < 2
          ? [{ kind: 'rank-mismatch', expected: told('at least {0} dimensions', 2), input } as const]
          : [];
      return { outputs: [[...input.slice(0, -1), dimensionOf(attributes, 'units')]], facts };
    }),
  weights: (attributes, inputs) => {
    const units = dimensionOf(attributes, 'units');
    const features = soleInput(inputs, null).input.at(-1) ?? null;
    return withBias(
      [{ name: 'kernel', shape: [features, units], trainable: true, initializer: 'glorot' }],
      attributes,
      units,
    );
  },
  cost: (attributes, inputs, outputs) => {
    const features = soleInput(inputs, null).input.at(-1) ?? null;
    return linearCost(
      attributes,
      multiply(outputs[0] === undefined ? null : elementsOf(outputs[0]), features),
      outputs,
    );
  },
  reach: (_, inputs) => (soleInput(inputs, null).input.length > 2 ? 'pointwise' : 'whole'),
  summary: (attributes) => [phrase('{0} units', dimensionOf(attributes, 'units'))],
};
