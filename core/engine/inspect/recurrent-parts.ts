import type { OperatorName } from '../../operators/index.ts';
import type { Step } from '../program.ts';
import { canonicalName, scalarActivation } from '../reference/activation.ts';
import { kernels } from '../reference/index.ts';
import { flag, outputsOf, text, type Weights } from '../reference/kernel.ts';
import type { Tensor } from '../tensor.ts';

/** One gate of a unit at a moment: what the input and the last state add up to, and the gate's value. */
export interface Gate {
  readonly name: string;
  /** x·W */
  readonly fromInput: number;
  /** h·U; of a GRU's candidate the state is what its reset gate lets through. */
  readonly fromState: number;
  readonly bias: number | null;
  readonly activation: string;
  readonly value: number;
}

/** How a recurrent layer's state changes in one step, for one of its units. */
export interface RecurrentParts {
  /** Which element of the sequence is read, and in which step. */
  readonly time: number;
  readonly step: number;
  readonly steps: number;
  readonly unit: number;
  readonly gates: readonly Gate[];
  readonly activation: string;
  readonly hidden: Change;
  /** An LSTM's memory. */
  readonly carry: Change | null;
}

export interface Change {
  readonly before: number;
  readonly after: number;
}

/** Gates in the order of their columns in the kernels, the candidate last to be computed. */
const gatesOf: Readonly<Partial<Record<OperatorName, readonly string[]>>> = {
  simpleRNN: ['candidate'],
  gru: ['update', 'reset', 'candidate'],
  lstm: ['input', 'forget', 'candidate', 'output'],
};

/** Whether an operator remembers what came before, unit by unit. */
export function hasRecurrentParts(operator: OperatorName): boolean {
  return gatesOf[operator] !== undefined;
}

/**
 * Takes one step of a recurrent layer apart. @param at the step, counted as the layer takes them; the last for an output
 * without a sequence. Null for operators without memory.
 */
export function recurrentParts(
  layer: Step,
  inputs: readonly Tensor[],
  weights: Weights,
  unit: number,
  at: number,
): RecurrentParts | null {
  const names = gatesOf[layer.operator];
  const [sequence] = inputs;
  if (!names || !sequence) return null;
  const [, steps, channels] = sequence.shape;
  const time = flag(layer, 'goBackwards', false) ? steps - 1 - at : at;
  const x = sequence.data.subarray(time * channels, (time + 1) * channels);
  const [before, memory] = statesBefore(layer, inputs, weights, at);
  const units = before.length;
  const activation = text(layer, 'activation', 'tanh');
  const gating = text(layer, 'recurrentActivation', 'hardSigmoid');
  const gate = (index: number, of: number, state: Float32Array): Gate => {
    const column = index * units + of;
    const [fromInput, fromState] = [dot(x, weights.kernel, column), dot(state, weights.recurrent_kernel, column)];
    const bias = weights.bias?.data[column] ?? null;
    const name = names[index];
    const own = name === 'candidate' ? activation : gating;
    const value = scalarActivation(own)(fromInput + fromState + (bias ?? 0));
    return { name, fromInput, fromState, bias, activation: canonicalName(own), value };
  };
  const reset = names.indexOf('reset');
  const kept = reset < 0 ? before : before.map((h, j) => h * gate(reset, j, before).value);
  const gates = names.map((name, index) => gate(index, unit, name === 'candidate' ? kept : before));
  return {
    time,
    step: at,
    steps,
    unit,
    gates,
    activation: canonicalName(activation),
    ...changed(gates, scalarActivation(activation), before[unit], memory?.[unit] ?? null),
  };
}

/** What the gates make of the unit's state. */
function changed(
  gates: readonly Gate[],
  activation: (x: number) => number,
  hidden: number,
  carry: number | null,
): Pick<RecurrentParts, 'hidden' | 'carry'> {
  const value = (name: string) => gates.find((gate) => gate.name === name)?.value ?? 1;
  if (carry !== null) {
    const after = value('forget') * carry + value('input') * value('candidate');
    return { hidden: { before: hidden, after: value('output') * activation(after) }, carry: { before: carry, after } };
  }
  if (gates.length === 1) return { hidden: { before: hidden, after: value('candidate') }, carry: null };
  const update = value('update');
  return { hidden: { before: hidden, after: update * hidden + (1 - update) * value('candidate') }, carry: null };
}

/** The states that the steps before leave: the layer itself, run on the part of the sequence that they read. */
function statesBefore(layer: Step, inputs: readonly Tensor[], weights: Weights, at: number): readonly Float32Array[] {
  const [sequence, ...given] = inputs;
  const [, steps, channels] = sequence.shape;
  const units = weights.recurrent_kernel.shape[0];
  const count = layer.operator === 'lstm' ? 2 : 1;
  if (at === 0)
    return Array.from({ length: count }, (_, i) => given[i]?.data.subarray(0, units) ?? new Float32Array(units));
  const first = flag(layer, 'goBackwards', false) ? steps - at : 0;
  const part = { shape: [1, at, channels], data: sequence.data.subarray(first * channels, (first + at) * channels) };
  const attributes = { ...layer.attributes, returnSequences: false, returnState: true };
  const kernel = kernels[layer.operator];
  if (!kernel) return [];
  const [, ...states] = outputsOf(kernel({ ...layer, attributes }, [part, ...given.map(firstOf)], weights, kernels));
  return states.map(({ data }) => data);
}

/** The first of the batch, as only that is looked at. */
function firstOf({ shape: [, ...sizes], data }: Tensor): Tensor {
  return {
    shape: [1, ...sizes],
    data: data.subarray(
      0,
      sizes.reduce((a, b) => a * b, 1),
    ),
  };
}

/** x · the column of a matrix. */
function dot(x: Float32Array, { shape: [, columns], data }: Tensor, column: number): number {
  return x.reduce((sum, value, row) => sum + value * data[row * columns + column], 0);
}
