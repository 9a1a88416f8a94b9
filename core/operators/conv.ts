/**
 * Convolution in one, two and three dimensions. As everywhere in deep learning the operation is a cross-correlation
 * unless `flip` is set.
 */

import { dimensionOf, dimensionsOf, flagOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { activationOps, costOf } from '../vocabulary/cost.ts';
import { type Dimension, floorDivide, isKnown, multiply, printDimension, product } from '../vocabulary/dimension.ts';
import type {
  AttributeSpec,
  Attributes,
  Cost,
  Fact,
  Operator,
  Shape,
  WeightSpec,
  WindowAxis,
} from '../vocabulary/operator.ts';
import { type Phrase, type PhraseWords, phrase } from '../vocabulary/phrase.ts';
import { elementsOf, soleInput, splitMaps } from '../vocabulary/shape.ts';
import { axisPaddings, windowAxis } from '../vocabulary/window.ts';
import { stridedDilation, windowed } from '../vocabulary/windowed.ts';

export const conv1d = convolution(1);
export const conv2d = convolution(2);
export const conv3d = convolution(3);

function convolution(rank: 1 | 2 | 3): Operator {
  return {
    name: `conv${rank}d`,
    title: `${rank}-D convolution`,
    doc: 'Slides a bank of learned kernels over the input and writes, for each kernel and position, the sum of products over the window and all channels of its group.',
    source: 'Dumoulin and Visin, A guide to convolution arithmetic for deep learning, arXiv:1603.07285',
    family: 'convolution',
    action: 'mixing',
    attributes: convolutionAttributes(rank),
    ...windowed({
      rank,
      windows: (attributes, input) => convolutionWindows(rank, attributes, input),
      channels: (attributes) => dimensionOf(attributes, 'filters'),
      facts: (attributes, channels, windows) => [
        ...groupFacts(dimensionOf(attributes, 'groups'), channels, dimensionOf(attributes, 'filters')),
        ...stridedDilation(windows),
      ],
    }),
    weights: (attributes, inputs) => convolutionWeights(rank, attributes, inputs),
    cost: (attributes, inputs, outputs) => convolutionCost(rank, attributes, inputs, outputs),
    summary: (attributes) =>
      summariseKernel(rank, attributes, phrase('{0} filters', dimensionOf(attributes, 'filters'))),
  };
}

function convolutionAttributes(rank: number): Readonly<Record<string, AttributeSpec>> {
  const modes = rank === 1 ? ['valid', 'same', 'causal', 'sameLower', 'half', 'full'] : undefined;
  return {
    filters: rows.filters,
    kernelSize: rows.kernelSize(rank),
    strides: rows.strides(rank),
    padding: rows.padding(rank, modes),
    dilationRate: rows.dilationRate(rank),
    groups: rows.groups,
    activation: rows.activation,
    useBias: rows.useBias,
    dataFormat: rows.dataFormat,
    flip: rows.flip,
    ...rows.kernelData,
    ...rows.biasData,
  };
}

/** The windows of any operator with `kernelSize`, `strides`, `padding` and `dilationRate` over an input of N spatial axes. */
export function convolutionWindows(rank: number, attributes: Attributes, input: Shape): readonly WindowAxis[] {
  const kernel = dimensionsOf(attributes, 'kernelSize', rank);
  const stride = dimensionsOf(attributes, 'strides', rank);
  const dilation = 'dilationRate' in attributes ? dimensionsOf(attributes, 'dilationRate', rank) : kernel.map(() => 1);
  const padding = axisPaddings(attributes.padding, rank);
  return splitMaps(input, attributes).spatial.map((size, axis) =>
    windowAxis({
      input: size,
      kernel: kernel[axis]!,
      stride: stride[axis]!,
      dilation: dilation[axis]!,
      padding: padding[axis]!,
    }),
  );
}

export function groupFacts(groups: Dimension, channels: Dimension, filters: Dimension): readonly Fact[] {
  if (!isKnown(groups)) return [];
  const sides: readonly ['input' | 'output', Dimension][] = [
    ['input', channels],
    ['output', filters],
  ];
  return sides.flatMap(([side, count]): Fact[] =>
    isKnown(count) && count % groups !== 0 ? [{ kind: 'groups-divide-channels', groups, channels: count, side }] : [],
  );
}

/** `[kernel, …]` and, unless `useBias` is off, a bias per output channel. */
export function withBias(
  weights: readonly WeightSpec[],
  attributes: Attributes,
  channels: Dimension,
): readonly WeightSpec[] {
  if (flagOf(attributes, 'useBias') === false) return weights;
  return [...weights, { name: 'bias', shape: [channels], trainable: true, initializer: 'zeros' }];
}

/** Cost of a layer with `useBias` and `activation` on top of its multiply-adds. */
export function linearCost(attributes: Attributes, macs: Dimension, outputs: readonly Shape[]): Cost {
  const elements = outputs[0] === undefined ? null : elementsOf(outputs[0]);
  const biased = flagOf(attributes, 'useBias');
  const biasAdds = biased === null ? null : biased ? elements : 0;
  return costOf({ macs, biasAdds, otherOps: activationOps(attributes, elements) });
}

/** `7×7, 64 filters, stride 2, dilation 2, same` with everything that is at its default left out. */
export function summariseKernel(rank: number, attributes: Attributes, channels: Phrase | null): readonly Phrase[] {
  const kernel = dimensionsOf(attributes, 'kernelSize', rank).map(printDimension).join('×');
  const groups = dimensionOf(attributes, 'groups');
  return [
    phrase(rank === 1 ? 'kernel {0}' : '{0}', kernel),
    ...(channels === null ? [] : [channels]),
    ...summarisePerAxis('stride {0}', dimensionsOf(attributes, 'strides', rank)),
    ...('dilationRate' in attributes
      ? summarisePerAxis('dilation {0}', dimensionsOf(attributes, 'dilationRate', rank))
      : []),
    ...('groups' in attributes && groups !== 1 ? [phrase('{0} groups', groups)] : []),
  ];
}

/** Nothing of sizes that are all 1, one size where the axes agree, else each of them. */
export function summarisePerAxis(words: PhraseWords, sizes: readonly Dimension[]): readonly Phrase[] {
  const texts = sizes.map(printDimension);
  if (texts.every((text) => text === '1')) return [];
  return [phrase(words, texts.every((text) => text === texts[0]) ? texts[0]! : texts.join('×'))];
}

function convolutionWeights(rank: number, attributes: Attributes, inputs: readonly Shape[]): readonly WeightSpec[] {
  const { channels } = splitMaps(soleInput(inputs, rank + 2).input, attributes);
  const filters = dimensionOf(attributes, 'filters');
  const shape = [...dimensionsOf(attributes, 'kernelSize', rank), channelsPerGroup(attributes, channels), filters];
  return withBias([{ name: 'kernel', shape, trainable: true, initializer: 'glorot' }], attributes, filters);
}

/** ∏o · Cout · Cin/g · ∏k */
function convolutionCost(
  rank: number,
  attributes: Attributes,
  inputs: readonly Shape[],
  outputs: readonly Shape[],
): Cost {
  const { channels } = splitMaps(soleInput(inputs, rank + 2).input, attributes);
  const perOutput = multiply(
    channelsPerGroup(attributes, channels),
    product(dimensionsOf(attributes, 'kernelSize', rank)),
  );
  return linearCost(attributes, multiply(outputs[0] === undefined ? null : elementsOf(outputs[0]), perOutput), outputs);
}

function channelsPerGroup(attributes: Attributes, channels: Dimension): Dimension {
  const groups = dimensionOf(attributes, 'groups');
  if (isKnown(channels) && isKnown(groups) && channels % groups !== 0) return null;
  return floorDivide(channels, groups);
}
