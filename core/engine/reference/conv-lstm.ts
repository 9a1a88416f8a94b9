import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import { type Scalar, scalarActivation } from './activation.ts';
import { convolve } from './convolution.ts';
import { type Axes, gatherAxes, spatial } from './geometry.ts';
import { emptyTensor, flag, type Kernel, numbers, text } from './kernel.ts';
import { moveChannels } from './layout.ts';
import { collected } from './recurrent.ts';

/**
 * Shi et al. 2015 without peepholes, as TF.js has it: the four gates i, f, c, o are convolutions of the input
 * (`kernel`) and, with padding 'same' and stride 1, of the hidden state (`recurrent_kernel`).
 */
export const convLstm2d: Kernel = moveChannels(2, (step, [input], weights) => {
  const [samples, times, ...image] = input.shape;
  const filters = weights.recurrent_kernel.shape[2];
  const state = stateShape(step, samples);
  const frame: Step = { ...step, inputShapes: [[samples, ...image]], outputShapes: [state] };
  const axes = gatherAxes(frame, 'kernelSize', 2);
  const hidden = emptyTensor(state);
  const carry = emptyTensor(state);
  const sequence = emptyTensor([samples, times, ...state.slice(1)]);
  const fromInput = emptyTensor([...state.slice(0, -1), 4 * filters]);
  const fromState = emptyTensor(fromInput.shape);
  const stateAxes = sameAxes(state, numbers(step, 'kernelSize', 2));
  const activation = scalarActivation(text(step, 'activation', 'tanh'));
  const gate = scalarActivation(text(step, 'recurrentActivation', 'hardSigmoid'));
  const backwards = flag(step, 'goBackwards', false);
  for (let t = 0; t < times; t++) {
    const now = frameAt(input, backwards ? times - 1 - t : t);
    convolve(now, weights.kernel, weights.bias, axes, 1, fromInput);
    convolve(hidden, weights.recurrent_kernel, undefined, stateAxes, 1, fromState);
    advance(fromInput.data, fromState.data, hidden.data, carry.data, filters, activation, gate);
    store(hidden, sequence, t);
  }
  return collected(step, sequence, [hidden, carry]);
});

function advance(
  x: Float32Array,
  h: Float32Array,
  hidden: Float32Array,
  carry: Float32Array,
  filters: number,
  activation: Scalar,
  gate: Scalar,
): void {
  for (let i = 0; i < hidden.length; i++) {
    const at = Math.floor(i / filters) * 4 * filters + (i % filters);
    const input = gate(x[at] + h[at]);
    const forget = gate(x[at + filters] + h[at + filters]);
    const candidate = activation(x[at + 2 * filters] + h[at + 2 * filters]);
    carry[i] = forget * carry[i] + input * candidate;
    hidden[i] = gate(x[at + 3 * filters] + h[at + 3 * filters]) * activation(carry[i]);
  }
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
