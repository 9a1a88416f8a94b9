import type { Step } from '../../program.ts';
import type { Tensor } from '../../tensor.ts';
import { scalarActivation } from '../activation.ts';
import { convLstmAxes, convLstmMoments, type Moment } from '../conv-lstm.ts';
import { emptyTensor, flag, text } from '../kernel.ts';
import { scalarDerivative } from './activation.ts';
import { biasGradient, convolutionGradients } from './conv.ts';
import { addTo, channelsLastGradient, type Gradient, rounded, type Sums, sumsLike } from './gradient.ts';
import { singleCell } from './recurrent-cells.ts';

/** Back through time: two convolutions per step, whose kernels collect the gradients of every step. */
export const convLstm2d: Gradient = channelsLastGradient(({ step, inputs, weights, gradients }) => {
  const { axes, stateAxes } = convLstmAxes(step, inputs[0]);
  const moments = [...convLstmMoments(step, inputs, weights)];
  const toInput = sumsLike(inputs[0]);
  const toKernel = sumsLike(weights.kernel);
  const toRecurrent = sumsLike(weights.recurrent_kernel);
  const toBias = sumsLike(weights.bias ?? { shape: [0] });
  const [toHidden, toCarry] = [sumsLike(moments[0].after[0]), sumsLike(moments[0].after[1])];
  for (const [t, moment] of [...moments.entries()].toReversed()) {
    addOutputs(step, gradients, [toHidden, toCarry], t, moments.length);
    const slope = throughGates(step, moment, toHidden, toCarry);
    const [ofFrame, ofKernel] = convolutionGradients(moment.frame, weights.kernel, slope, axes);
    const [ofState, ofRecurrent] = convolutionGradients(moment.before[0], weights.recurrent_kernel, slope, stateAxes);
    addTo(toKernel.data, ofKernel);
    addTo(toRecurrent.data, ofRecurrent);
    const { bias } = biasGradient(weights, slope);
    if (bias !== undefined) addTo(toBias.data, bias);
    toHidden.data.set(ofState.data);
    placeFrame(toInput, ofFrame, moment.time);
  }
  const own = { kernel: rounded(toKernel), recurrent_kernel: rounded(toRecurrent) };
  return {
    inputs: [toInput, toHidden, toCarry].slice(0, inputs.length).map(rounded),
    weights: weights.bias === undefined ? own : { ...own, bias: rounded(toBias) },
  };
}, 2);

export const convLstm2dCell: Gradient = singleCell('convLstm2d');

/** ∂L/∂(gates before their activations). The gradient with respect to the carry moves on to the carry before. */
function throughGates(step: Step, { sums, before, after }: Moment, toHidden: Sums, toCarry: Sums): Tensor {
  const [name, gateName] = [text(step, 'activation', 'tanh'), text(step, 'recurrentActivation', 'hardSigmoid')];
  const [f, slopeOf] = [scalarActivation(name), scalarDerivative(name)];
  const [gate, gateSlope] = [scalarActivation(gateName), scalarDerivative(gateName)];
  const filters = before[1].shape[3];
  const result = emptyTensor(sums.shape);
  for (let i = 0; i < toHidden.data.length; i++) {
    const at = Math.floor(i / filters) * 4 * filters + (i % filters);
    const [a, b, c, d] = [0, 1, 2, 3].map((kind) => sums.data[at + kind * filters]);
    const carried = after[1].data[i];
    const toCarried = toCarry.data[i] + toHidden.data[i] * gate(d) * slopeOf(carried, f(carried));
    result.data[at] = toCarried * f(c) * gateSlope(a, gate(a));
    result.data[at + filters] = toCarried * before[1].data[i] * gateSlope(b, gate(b));
    result.data[at + 2 * filters] = toCarried * gate(a) * slopeOf(c, f(c));
    result.data[at + 3 * filters] = toHidden.data[i] * f(carried) * gateSlope(d, gate(d));
    toCarry.data[i] = toCarried * gate(b);
  }
  return result;
}

/** Adds what the layer's outputs pass to the states after step t: the sequence at t, and the last states at the end. */
function addOutputs(step: Step, gradients: readonly Tensor[], slopes: readonly Sums[], t: number, times: number): void {
  const sequences = flag(step, 'returnSequences', false);
  const samples = slopes[0].shape[0];
  const size = slopes[0].data.length / samples;
  for (let i = 0; sequences && i < slopes[0].data.length; i++) {
    const sample = Math.floor(i / size);
    slopes[0].data[i] += gradients[0].data[(sample * times + t) * size + (i % size)];
  }
  if (t < times - 1) return;
  if (!sequences) addTo(slopes[0].data, gradients[0]);
  for (const [i, slope] of slopes.entries()) if (gradients[i + 1] !== undefined) addTo(slope.data, gradients[i + 1]);
}

function placeFrame(sums: Sums, frame: Tensor, time: number): void {
  const [samples, times] = sums.shape;
  const size = frame.data.length / samples;
  for (let sample = 0; sample < samples; sample++) {
    sums.data.set(frame.data.subarray(sample * size, (sample + 1) * size), (sample * times + time) * size);
  }
}
