/** What turns tokens into vectors and marks steps as absent. */

import { dimensionOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { NO_COST } from '../vocabulary/cost.ts';
import { printDimension, same } from '../vocabulary/dimension.ts';
import type { Attributes, Inference, Operator, Shape } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { pointwise } from '../vocabulary/pointwise.ts';
import { inferSingle } from '../vocabulary/shape.ts';
import { told } from '../vocabulary/told.ts';

export const embedding: Operator = {
  name: 'embedding',
  title: 'Embedding',
  doc: 'Looks up a learned vector for every integer.',
  family: 'dense',
  takes: 'vector',
  action: 'encoding',
  attributes: {
    inputDim: { kind: 'size', required: true, doc: 'How many integers there are, one more than the largest.' },
    outputDim: { kind: 'size', required: true, doc: 'Length of the vectors.' },
    inputLength: { kind: 'sizes', doc: 'Length of the sequences, where it is fixed.' },
    maskZero: { kind: 'boolean', default: false, doc: 'Takes 0 for "nothing here", which recurrent layers then skip.' },
    ...rows.data({
      embeddingsInitializer: 'How the vectors are drawn before training.',
      embeddingsRegularizer: 'Penalty on the vectors added to the loss.',
      embeddingsConstraint: 'Projection applied to the vectors after each update.',
      activityRegularizer: 'Penalty on the output added to the loss.',
    }),
  },
  infer: inferEmbedding,
  weights: (attributes) => [
    {
      name: 'embeddings',
      shape: [dimensionOf(attributes, 'inputDim'), dimensionOf(attributes, 'outputDim')],
      trainable: true,
      initializer: 'uniform',
    },
  ],
  cost: () => NO_COST,
  reach: () => 'pointwise',
  summary: (attributes) => {
    const [words, size] = [dimensionOf(attributes, 'inputDim'), dimensionOf(attributes, 'outputDim')];
    return [phrase('{0}', `${printDimension(words)} → ${printDimension(size)}`)];
  },
};

export const masking = pointwise({
  name: 'masking',
  title: 'Masking',
  doc: 'Marks the steps whose features all equal a value, so that later layers skip them, and clears them.',
  family: 'shape',
  attributes: { maskValue: { kind: 'number', default: 0, doc: 'The value that means "nothing here".' } },
  operations: 2,
});

function inferEmbedding(attributes: Attributes, inputs: readonly Shape[]): Inference {
  return inferSingle(inputs, null, (input) => {
    const given = attributes.inputLength;
    const lengths = given === undefined || Array.isArray(given) ? given : [given];
    const vector = dimensionOf(attributes, 'outputDim');
    if (lengths === undefined) return { outputs: [[...input, vector]], facts: [] };
    const sizes = input.slice(1).map((size, at) => {
      const length = lengths[at];
      return size === null && isNumber(length) ? length : size;
    });
    const agrees =
      lengths.length === sizes.length &&
      sizes.every((size, at) => !isNumber(lengths[at]) || same(size, lengths[at]) !== false);
    const expected = told('the length of the input, {0}', input.slice(1).map(printDimension).join('×'));
    const fact = { kind: 'invalid-argument', attribute: 'inputLength', value: given ?? null, expected } as const;
    return { outputs: [[input[0] ?? null, ...sizes, vector]], facts: agrees ? [] : [fact] };
  });
}

function isNumber(value: Attributes[string] | undefined): value is number {
  return typeof value === 'number';
}
