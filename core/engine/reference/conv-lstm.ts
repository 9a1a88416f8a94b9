import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import { scalarActivation } from './activation.ts';
import { convolve } from './conv.ts';
import { type Axes, gatherAxes, spatial } from './geometry.ts';
import { emptyTensor, flag, type Kernel, numbers, text, type Weights } from './kernel.ts';
import { moveChannels } from './layout.ts';
import { collected } from './recurrent.ts';
import { singleCell } from './recurrent-cells.ts';

/**
 * Shi et al. 2015 without peepholes, as TF.js has it: the four gates i, f, c, o are convolutions of the input
 * (`kernel`) and, with padding 'same' and stride 1, of the hidden state (`recurrent_kernel`).
 */
export const convLstm2d: Kernel = moveChannels(2, function* (step, inputs, weights) {
  const [samples, times] = inputs[0].shape;
  const state = stateShape(step, samples);
  const sequence = emptyTensor([samples, times, ...state.slice(1)]);
  let last: readonly [Tensor, Tensor] = [emptyTensor(state), emptyTensor(state)];
  let t = 0;
  for (const { after } of convLstmMoments(step, inputs, weights)) {
    store(after[0], sequence, t++);
    last = after;
    yield;
  }
  return collected(step, sequence, last);
});

export const convLstm2dCell: Kernel = singleCell('convLstm2d');

/** One step of the layer: states are the hidden one and the carry. */
export interface Moment {
  readonly frame: Tensor;
  /** Which of the frames it is. */
  readonly time: number;
  readonly before: readonly [hidden: Tensor, carry: Tensor];
  /** The gates before their activations: i, f, c, o for each filter. */
  readonly sums: Tensor;
  readonly after: readonly [hidden: Tensor, carry: Tensor];
}

/** The steps in the order in which they are computed. States start as the further inputs, or at zero. */
export function* convLstmMoments(step: Step, inputs: readonly Tensor[], weights: Weights): Generator<Moment> {
  const [input, hidden, carry] = inputs;
  const [samples, times] = input.shape;
  const { axes, stateAxes } = convLstmAxes(step, input);
  const state = stateShape(step, samples);
  const backwards = flag(step, 'goBackwards', false);
  let before: Moment['before'] = [hidden ?? emptyTensor(state), carry ?? emptyTensor(state)];
  for (let t = 0; t < times; t++) {
    const time = backwards ? times - 1 - t : t;
    const frame = frameAt(input, time);
    const sums = emptyTensor([...state.slice(0, -1), 4 * state[3]]);
    const fromState = emptyTensor(sums.shape);
    convolve({ input: frame, kernel: weights.kernel, bias: weights.bias, axes }, sums);
    convolve({ input: before[0], kernel: weights.recurrent_kernel, axes: stateAxes }, fromState);
    for (let i = 0; i < sums.data.length; i++) sums.data[i] += fromState.data[i];
    const after = advanced(step, sums, before[1]);
    yield { frame, time, before, sums, after };
    before = after;
  }
}

/** The windows over the input and, always at stride 1 and 'same', over the state. */
export function convLstmAxes(step: Step, input: Tensor): { readonly axes: Axes; readonly stateAxes: Axes } {
  const [samples, , ...image] = input.shape;
  const state = stateShape(step, samples);
  const frame: Step = { ...step, inputShapes: [[samples, ...image]], outputShapes: [state] };
  return { axes: gatherAxes(frame, 'kernelSize', 2), stateAxes: sameAxes(state, numbers(step, 'kernelSize', 2)) };
}

function advanced(step: Step, sums: Tensor, carry: Tensor): Moment['after'] {
  const activation = scalarActivation(text(step, 'activation', 'tanh'));
  const gate = scalarActivation(text(step, 'recurrentActivation', 'hardSigmoid'));
  const filters = carry.shape[3];
  const [hidden, carried] = [emptyTensor(carry.shape), emptyTensor(carry.shape)];
  for (let i = 0; i < hidden.data.length; i++) {
    const at = Math.floor(i / filters) * 4 * filters + (i % filters);
    const input = gate(sums.data[at]);
    const forget = gate(sums.data[at + filters]);
    const candidate = activation(sums.data[at + 2 * filters]);
    carried.data[i] = forget * carry.data[i] + input * candidate;
    hidden.data[i] = gate(sums.data[at + 3 * filters]) * activation(carried.data[i]);
  }
  return [hidden, carried];
}

/** The images of one time step, for every sample. */
function frameAt(input: Tensor, time: number): Tensor {
  const [samples, times, ...image] = input.shape;
  const frame = emptyTensor([samples, ...image]);
  const size = frame.data.length / samples;
  for (let sample = 0; sample < samples; sample++) {
    const from = (sample * times + time) * size;
    frame.data.set(input.data.subarray(from, from + size), sample * size);
  }
  return frame;
}

function store(state: Tensor, sequence: Tensor, time: number): void {
  const [samples, times] = sequence.shape;
  const size = state.data.length / samples;
  for (let sample = 0; sample < samples; sample++) {
    sequence.data.set(state.data.subarray(sample * size, (sample + 1) * size), (sample * times + time) * size);
  }
}

function stateShape(step: Step, samples: number): number[] {
  return [samples, ...step.outputShapes[0].slice(-3)];
}

function sameAxes([, height, width]: readonly number[], kernel: readonly number[]): Axes {
  return spatial(
    [height, width].map((size, axis) => ({
      input: size,
      output: size,
      kernel: kernel[axis],
      stride: 1,
      dilation: 1,
      before: Math.floor((kernel[axis] - 1) / 2),
    })),
  );
}
