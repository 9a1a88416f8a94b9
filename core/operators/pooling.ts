/**
 * Pooling with a sliding window: the largest value or the mean, along one, two or three axes. One function makes
 * all six.
 */

import { dimensionsOf, flagOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { elementwiseCost } from '../vocabulary/cost.ts';
import { printDimension, product, subtract } from '../vocabulary/dimension.ts';
import type { AttributeSpec, Attributes, Operator, Shape, WindowAxis } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { splitMaps } from '../vocabulary/shape.ts';
import { axisPaddings, windowAxis } from '../vocabulary/window.ts';
import { windowed } from '../vocabulary/windowed.ts';
import { summarisePerAxis } from './conv.ts';

export const maxPooling1d = pooling('max', 1);
export const maxPooling2d = pooling('max', 2);
export const maxPooling3d = pooling('max', 3);
export const averagePooling1d = pooling('average', 1);
export const averagePooling2d = pooling('average', 2);
export const averagePooling3d = pooling('average', 3);

/** Window, stride, padding and rounding: what every pooling with a sliding window is told. */
export function poolingAttributes(rank: number): Readonly<Record<string, AttributeSpec>> {
  return {
    poolSize: { kind: 'sizes', rank, default: 2, doc: 'Extent of the window along each spatial axis.' },
    strides: {
      kind: 'sizes',
      rank,
      defaultFrom: 'poolSize',
      doc: 'Step between neighbouring windows; the window size unless given, smaller makes windows overlap.',
    },
    padding: rows.padding(rank),
    ceilMode: {
      kind: 'boolean',
      default: false,
      doc: 'Rounds the number of windows up, so that the last one may hang over the end (Caffe, PyTorch).',
    },
    dataFormat: rows.dataFormat,
  };
}

export function poolingWindows(rank: number, attributes: Attributes, input: Shape): readonly WindowAxis[] {
  const kernel = dimensionsOf(attributes, 'poolSize', rank);
  const stride = dimensionsOf(attributes, 'strides', rank);
  const padding = axisPaddings(attributes.padding, rank);
  const ceil = flagOf(attributes, 'ceilMode') === true;
  return splitMaps(input, attributes).spatial.map((size, axis) =>
    windowAxis({ input: size, kernel: kernel[axis]!, stride: stride[axis]!, padding: padding[axis]!, ceil }),
  );
}

/** The parts that all poolings with a sliding window share. */
export function windowedPooling(
  rank: 1 | 2 | 3,
): Pick<Operator, 'family' | 'takes' | 'action' | 'infer' | 'weights' | 'reach' | 'summary'> {
  return {
    family: 'pooling',
    action: 'pooling',
    ...windowed({ rank, windows: (attributes, input) => poolingWindows(rank, attributes, input) }),
    weights: () => [],
    summary: (attributes) => {
      const size = dimensionsOf(attributes, 'poolSize', rank).map(printDimension).join('×');
      const stride = summarisePerAxis('stride {0}', dimensionsOf(attributes, 'strides', rank));
      return [phrase(rank === 1 ? 'window {0}' : '{0}', size), ...stride];
    },
  };
}

function pooling(kind: 'max' | 'average', rank: 1 | 2 | 3): Operator {
  const average = kind === 'average';
  return {
    name: `${kind}Pooling${rank}d`,
    title: `${rank}-D ${kind} pooling`,
    ...(average ? { averages: true } : {}),
    passesOffsets: true,
    doc: average
      ? 'Replaces each window by its mean. Padding is left out of the mean unless `countIncludePad` is set. No parameters; 2×2 with stride 2 drops 75% of the activations.'
      : 'Keeps the largest value of each window. No parameters; 2×2 with stride 2 drops 75% of the activations.',
    attributes: {
      ...poolingAttributes(rank),
      ...(average
        ? {
            countIncludePad: {
              kind: 'boolean',
              default: false,
              doc: 'Divides by the window size even where the window covers padding (PyTorch); TensorFlow divides by what it covers.',
            },
          }
        : {}),
    },
    ...windowedPooling(rank),
    // The maximum of k values takes k − 1 comparisons; their mean k − 1 additions and a division.
    cost: (attributes, _, outputs) => {
      const taps = product(dimensionsOf(attributes, 'poolSize', rank));
      return elementwiseCost(outputs[0], average ? taps : subtract(taps, 1));
    },
  };
}
