/** Layers that prepare images and categories. */

import { dimensionOf, numberOf, textOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { elementwiseCost, NO_COST } from '../vocabulary/cost.ts';
import { type Dimension, isKnown } from '../vocabulary/dimension.ts';
import type { AttributeSpec, Attributes, Operator, Shape } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { pointwise } from '../vocabulary/pointwise.ts';
import { inferSingle, soleInput } from '../vocabulary/shape.ts';
import { windowAxis } from '../vocabulary/window.ts';

const height: AttributeSpec = { kind: 'size', required: true, doc: 'Height of the output.' };
const width: AttributeSpec = { kind: 'size', required: true, doc: 'Width of the output.' };
const interpolation: AttributeSpec = {
  kind: 'choice',
  choices: ['bilinear', 'nearest'],
  default: 'bilinear',
  doc: "'nearest' repeats values, 'bilinear' blends the four around a position.",
};

export const rescaling = pointwise({
  name: 'rescaling',
  title: 'Rescaling',
  doc: 'Multiplies every value by a factor and adds an offset: 1/255 brings bytes to 0…1.',
  family: 'preprocessing',
  attributes: {
    scale: { kind: 'number', required: true, doc: 'The factor.' },
    offset: { kind: 'number', default: 0, doc: 'The offset.' },
  },
  operations: 2,
});

export const resizing: Operator = {
  ...imageOperator('resizing', 'Resizing', 'Scales images to a fixed size.'),
  attributes: {
    height,
    width,
    interpolation,
    cropToAspectRatio: {
      kind: 'boolean',
      default: false,
      doc: 'Aligns centres rather than corners when it interpolates.',
    },
  },
  cost: (attributes, _, outputs) =>
    textOf(attributes, 'interpolation') === 'nearest' ? NO_COST : elementwiseCost(outputs[0], 9),
};

export const centerCrop: Operator = {
  ...imageOperator(
    'centerCrop',
    'Centre crop',
    'Cuts the middle out of an image, or enlarges the image where it is smaller than asked.',
  ),
  action: 'moving',
  attributes: { height, width },
  reach: (attributes, inputs) => {
    const sizes = [dimensionOf(attributes, 'height'), dimensionOf(attributes, 'width')];
    const axes = soleInput(inputs, 4)
      .input.slice(1, 3)
      .map((input, axis) => cropAxis(input, sizes[axis]!));
    return axes.every((axis) => axis !== null) ? axes : 'unknown';
  },
};

export const randomWidth: Operator = {
  ...imageOperator('randomWidth', 'Random width', 'Stretches images to a random width.'),
  attributes: {
    factor: {
      kind: 'data',
      required: true,
      doc: 'How far the width may move, as a fraction, or its lower and upper bound.',
    },
    interpolation,
    seed: { kind: 'data', doc: 'Seed of the random numbers.' },
  },
  infer: (_, inputs) =>
    inferSingle(inputs, 4, ([batch, rows, , channels]) => ({
      outputs: [[batch ?? null, rows ?? null, null, channels ?? null]],
      facts: [],
    })),
  summary: () => [],
};

export const categoryEncoding: Operator = {
  name: 'categoryEncoding',
  title: 'Category encoding',
  doc: 'Turns integers into vectors of zeros and ones, or into counts.',
  family: 'preprocessing',
  takes: 'vector',
  action: 'encoding',
  attributes: {
    numTokens: { kind: 'size', required: true, doc: 'How many categories there are.' },
    outputMode: {
      kind: 'choice',
      choices: ['multiHot', 'oneHot', 'count', 'tfIdf'],
      default: 'multiHot',
      doc: "'oneHot' encodes each integer by itself, 'multiHot' marks all that occur, 'count' counts them.",
    },
    ...rows.data({ countWeights: 'Weight of each integer when counting.' }),
  },
  infer: (attributes, inputs) =>
    inferSingle(inputs, null, (input) => {
      const tokens = dimensionOf(attributes, 'numTokens');
      const appends = textOf(attributes, 'outputMode') === 'oneHot' && input.at(-1) !== 1;
      return { outputs: [[...(appends ? input : input.slice(0, -1)), tokens]], facts: [] };
    }),
  weights: () => [],
  cost: () => NO_COST,
  reach: () => 'pointwise',
  summary: (attributes) => [phrase('{0} categories', dimensionOf(attributes, 'numTokens'))],
};

function imageOperator(name: string, title: string, doc: string): Omit<Operator, 'attributes'> {
  return {
    name,
    title,
    doc,
    family: 'preprocessing',
    takes: 'image',
    action: 'resampling',
    infer: (attributes, inputs) =>
      inferSingle(inputs, 4, ([batch, , , channels]) => ({
        outputs: [fixedSize(attributes, batch, channels)],
        facts: [],
      })),
    weights: () => [],
    cost: () => NO_COST,
    reach: () => 'unknown',
    summary: (attributes) => [
      phrase('{0}', `${numberOf(attributes, 'height') ?? '?'}×${numberOf(attributes, 'width') ?? '?'}`),
    ],
  };
}

function fixedSize(attributes: Attributes, batch: Dimension = null, channels: Dimension = null): Shape {
  return [batch, dimensionOf(attributes, 'height'), dimensionOf(attributes, 'width'), channels];
}

/** Cropping is a window of one tap with negative padding; null where the image would have to be enlarged. */
function cropAxis(input: Dimension, size: Dimension): ReturnType<typeof windowAxis> | null {
  if (!isKnown(input) || !isKnown(size) || size > input) return null;
  const before = Math.floor((input - size) / 2);
  return windowAxis({ input, kernel: 1, padding: [-before, -(input - size - before)] });
}
