/** Layers that disturb training and do nothing at inference. */
import type { AttributeSpec, Operator } from '../vocabulary/operator.ts';
import { pointwise, summariseAttribute } from '../vocabulary/pointwise.ts';

const rate: AttributeSpec = {
  kind: 'number',
  minimum: 0,
  maximum: 1,
  required: true,
  doc: 'Fraction that is dropped, between 0 and 1.',
};
const seed: AttributeSpec = { kind: 'data', doc: 'Seed of the random numbers.' };
const noiseShape: AttributeSpec = { kind: 'data', doc: 'Shape of the mask; axes of size 1 share it.' };

export const dropout = disturbing(
  'dropout',
  'Dropout',
  'Clears random values during training and scales the rest up.',
  {
    rate,
    noiseShape,
    seed,
  },
);
export const spatialDropout1d = disturbing(
  'spatialDropout1d',
  '1-D spatial dropout',
  'Clears whole random channels of a sequence during training.',
  { rate, seed },
);
export const spatialDropout2d = disturbing(
  'spatialDropout2d',
  '2-D spatial dropout',
  'Clears whole random feature maps during training.',
  { rate, seed },
);
export const gaussianDropout = disturbing(
  'gaussianDropout',
  'Gaussian dropout',
  'Multiplies by random values around 1 during training.',
  { rate },
);
export const gaussianNoise = disturbing(
  'gaussianNoise',
  'Gaussian noise',
  'Adds random values around 0 during training.',
  { stddev: { kind: 'number', required: true, doc: 'Standard deviation of the noise.' } },
);
export const alphaDropout = disturbing(
  'alphaDropout',
  'Alpha dropout',
  'Sets random values to the negative saturation of SELU during training, which keeps mean and variance.',
  { rate, noiseShape },
);

function disturbing(name: string, title: string, doc: string, attributes: Operator['attributes']): Operator {
  return pointwise({
    name,
    title,
    doc: `${doc} The identity at inference.`,
    family: 'regularisation',
    attributes,
    operations: 0,
    summary: 'rate' in attributes ? summariseAttribute('rate', 'rate {0}') : summariseAttribute('stddev', 'stddev {0}'),
  });
}
