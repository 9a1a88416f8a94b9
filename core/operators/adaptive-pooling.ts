/** Pooling that TensorFlow.js has no layer for: Lp, stochastic, adaptive and across channels. */
import { dimensionOf, dimensionsOf, numberOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { costOf, elementwiseCost } from '../vocabulary/cost.ts';
import {
  add,
  ceilDivide,
  type Dimension,
  floorDivide,
  isKnown,
  multiply,
  printDimension,
  product,
  subtract,
} from '../vocabulary/dimension.ts';
import type { Attributes, Operator, Shape, WindowAxis } from '../vocabulary/operator.ts';
import { inferSingle, joinMaps, soleInput, splitMaps } from '../vocabulary/shape.ts';
import { groupFacts } from './conv.ts';
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
  summary: (attributes) => `${windowedPooling(2).summary(attributes)}, p = ${numberOf(attributes, 'p') ?? '?'}`,
};

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

export const adaptiveMaxPooling2d = adaptivePooling('max');
export const adaptiveAveragePooling2d = adaptivePooling('average');

export const crossChannelPooling: Operator = {
  name: 'crossChannelPooling',
  title: 'Cross-channel pooling (maxout)',
  doc: 'Keeps, at every position, the largest of each group of neighbouring channels.',
  source: 'Goodfellow et al., Maxout Networks, arXiv:1302.4389',
  family: 'pooling',
  attributes: {
    poolSize: { kind: 'size', required: true, doc: 'Channels per group; the output has that many times fewer.' },
    dataFormat: rows.dataFormat,
  },
  infer: (attributes, inputs) =>
    inferSingle(inputs, null, (input) => {
      const maps = splitMaps(input, attributes);
      const size = dimensionOf(attributes, 'poolSize');
      const channels = floorDivide(maps.channels, size);
      return { outputs: [joinMaps({ ...maps, channels }, attributes)], facts: groupFacts(size, maps.channels, null) };
    }),
  weights: () => [],
  cost: (attributes, _, outputs) => elementwiseCost(outputs[0], add(dimensionOf(attributes, 'poolSize'), -1)),
  reach: () => 'pointwise',
  summary: (attributes) => `${printDimension(dimensionOf(attributes, 'poolSize'))} channels`,
};

function adaptivePooling(kind: 'max' | 'average'): Operator {
  return {
    name: kind === 'max' ? 'adaptiveMaxPooling2d' : 'adaptiveAveragePooling2d',
    title: `2-D adaptive ${kind} pooling`,
    doc: `Makes maps of a fixed size from maps of any: output i is the ${kind === 'max' ? 'largest value' : 'mean'} from ⌊i·n/o⌋ up to ⌈(i + 1)·n/o⌉.`,
    source: 'PyTorch, nn.AdaptiveAvgPool2d',
    family: 'pooling',
    attributes: {
      outputSize: { kind: 'sizes', rank: 2, required: true, doc: 'Size of the output maps.' },
      dataFormat: rows.dataFormat,
    },
    infer: (attributes, inputs) =>
      inferSingle(inputs, 4, (input) => {
        const { batch, channels } = splitMaps(input, attributes);
        const spatial = dimensionsOf(attributes, 'outputSize', 2);
        return { outputs: [joinMaps({ batch, spatial, channels }, attributes)], facts: [] };
      }),
    weights: () => [],
    cost: (attributes, inputs) => {
      const { channels } = splitMaps(soleInput(inputs, 4).input, attributes);
      const axes = adaptiveAxes(attributes, inputs);
      // The maximum of k values takes k − 1 comparisons; their mean k − 1 additions and a division.
      const visited = product(axes.map(({ input, output }) => visits(input, output)));
      const outputs = product(axes.map(({ output }) => output));
      return costOf({ otherOps: multiply(channels, kind === 'max' ? subtract(visited, outputs) : visited) });
    },
    reach: (attributes, inputs) => {
      const axes = adaptiveAxes(attributes, inputs);
      return axes.every((axis) => axis.stride !== null) ? axes : 'unknown';
    },
    summary: (attributes) => `to ${dimensionsOf(attributes, 'outputSize', 2).map(printDimension).join('×')}`,
  };
}

/** Windows are alike, and slide evenly, only where the output size divides the input size; else the stride is unknown. */
function adaptiveAxes(attributes: Attributes, inputs: readonly Shape[]): readonly WindowAxis[] {
  const sizes = dimensionsOf(attributes, 'outputSize', 2);
  return splitMaps(soleInput(inputs, 4).input, attributes).spatial.map((input, axis) => {
    const output = sizes[axis]!;
    const even = isKnown(input) && isKnown(output) && input % output === 0;
    const stride = even ? input / output : null;
    return { input, kernel: stride, stride, dilation: 1, padBegin: 0, padEnd: 0, output };
  });
}

/** How many values the windows of one axis hold together: Σᵢ ⌈(i + 1)·n/o⌉ − ⌊i·n/o⌋. */
function visits(input: Dimension, output: Dimension): Dimension {
  if (!isKnown(input) || !isKnown(output)) return null;
  let total: Dimension = 0;
  for (let i = 0; i < output; i++) {
    const end = ceilDivide((i + 1) * input, output);
    total = add(total, add(end, multiply(-1, floorDivide(i * input, output))));
  }
  return total;
}
