import { finished } from '../../breath.ts';
import type { Step } from '../../program.ts';
import type { Tensor } from '../../tensor.ts';
import { matrixProduct } from '../dense.ts';
import { emptyTensor, flag, type Weights } from '../kernel.ts';
import { cellStack, cellsOf } from '../recurrent-cells.ts';
import type { CellGradient } from './cell-gradient.ts';
import { type Gradient, rounded, type Sums, sumsLike } from './gradient.ts';
import { throughStack, withFirst } from './recurrent-cells.ts';

/** Back through time: each step adds to the gradients of the shared kernels. Werbos 1990. */
export function recurrent(makeCell: (step: Step, units: number) => CellGradient, stateCount: 1 | 2): Gradient {
  return ({ step, inputs, weights, gradients }) => {
    const [samples, times] = inputs[0].shape;
    const units = weights.recurrent_kernel.shape[0];
    const width = weights.kernel.shape[1];
    const projected = emptyTensor([samples, times, width]);
    matrixProduct(inputs[0], weights.kernel, weights.bias, projected);
    const cell = makeCell(step, units);
    const kernel = Float64Array.from(weights.recurrent_kernel.data);
    const toRecurrent = sumsLike(weights.recurrent_kernel);
    const toProjected = sumsLike(projected);
    const toStates = inputs.slice(1).map(sumsLike);
    for (let sample = 0; sample < samples; sample++) {
      const timeOf = (t: number): number => (flag(step, 'goBackwards', false) ? times - 1 - t : t);
      const at = (t: number): number => (sample * times + timeOf(t)) * width;
      const xAt = (t: number): Float32Array => projected.data.subarray(at(t), at(t) + width);
      const history = [Array.from({ length: stateCount }, (_, i) => rowOf(inputs[i + 1], sample, units))];
      for (let t = 0; t < times; t++) history.push([...cell.forward({ x: xAt(t), states: history[t], kernel })]);
      const slopes = Array.from({ length: stateCount }, () => new Float64Array(units));
      for (let t = times - 1; t >= 0; t--) {
        addOutputs(step, gradients, slopes, sample, t, times);
        const moment = { x: xAt(t), states: history[t], kernel, slopes, toKernel: toRecurrent.data };
        toProjected.data.set(cell.backward(moment), at(t));
      }
      for (const [i, sums] of toStates.entries()) sums.data.set(slopes[i], sample * units);
    }
    const [input, own] = throughProjection(inputs[0], weights, toProjected);
    return {
      inputs: [input, ...toStates.map(rounded)],
      weights: { ...own, recurrent_kernel: rounded(toRecurrent) },
    };
  };
}

/** The cells in reverse, each over its whole sequence. */
export const rnn: Gradient = (backward) => {
  const { step, inputs, weights, gradients, kernels } = backward;
  const runs = finished(cellStack(cellsOf(step, 'cell'), step, inputs, weights, kernels));
  const sequences = step.attributes.returnSequences === true;
  const [first, ...states] = gradients;
  const last = sequences ? states : withFirst(states, first);
  return throughStack(runs, sequences ? first : null, last, backward);
};

/** Adds what the layer's outputs pass to the states after step t: the sequence at t, and the last states at the end. */
function addOutputs(
  step: Step,
  gradients: readonly Tensor[],
  slopes: readonly Float64Array[],
  sample: number,
  t: number,
  times: number,
): void {
  const units = slopes[0].length;
  const add = (to: Float64Array, { data }: Tensor, row: number): void => {
    for (let j = 0; j < units; j++) to[j] += data[row * units + j];
  };
  const sequences = flag(step, 'returnSequences', false);
  if (sequences) add(slopes[0], gradients[0], sample * times + t);
  if (t < times - 1) return;
  if (!sequences) add(slopes[0], gradients[0], sample);
  for (const [i, slope] of slopes.entries()) if (gradients[i + 1] !== undefined) add(slope, gradients[i + 1], sample);
}

/** The gradients of projected = input · kernel + bias. */
function throughProjection(input: Tensor, weights: Weights, gradient: Sums): readonly [Tensor, Weights] {
  const [features, width] = weights.kernel.shape;
  const [toInput, toKernel, toBias] = [sumsLike(input), sumsLike(weights.kernel), sumsLike({ shape: [width] })];
  for (let i = 0; i < gradient.data.length; i++) {
    const [row, j] = [Math.floor(i / width), i % width];
    toBias.data[j] += gradient.data[i];
    for (let c = 0; c < features; c++) {
      toInput.data[row * features + c] += gradient.data[i] * weights.kernel.data[c * width + j];
      toKernel.data[c * width + j] += gradient.data[i] * input.data[row * features + c];
    }
  }
  const kernel = rounded(toKernel);
  const own: Weights = weights.bias === undefined ? { kernel } : { kernel, bias: rounded(toBias) };
  return [rounded(toInput), own];
}

function rowOf(given: Tensor | undefined, sample: number, units: number): Float64Array {
  if (given === undefined) return new Float64Array(units);
  return Float64Array.from(given.data.subarray(sample * units, (sample + 1) * units));
}
