/**
 * One step of a recurrent layer. A cell maps [input, …states] to [output, …states]; without states it is asked for the
 * shapes they will have. Weights are shared by all steps.
 */

import { dimensionOf, layersOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { addCosts, costOf, UNKNOWN_COST } from '../vocabulary/cost.ts';
import { type Dimension, multiply, sum } from '../vocabulary/dimension.ts';
import type {
  AttributeSpec,
  Attributes,
  Cost,
  LayerValue,
  Operator,
  OperatorTable,
  Shape,
  WeightSpec,
} from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { UNKNOWN_SHAPE } from '../vocabulary/shape.ts';
import { withBias } from './conv.ts';

interface CellDefinition {
  readonly kind: 'simpleRNN' | 'gru' | 'lstm';
  readonly title: string;
  readonly doc: string;
  readonly source?: string;
  /** Matrices per input: one for each gate and one for the candidate. */
  readonly gates: number;
  readonly states: number;
  /** Activations, products and sums per unit and step. */
  readonly operations: number;
}

export const CELLS = {
  simpleRNN: {
    kind: 'simpleRNN',
    title: 'Simple recurrent',
    doc: 'The output is an activation of the weighted input plus the weighted previous output.',
    gates: 1,
    states: 1,
    operations: 1,
  },
  gru: {
    kind: 'gru',
    title: 'Gated recurrent unit',
    doc: 'An update gate chooses between the previous output and a candidate that a reset gate feeds.',
    source: 'Cho et al., Learning Phrase Representations using RNN Encoder–Decoder, arXiv:1406.1078',
    gates: 3,
    states: 1,
    operations: 8,
  },
  lstm: {
    kind: 'lstm',
    title: 'Long short-term memory',
    doc: 'Input, forget and output gates guard a cell that carries its value along the sequence.',
    source: 'Hochreiter and Schmidhuber, Long Short-Term Memory, Neural Computation 1997',
    gates: 4,
    states: 2,
    operations: 9,
  },
} as const satisfies Readonly<Record<string, CellDefinition>>;

export const simpleRNNCell = cell(CELLS.simpleRNN);
export const gruCell = cell(CELLS.gru);
export const lstmCell = cell(CELLS.lstm);

export const stackedRNNCells: Operator = {
  name: 'stackedRNNCells',
  title: 'Stacked recurrent cells',
  doc: 'Cells applied one after the other at every step.',
  family: 'recurrent',
  takes: 'vector',
  action: 'recurring',
  attributes: { cells: { kind: 'layers', required: true, doc: 'The cells, first to last.' } },
  infer: (attributes, inputs, table) => {
    const steps = stack(attributes, inputs, table);
    const output = steps?.at(-1)?.outputs[0] ?? UNKNOWN_SHAPE;
    // The states are listed from the last cell to the first, so that the first state is the output's.
    const states = (steps ?? []).toReversed().flatMap((step) => step.outputs.slice(1));
    return { outputs: [output, ...states], facts: [] };
  },
  weights: (attributes, inputs, table) =>
    (stack(attributes, inputs, table) ?? []).flatMap((step, at) =>
      prefixed(`RNNCell_${at}/`, step.operator.weights(step.attributes, [step.input], table)),
    ),
  cost: (attributes, inputs, _, table) => {
    const steps = stack(attributes, inputs, table);
    if (steps === null) return UNKNOWN_COST;
    return steps
      .map((step) => step.operator.cost(step.attributes, [step.input], step.outputs, table))
      .reduce(addCosts, costOf({}));
  },
  reach: () => 'whole',
  summary: (attributes) => [phrase('{0} cells', layersOf(attributes, 'cells')?.length ?? null)],
};

/** What a cell and the layer built on it are told. */
export function cellAttributes(definition: CellDefinition): Readonly<Record<string, AttributeSpec>> {
  return {
    units: { kind: 'size', required: true, doc: 'Size of the output and of each state.' },
    activation: { kind: 'activation', default: 'tanh', doc: 'Function applied to the candidate.' },
    ...(definition.gates > 1
      ? {
          recurrentActivation: { kind: 'activation', default: 'hardSigmoid', doc: 'Function applied to the gates.' },
          implementation: { kind: 'data', doc: 'How the products are batched; TensorFlow.js always takes 2.' },
        }
      : {}),
    ...(definition.kind === 'lstm'
      ? { unitForgetBias: { kind: 'boolean', default: true, doc: 'Starts the bias of the forget gate at 1.' } }
      : {}),
    useBias: rows.useBias,
    dropout: { kind: 'number', default: 0, doc: 'Fraction of the input dropped in training.' },
    recurrentDropout: { kind: 'number', default: 0, doc: 'Fraction of the state dropped in training.' },
    ...rows.kernelData,
    ...rows.data({
      recurrentInitializer: 'How the recurrent kernel is drawn before training.',
      recurrentRegularizer: 'Penalty on the recurrent kernel added to the loss.',
      recurrentConstraint: 'Projection applied to the recurrent kernel after each update.',
    }),
    ...rows.biasData,
  };
}

export function prefixed(prefix: string, weights: readonly WeightSpec[]): readonly WeightSpec[] {
  return weights.map((weight) => ({ ...weight, name: prefix + weight.name }));
}

/** The operator of a nested layer, or null for an unknown one. */
export function operatorOf(layer: LayerValue | null | undefined, table: OperatorTable): Operator | null {
  return layer && Object.hasOwn(table, layer.operator) ? (table[layer.operator] ?? null) : null;
}

function cell(definition: CellDefinition): Operator {
  return {
    name: `${definition.kind}Cell`,
    title: `${definition.title} cell`,
    doc: definition.doc,
    ...('source' in definition && definition.source !== undefined ? { source: definition.source } : {}),
    family: 'recurrent',
    takes: 'vector',
    action: 'recurring',
    attributes: cellAttributes(definition),
    infer: (attributes, inputs) => {
      const state: Shape = [inputs[0]?.[0] ?? null, dimensionOf(attributes, 'units')];
      return { outputs: Array.from({ length: definition.states + 1 }, () => state), facts: [] };
    },
    weights: (attributes, inputs) => {
      const units = dimensionOf(attributes, 'units');
      const gates = multiply(units, definition.gates);
      const kernel = {
        name: 'kernel',
        shape: [featuresOf(inputs), gates],
        trainable: true,
        initializer: 'glorot',
      } as const;
      const recurrent = {
        name: 'recurrent_kernel',
        shape: [units, gates],
        trainable: true,
        initializer: 'orthogonal',
      } as const;
      return withBias([kernel, recurrent], attributes, gates);
    },
    cost: (attributes, inputs) => cellCost(definition, attributes, featuresOf(inputs)),
    reach: () => 'whole',
    summary: (attributes) => [phrase('{0} units', dimensionOf(attributes, 'units'))],
  };
}

/** gates · units · (features + units) multiply-adds per step. */
function cellCost(definition: CellDefinition, attributes: Attributes, features: Dimension): Cost {
  const units = dimensionOf(attributes, 'units');
  const gates = multiply(units, definition.gates);
  const biased = attributes.useBias === false ? 0 : attributes.useBias === true ? gates : null;
  return costOf({
    macs: multiply(gates, sum([features, units])),
    biasAdds: biased,
    otherOps: multiply(units, definition.operations),
  });
}

function featuresOf(inputs: readonly Shape[]): Dimension {
  return inputs[0]?.at(-1) ?? null;
}

interface StackedCell {
  readonly operator: Operator;
  readonly attributes: Attributes;
  readonly input: Shape;
  readonly outputs: readonly Shape[];
}

/** The cells with what goes into each; null when one of them is unknown. */
function stack(attributes: Attributes, inputs: readonly Shape[], table: OperatorTable): readonly StackedCell[] | null {
  const steps: StackedCell[] = [];
  let input = inputs[0] ?? UNKNOWN_SHAPE;
  for (const layer of layersOf(attributes, 'cells') ?? []) {
    const operator = operatorOf(layer, table);
    if (layer === null || operator === null) return null;
    const { outputs } = operator.infer(layer.attributes, [input], table);
    steps.push({ operator, attributes: layer.attributes, input, outputs });
    input = outputs[0] ?? UNKNOWN_SHAPE;
  }
  return steps.length === 0 ? null : steps;
}
