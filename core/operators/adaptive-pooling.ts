/** Pooling to a fixed size: the largest value or the mean. One function makes both. */

import { dimensionsOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { costOf } from '../vocabulary/cost.ts';
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
import { phrase } from '../vocabulary/phrase.ts';
import { inferSingle, joinMaps, soleInput, splitMaps } from '../vocabulary/shape.ts';

export const adaptiveMaxPooling2d = adaptivePooling('max');

export const adaptiveAveragePooling2d = adaptivePooling('average');

function adaptivePooling(kind: 'max' | 'average'): Operator {
  return {
    name: kind === 'max' ? 'adaptiveMaxPooling2d' : 'adaptiveAveragePooling2d',
    title: `2-D adaptive ${kind} pooling`,
    doc: `Makes maps of a fixed size from maps of any: output i is the ${kind === 'max' ? 'largest value' : 'mean'} from ⌊i·n/o⌋ up to ⌈(i + 1)·n/o⌉.`,
    source: 'PyTorch, nn.AdaptiveAvgPool2d',
    family: 'pooling',
    takes: 'image',
    action: 'pooling',
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
    summary: (attributes) => [
      phrase('to {0}', dimensionsOf(attributes, 'outputSize', 2).map(printDimension).join('×')),
    ],
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
