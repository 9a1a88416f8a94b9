import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import { scalarActivation } from './activation.ts';
import { multiplying } from './dense.ts';
import { emptyTensor, flag, type Kernel, text } from './kernel.ts';
import { cellStack, cellsOf, finalsOf } from './recurrent-cells.ts';

/**
 * One step of a recurrent layer for a batch: reads the projected input `x` (N × gates·units, bias included) and the
 * states, and overwrites the states. The first state is the output.
 */
export type Cell = (x: Float32Array, at: number, states: readonly Float64Array[], recurrent: Float64Array) => void;

/**
 * Runs a cell over the time axis of (N, T, C). The weights are those of TF.js: `kernel` (C, gates·units),
 * `recurrent_kernel` (units, gates·units) and `bias`.
 */
export function recurrent(makeCell: (step: Step, units: number) => Cell, stateCount: 1 | 2): Kernel {
  return function* (step, inputs, weights) {
    const [samples, times] = inputs[0].shape;
    const units = weights.recurrent_kernel.shape[0];
    const gates = weights.kernel.shape[1];
    const projected = emptyTensor([samples, times, gates]);
    yield* multiplying(inputs[0], weights.kernel, weights.bias, projected);
    const cell = makeCell(step, units);
    const backwards = flag(step, 'goBackwards', false);
    const sequence = emptyTensor([samples, times, units]);
    const finals = Array.from({ length: stateCount }, () => emptyTensor([samples, units]));
    const kernel = Float64Array.from(weights.recurrent_kernel.data);
    for (let sample = 0; sample < samples; sample++) {
      const states = finals.map((_, i) => initialState(inputs[i + 1], sample, units));
      for (let t = 0; t < times; t++) {
        const time = backwards ? times - 1 - t : t;
        cell(projected.data, (sample * times + time) * gates, states, kernel);
        sequence.data.set(states[0], (sample * times + t) * units);
        yield;
      }
      for (const [i, state] of states.entries()) finals[i].data.set(state, sample * units);
    }
    return collected(step, sequence, finals);
  };
}

/**
 * A stack of cells. As no cell sees a later one's state, running the stack step by step is the same as running each
 * cell over the whole sequence that the one before it made. States are listed from the last cell to the first.
 */
export const rnn: Kernel = function* (step, inputs, weights, table) {
  const { sequence, states } = finalsOf(yield* cellStack(cellsOf(step, 'cell'), step, inputs, weights, table));
  return collected(step, sequence, states);
};

/** h' = activation(x + h·U). */
export function simpleCell(step: Step, units: number): Cell {
  const activation = scalarActivation(text(step, 'activation', 'tanh'));
  const sums = new Float64Array(units);
  return (x, at, [hidden], kernel) => {
    for (let j = 0; j < units; j++) sums[j] = x[at + j];
    addProduct(sums, hidden, kernel, units, 0);
    for (let j = 0; j < units; j++) hidden[j] = activation(sums[j]);
  };
}

/** Cho et al. 2014 with the reset gate applied before the product (TF.js has no `resetAfter`). Gates: z, r, h. */
export function gruCell(step: Step, units: number): Cell {
  const activation = scalarActivation(text(step, 'activation', 'tanh'));
  const gate = scalarActivation(text(step, 'recurrentActivation', 'hardSigmoid'));
  const gates = new Float64Array(2 * units);
  const candidate = new Float64Array(units);
  const kept = new Float64Array(units);
  return (x, at, [hidden], kernel) => {
    for (let j = 0; j < 2 * units; j++) gates[j] = x[at + j];
    addProduct(gates, hidden, kernel, 3 * units, 0);
    for (let j = 0; j < units; j++) {
      candidate[j] = x[at + 2 * units + j];
      kept[j] = gate(gates[units + j]) * hidden[j];
    }
    addProduct(candidate, kept, kernel, 3 * units, 2 * units);
    for (let j = 0; j < units; j++) {
      const z = gate(gates[j]);
      hidden[j] = z * hidden[j] + (1 - z) * activation(candidate[j]);
    }
  };
}

/** Hochreiter & Schmidhuber 1997 with a forget gate. Gates: i, f, c, o. */
export function lstmCell(step: Step, units: number): Cell {
  const activation = scalarActivation(text(step, 'activation', 'tanh'));
  const gate = scalarActivation(text(step, 'recurrentActivation', 'hardSigmoid'));
  const gates = new Float64Array(4 * units);
  return (x, at, [hidden, carry], kernel) => {
    for (let j = 0; j < 4 * units; j++) gates[j] = x[at + j];
    addProduct(gates, hidden, kernel, 4 * units, 0);
    for (let j = 0; j < units; j++) {
      const kept = gate(gates[units + j]) * carry[j];
      carry[j] = kept + gate(gates[j]) * activation(gates[2 * units + j]);
      hidden[j] = gate(gates[3 * units + j]) * activation(carry[j]);
    }
  };
}

/** The outputs that the layer's flags ask for: the sequence or its last step, then the states. */
export function collected(step: Step, sequence: Tensor, states: readonly Tensor[]): readonly Tensor[] {
  const output = flag(step, 'returnSequences', false) ? sequence : states[0];
  return flag(step, 'returnState', false) ? [output, ...states] : [output];
}

/** sums[j] += Σ vector[i] · matrix[i, column + j]. */
function addProduct(
  sums: Float64Array,
  vector: Float64Array,
  matrix: Float64Array,
  rowLength: number,
  column: number,
): void {
  for (let i = 0; i < vector.length; i++) {
    const factor = vector[i];
    if (factor === 0) continue;
    const row = i * rowLength + column;
    for (let j = 0; j < sums.length; j++) sums[j] += factor * matrix[row + j];
  }
}

/** Zero, or the sample's row of the state given as a further input. */
function initialState(given: Tensor | undefined, sample: number, units: number): Float64Array {
  if (given === undefined) return new Float64Array(units);
  return Float64Array.from(given.data.subarray(sample * units, (sample + 1) * units));
}
