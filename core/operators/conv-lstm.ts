/**
 * LSTM whose products are convolutions. The input is convolved with the given stride and padding; the state, on the
 * output's grid, always with stride 1 and 'same'.
 */

import { dimensionOf, dimensionsOf, flagOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { costOf, scaleCost } from '../vocabulary/cost.ts';
import { add, type Dimension, multiply, product } from '../vocabulary/dimension.ts';
import type { Attributes, Cost, Fact, Inference, Operator, Shape, WeightSpec } from '../vocabulary/operator.ts';
import { type Phrase, phrase } from '../vocabulary/phrase.ts';
import { elementsOf, joinMaps, soleInput, splitMaps } from '../vocabulary/shape.ts';
import { emptyOutput, stridedDilation } from '../vocabulary/windowed.ts';
import { convolutionWindows, summariseKernel, withBias } from './conv.ts';
import { lstm } from './recurrent.ts';
import { CELLS, cellAttributes } from './recurrent-cells.ts';

const { units: _units, ...gateAttributes } = cellAttributes(CELLS.lstm);

const attributes: Operator['attributes'] = {
  filters: rows.filters,
  kernelSize: rows.kernelSize(2),
  strides: rows.strides(2),
  padding: rows.padding(2),
  dilationRate: rows.dilationRate(2),
  dataFormat: rows.dataFormat,
  ...gateAttributes,
};

const source = 'Shi et al., Convolutional LSTM Network, arXiv:1506.04214';

export const convLstm2dCell: Operator = {
  name: 'convLstm2dCell',
  title: '2-D convolutional LSTM cell',
  doc: 'One step of a convolutional LSTM.',
  source,
  family: 'recurrent',
  takes: 'image',
  action: 'recurring',
  attributes,
  infer: (given, inputs) => {
    const { output, facts } = step(given, soleInput(inputs.slice(0, 1), 4).input);
    return { outputs: [output, output, output], facts };
  },
  weights: (given, inputs) => cellWeights(given, soleInput(inputs.slice(0, 1), 4).input),
  cost: (given, inputs) => cellCost(given, soleInput(inputs.slice(0, 1), 4).input),
  reach: () => 'unknown',
  summary: summarise,
};

export const convLstm2d: Operator = {
  name: 'convLstm2d',
  title: '2-D convolutional LSTM',
  doc: 'An LSTM over a sequence of maps whose products are convolutions. Its view widens with every step.',
  source,
  family: 'recurrent',
  takes: 'frames',
  action: 'recurring',
  attributes: {
    ...attributes,
    ...Object.fromEntries(
      ['returnSequences', 'returnState', 'goBackwards', 'stateful', 'unroll'].map((name) => [
        name,
        lstm.attributes[name]!,
      ]),
    ),
  },
  infer: inferSequence,
  weights: (given, inputs) => cellWeights(given, frameOf(inputs)),
  cost: (given, inputs) => scaleCost(cellCost(given, frameOf(inputs)), inputs[0]?.[1] ?? null),
  reach: () => 'unknown',
  summary: summarise,
};

function inferSequence(given: Attributes, inputs: readonly Shape[]): Inference {
  const { facts } = soleInput(inputs.slice(0, 1), 5);
  if (facts.length > 0) return { outputs: [[]], facts };
  const { output, facts: windows } = step(given, frameOf(inputs));
  const all = flagOf(given, 'returnSequences');
  const sequence: Shape = all === null ? [] : all ? [output[0]!, inputs[0]?.[1] ?? null, ...output.slice(1)] : output;
  const states = flagOf(given, 'returnState') === true ? [output, output] : [];
  return { outputs: [sequence, ...states], facts: windows };
}

/** One frame of a sequence (N, L, …): what the cell sees at each step. */
function frameOf(inputs: readonly Shape[]): Shape {
  const { input } = soleInput(inputs.slice(0, 1), 5);
  return [input[0] ?? null, ...input.slice(2)];
}

function step(given: Attributes, frame: Shape): { readonly output: Shape; readonly facts: readonly Fact[] } {
  const windows = convolutionWindows(2, given, frame);
  const spatial = windows.map((axis) => axis.output);
  const output = joinMaps({ batch: frame[0] ?? null, spatial, channels: dimensionOf(given, 'filters') }, given);
  return { output, facts: [...emptyOutput(windows), ...stridedDilation(windows)] };
}

function cellWeights(given: Attributes, frame: Shape): readonly WeightSpec[] {
  const kernel = dimensionsOf(given, 'kernelSize', 2);
  const filters = dimensionOf(given, 'filters');
  const gates = multiply(filters, CELLS.lstm.gates);
  return withBias(
    [
      {
        name: 'kernel',
        shape: [...kernel, splitMaps(frame, given).channels, gates],
        trainable: true,
        initializer: 'glorot',
      },
      { name: 'recurrent_kernel', shape: [...kernel, filters, gates], trainable: true, initializer: 'orthogonal' },
    ],
    given,
    gates,
  );
}

/** ∏o · 4·filters · ∏k · (Cin + filters) multiply-adds per step. */
function cellCost(given: Attributes, frame: Shape): Cost {
  const elements: Dimension = elementsOf(step(given, frame).output);
  const gates = multiply(elements, CELLS.lstm.gates);
  const channels = add(splitMaps(frame, given).channels, dimensionOf(given, 'filters'));
  const biased = flagOf(given, 'useBias');
  return costOf({
    macs: multiply(gates, multiply(product(dimensionsOf(given, 'kernelSize', 2)), channels)),
    biasAdds: biased === null ? null : biased ? gates : 0,
    otherOps: multiply(elements, CELLS.lstm.operations),
  });
}

function summarise(given: Attributes): readonly Phrase[] {
  return summariseKernel(2, given, phrase('{0} filters', dimensionOf(given, 'filters')));
}
