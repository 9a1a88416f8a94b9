/**
 * Recurrent layers: a cell applied to every step of a sequence (N, L, …). Parameters are the cell's, counted once; cost
 * is the cell's times the number of steps.
 */

import { flagOf, layersOf } from '../vocabulary/attribute-values.ts';
import { scaleCost, UNKNOWN_COST } from '../vocabulary/cost.ts';
import type {
  AttributeSpec,
  Attributes,
  Inference,
  LayerValue,
  Operator,
  OperatorTable,
  Shape,
} from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { isUnknownShape, soleInput, UNKNOWN_SHAPE } from '../vocabulary/shape.ts';
import { told } from '../vocabulary/told.ts';
import {
  CELLS,
  cellAttributes,
  gruCell,
  lstmCell,
  operatorOf,
  simpleRNNCell,
  stackedRNNCells,
} from './recurrent-cells.ts';

const sequenceAttributes: Readonly<Record<string, AttributeSpec>> = {
  returnSequences: {
    kind: 'boolean',
    default: false,
    doc: 'Returns the output of every step instead of the last one only.',
  },
  returnState: { kind: 'boolean', default: false, doc: 'Returns the final states after the output.' },
  goBackwards: { kind: 'boolean', default: false, doc: 'Reads the sequence from its end.' },
  stateful: { kind: 'boolean', default: false, doc: 'Starts each batch from the states that the previous one left.' },
  unroll: {
    kind: 'boolean',
    default: false,
    doc: 'Writes the steps out instead of looping; TensorFlow.js ignores it.',
  },
};

export const simpleRNN = recurrent('simpleRNN', CELLS.simpleRNN, simpleRNNCell);
export const gru = recurrent('gru', CELLS.gru, gruCell);
export const lstm = recurrent('lstm', CELLS.lstm, lstmCell);

export const rnn: Operator = {
  ...sequenceOperator((attributes, table) => {
    const cells = layersOf(attributes, 'cell');
    const [only] = cells ?? [];
    if (cells === null || only === undefined) return null;
    if (cells.length > 1) return { operator: stackedRNNCells, attributes: { cells } };
    const operator = operatorOf(only, table);
    return operator === null || only === null ? null : { operator, attributes: only.attributes };
  }),
  name: 'rnn',
  title: 'Recurrent layer',
  doc: 'Applies a cell, or a stack of them, to every step of a sequence.',
  attributes: {
    cell: { kind: 'layers', required: true, doc: 'The cell, or a list of cells to stack.' },
    ...sequenceAttributes,
  },
  summary: (attributes) =>
    layersOf(attributes, 'cell')?.map((layer: LayerValue | null) => phrase('{0}', layer?.operator ?? '?')) ?? [],
};

/** The cell's operator with the attributes to ask it with. */
interface Cell {
  readonly operator: Operator;
  readonly attributes: Attributes;
}

function recurrent(name: string, definition: (typeof CELLS)[keyof typeof CELLS], cell: Operator): Operator {
  return {
    ...sequenceOperator((attributes) => ({ operator: cell, attributes })),
    name,
    title: definition.title,
    doc: `${definition.doc} Applied to every step of a sequence.`,
    ...('source' in definition ? { source: definition.source } : {}),
    attributes: { ...cellAttributes(definition), ...sequenceAttributes },
    summary: cell.summary,
  };
}

function sequenceOperator(
  cellOf: (attributes: Attributes, table: OperatorTable) => Cell | null,
): Pick<Operator, 'family' | 'takes' | 'action' | 'infer' | 'weights' | 'cost' | 'reach'> {
  return {
    family: 'recurrent',
    takes: 'sequence',
    action: 'recurring',
    infer: (attributes, inputs, table) => inferSequence(cellOf(attributes, table), attributes, inputs, table),
    weights: (attributes, inputs, table) => {
      const cell = cellOf(attributes, table);
      return cell === null ? [] : cell.operator.weights(cell.attributes, [stepShape(inputs)], table);
    },
    cost: (attributes, inputs, _, table) => {
      const cell = cellOf(attributes, table);
      if (cell === null) return UNKNOWN_COST;
      const step = stepShape(inputs);
      const { outputs } = cell.operator.infer(cell.attributes, [step], table);
      return scaleCost(cell.operator.cost(cell.attributes, [step], outputs, table), inputs[0]?.[1] ?? null);
    },
    reach: () => 'whole',
  };
}

/** Outputs [N, (L,) units] and, with `returnState`, every state. Initial states may follow the input. */
function inferSequence(
  cell: Cell | null,
  attributes: Attributes,
  inputs: readonly Shape[],
  table: OperatorTable,
): Inference {
  const { input, facts } = soleInput(inputs.slice(0, 1), 3);
  if (facts.length > 0) return { outputs: [UNKNOWN_SHAPE], facts };
  if (cell === null) return { outputs: [UNKNOWN_SHAPE], facts: [] };
  const [step = UNKNOWN_SHAPE, ...states] = cell.operator.infer(cell.attributes, [stepShape(inputs)], table).outputs;
  const all = flagOf(attributes, 'returnSequences');
  const unknown = all === null || isUnknownShape(step);
  const output = unknown ? UNKNOWN_SHAPE : all ? [step[0] ?? null, input[1] ?? null, ...step.slice(1)] : step;
  const outputs = flagOf(attributes, 'returnState') === true ? [output, ...states] : [output];
  if (inputs.length === 1 || inputs.length === 1 + states.length) return { outputs, facts: [] };
  const expected = told('one input, or one and {0} initial states', states.length);
  return { outputs, facts: [{ kind: 'input-count', expected, actual: inputs.length }] };
}

/** What the cell sees at each step: the input without its second axis. */
function stepShape(inputs: readonly Shape[]): Shape {
  const input = inputs[0] ?? UNKNOWN_SHAPE;
  return isUnknownShape(input) ? [null, null] : [input[0]!, ...input.slice(2)];
}
