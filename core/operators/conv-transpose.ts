/** Transposed convolutions along one, two or three axes. One function makes the three. */

import { dimensionOf, dimensionsOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { type Dimension, floorDivide, isKnown, multiply, product } from '../vocabulary/dimension.ts';
import type { Attributes, Operator, Shape, WindowAxis } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { elementsOf, soleInput, splitMaps } from '../vocabulary/shape.ts';
import { axisPaddings, transposedWindowAxis } from '../vocabulary/window.ts';
import { windowed } from '../vocabulary/windowed.ts';
import { groupFacts, linearCost, summariseKernel, withBias } from './conv.ts';

export const conv1dTranspose = transposedConvolution(1);
export const conv2dTranspose = transposedConvolution(2);
export const conv3dTranspose = transposedConvolution(3);

function transposedConvolution(rank: 1 | 2 | 3): Operator {
  return {
    name: `conv${rank}dTranspose`,
    title: `${rank}-D transposed convolution`,
    doc: 'The gradient of a convolution used as a layer: every input element writes a weighted copy of the kernel, copies overlap and add up, and a stride enlarges the output.',
    source: 'Dumoulin and Visin, A guide to convolution arithmetic for deep learning, arXiv:1603.07285, chapter 4',
    family: 'convolution',
    action: 'mixing',
    attributes: {
      filters: rows.filters,
      kernelSize: rows.kernelSize(rank),
      strides: {
        ...rows.strides(rank),
        doc: 'Step between the windows that neighbouring inputs write; the output grows by this factor.',
      },
      padding: rows.padding(rank),
      outputPadding: {
        kind: 'sizes',
        rank,
        minimum: 0,
        doc: 'Rows appended to the output, to choose among the sizes that a strided convolution maps to the same one.',
      },
      dilationRate: rows.dilationRate(rank),
      groups: rows.groups,
      activation: rows.activation,
      useBias: rows.useBias,
      dataFormat: rows.dataFormat,
      flip: rows.flip,
      ...rows.kernelData,
      ...rows.biasData,
    },
    ...windowed({
      rank,
      windows: (attributes, input) => transposedWindows(rank, attributes, input),
      channels: (attributes) => dimensionOf(attributes, 'filters'),
      facts: (attributes, channels) =>
        groupFacts(dimensionOf(attributes, 'groups'), channels, dimensionOf(attributes, 'filters')),
    }),
    weights: (attributes, inputs) => {
      const { channels } = splitMaps(soleInput(inputs, rank + 2).input, attributes);
      const filters = dimensionOf(attributes, 'filters');
      const shape = [...dimensionsOf(attributes, 'kernelSize', rank), filtersPerGroup(attributes), channels];
      return withBias([{ name: 'kernel', shape, trainable: true, initializer: 'glorot' }], attributes, filters);
    },
    // ∏n · Cin · Cout/g · ∏k: every input element meets every tap once, cropped ones included.
    cost: (attributes, inputs, outputs) => {
      const perInput = multiply(filtersPerGroup(attributes), product(dimensionsOf(attributes, 'kernelSize', rank)));
      return linearCost(attributes, multiply(elementsOf(soleInput(inputs, rank + 2).input), perInput), outputs);
    },
    summary: (attributes) =>
      summariseKernel(rank, attributes, phrase('{0} filters', dimensionOf(attributes, 'filters'))),
  };
}

function transposedWindows(rank: number, attributes: Attributes, input: Shape): readonly WindowAxis[] {
  const kernel = dimensionsOf(attributes, 'kernelSize', rank);
  const stride = dimensionsOf(attributes, 'strides', rank);
  const dilation = dimensionsOf(attributes, 'dilationRate', rank);
  const padding = axisPaddings(attributes.padding, rank);
  const appended = 'outputPadding' in attributes ? dimensionsOf(attributes, 'outputPadding', rank) : null;
  return splitMaps(input, attributes).spatial.map((size, axis) =>
    transposedWindowAxis({
      input: size,
      kernel: kernel[axis]!,
      stride: stride[axis]!,
      dilation: dilation[axis]!,
      padding: padding[axis]!,
      outputPadding: appended?.[axis],
    }),
  );
}

function filtersPerGroup(attributes: Attributes): Dimension {
  const [filters, groups] = [dimensionOf(attributes, 'filters'), dimensionOf(attributes, 'groups')];
  if (isKnown(filters) && isKnown(groups) && filters % groups !== 0) return null;
  return floorDivide(filters, groups);
}
