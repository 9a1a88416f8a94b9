import type { Step } from '../../program.ts';
import { scalarActivation } from '../activation.ts';
import { text } from '../kernel.ts';
import { scalarDerivative } from './activation.ts';

/** What a cell needs to run one step backwards for one sample. */
export interface Moment {
  /** The projected input, bias included: gates · units. */
  readonly x: Float32Array;
  /** The states before the step. */
  readonly states: readonly Float64Array[];
  /** `recurrent_kernel` (units, gates·units). */
  readonly kernel: Float64Array;
  /** ∂L/∂states after the step on entry, before it on return. */
  readonly slopes: readonly Float64Array[];
  /** ∂L/∂kernel, added to. */
  readonly toKernel: Float64Array;
}

type Before = Pick<Moment, 'x' | 'states' | 'kernel'>;

/** One step of a recurrent layer for one sample. */
export interface CellGradient {
  /** The states after a step. */
  forward(moment: Before): readonly Float64Array[];
  /** Returns ∂L/∂x. */
  backward(moment: Moment): Float64Array;
}

/** h' = f(a) with a = x + h·U. */
export function simpleCell(step: Step, units: number): CellGradient {
  const name = text(step, 'activation', 'tanh');
  const [f, slope] = [scalarActivation(name), scalarDerivative(name)];
  const sums = ({ x, states: [hidden], kernel }: Before) => withProduct(x, hidden, kernel, units, 0, units);
  return {
    forward: (moment) => [sums(moment).map(f)],
    backward: (moment) => {
      const [toHidden] = moment.slopes;
      const back = sums(moment).map((a, j) => toHidden[j] * slope(a, f(a)));
      toHidden.fill(0);
      throughProduct(moment, moment.states[0], toHidden, back, units, 0);
      return back;
    },
  };
}

/** Gates z, r and the candidate c = f(x + (r·h)·U); h' = z·h + (1 − z)·c. */
export function gruCell(step: Step, units: number): CellGradient {
  const [name, gateName] = [text(step, 'activation', 'tanh'), text(step, 'recurrentActivation', 'hardSigmoid')];
  const [f, slope] = [scalarActivation(name), scalarDerivative(name)];
  const [gate, gateSlope] = [scalarActivation(gateName), scalarDerivative(gateName)];
  const values = ({ x, states: [hidden], kernel }: Before) => {
    const sums = withProduct(x, hidden, kernel, 3 * units, 0, 2 * units);
    const gates = sums.map(gate);
    const kept = hidden.map((h, j) => gates[units + j] * h);
    const candidates = withProduct(x.subarray(2 * units), kept, kernel, 3 * units, 2 * units, units);
    return { sums, gates, kept, candidates };
  };
  return {
    forward: (moment) => {
      const { gates, candidates } = values(moment);
      return [moment.states[0].map((h, j) => gates[j] * h + (1 - gates[j]) * f(candidates[j]))];
    },
    backward: (moment) => {
      const { sums, gates, kept, candidates } = values(moment);
      const [hidden] = moment.states;
      const [toHidden] = moment.slopes;
      const after = toHidden.slice();
      const toCandidates = candidates.map((a, j) => after[j] * (1 - gates[j]) * slope(a, f(a)));
      const toKept = new Float64Array(units);
      throughProduct(moment, kept, toKept, toCandidates, 3 * units, 2 * units);
      const toGates = sums.map((a, i) => {
        const j = i % units;
        const own = i < units ? after[j] * (hidden[j] - f(candidates[j])) : toKept[j] * hidden[j];
        return own * gateSlope(a, gates[i]);
      });
      for (let j = 0; j < units; j++) toHidden[j] = after[j] * gates[j] + toKept[j] * gates[units + j];
      throughProduct(moment, hidden, toHidden, toGates, 3 * units, 0);
      return Float64Array.of(...toGates, ...toCandidates);
    },
  };
}

/** Gates i, f, c, o; carry' = f·carry + i·c, h' = o·activation(carry'). */
export function lstmCell(step: Step, units: number): CellGradient {
  const [name, gateName] = [text(step, 'activation', 'tanh'), text(step, 'recurrentActivation', 'hardSigmoid')];
  const [f, slope] = [scalarActivation(name), scalarDerivative(name)];
  const [gate, gateSlope] = [scalarActivation(gateName), scalarDerivative(gateName)];
  const values = ({ x, states: [hidden, carry], kernel }: Before) => {
    const sums = withProduct(x, hidden, kernel, 4 * units, 0, 4 * units);
    const gates = sums.map((a, i) => (Math.floor(i / units) === 2 ? f(a) : gate(a)));
    const carried = carry.map((c, j) => gates[units + j] * c + gates[j] * gates[2 * units + j]);
    return { sums, gates, carried };
  };
  return {
    forward: (moment) => {
      const { gates, carried } = values(moment);
      return [carried.map((c, j) => gates[3 * units + j] * f(c)), carried];
    },
    backward: (moment) => {
      const { sums, gates, carried } = values(moment);
      const [toHidden, toCarry] = moment.slopes;
      const carry = moment.states[1];
      const toCarried = carried.map((c, j) => toCarry[j] + toHidden[j] * gates[3 * units + j] * slope(c, f(c)));
      const back = sums.map((a, i) => {
        const j = i % units;
        const partners = [gates[2 * units + j] * toCarried[j], carry[j] * toCarried[j], gates[j] * toCarried[j]];
        const kind = Math.floor(i / units);
        return (partners[kind] ?? toHidden[j] * f(carried[j])) * (kind === 2 ? slope : gateSlope)(a, gates[i]);
      });
      for (let j = 0; j < units; j++) toCarry[j] = toCarried[j] * gates[units + j];
      toHidden.fill(0);
      throughProduct(moment, moment.states[0], toHidden, back, 4 * units, 0);
      return back;
    },
  };
}

/** x[j] + Σ vector[i]·matrix[i, column + j] for the first `count` j. */
function withProduct(
  x: Float32Array,
  vector: Float64Array,
  matrix: Float64Array,
  rowLength: number,
  column: number,
  count: number,
): Float64Array {
  return Float64Array.from({ length: count }, (_, j) =>
    vector.reduce((sum, factor, i) => sum + factor * matrix[i * rowLength + column + j], x[j]),
  );
}

/** Backwards through that product: ∂vector and ∂matrix, added to. */
function throughProduct(
  { kernel, toKernel }: Pick<Moment, 'kernel' | 'toKernel'>,
  vector: Float64Array,
  toVector: Float64Array,
  gradient: Float64Array,
  rowLength: number,
  column: number,
): void {
  for (let i = 0; i < vector.length; i++) {
    for (let j = 0; j < gradient.length; j++) {
      toVector[i] += gradient[j] * kernel[i * rowLength + column + j];
      toKernel[i * rowLength + column + j] += gradient[j] * vector[i];
    }
  }
}
