import type { Tensor } from '../../tensor.ts';
import { axisOf, number } from '../kernel.ts';
import type { Backward, Gradient } from './gradient.ts';
import { rounded, sumsLike } from './gradient.ts';

/**
 * The gradient of a layer that only moves elements about (padding, cropping, permuting, nearest up-sampling, …):
 * the layer is run on the numbers of its own elements, which tells where each output came from. Numbers are written in
 * two digits because float32 counts to 2²⁴ only; an element that came from nowhere has zero in both.
 */
export const moving: Gradient = (backward) => {
  const { step, inputs, gradients, kernels, weights } = backward;
  const kernel = kernels[step.operator];
  if (!kernel) throw new TypeError(`there is no kernel for '${step.operator}'`);
  const digits = (of: (index: number) => number): readonly Tensor[] => {
    let next = 0;
    const numbered = inputs.map(({ shape, data }) => ({ shape, data: data.map(() => of(next++)) }));
    return kernel(step, numbered, weights, kernels);
  };
  const low = digits((index) => (index % base) + 1);
  const high = digits((index) => Math.floor(index / base) + 1);
  const sums = inputs.map(sumsLike);
  const starts = inputs.map((_, i) => inputs.slice(0, i).reduce((sum, { data }) => sum + data.length, 0));
  for (const [output, gradient] of gradients.entries()) {
    for (let i = 0; i < gradient.data.length; i++) {
      if (low[output].data[i] === 0) continue;
      const index = (high[output].data[i] - 1) * base + low[output].data[i] - 1;
      const owner = starts.findLastIndex((start) => start <= index);
      sums[owner].data[index - starts[owner]] += gradient.data[i];
    }
  }
  return { inputs: sums.map(rounded), weights: {} };
};

const base = 4096;

/** ∂input is ∂output in the input's shape. */
export const reshaping: Gradient = ({ inputs: [input], gradients: [gradient] }) => ({
  inputs: [{ shape: input.shape, data: gradient.data }],
  weights: {},
});

/** ∂inputᵢ = ∂output · slope(i), summed over the axes along which the input was repeated. */
export function merging(slope: (backward: Backward, input: number) => (at: number) => number): Gradient {
  return (backward) => ({
    inputs: backward.inputs.map((input, index) => {
      const own = slope(backward, index);
      const sums = sumsLike(input);
      const [gradient] = backward.gradients;
      const place = placeIn(input.shape, gradient.shape);
      for (let i = 0; i < gradient.data.length; i++) sums.data[place(i)] += gradient.data[i] * own(i);
      return rounded(sums);
    }),
    weights: {},
  });
}

/** The value of an input where it meets output element `at`, repeated axes included. */
export function valueAt(input: Tensor, shape: readonly number[]): (at: number) => number {
  const place = placeIn(input.shape, shape);
  return (at) => input.data[place(at)];
}

/** At inference the layer is a scale and a shift per channel; the statistics are constants. */
export const batchNormalization: Gradient = ({ step, inputs: [input], weights, gradients: [gradient] }) => {
  const axis = axisOf(number(step, 'axis', -1), input.shape.length);
  const channels = input.shape[axis];
  const inner = input.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const epsilon = number(step, 'epsilon', 1e-3);
  const back = sumsLike(input);
  const gamma = sumsLike({ shape: [channels] });
  const beta = sumsLike({ shape: [channels] });
  for (let i = 0; i < input.data.length; i++) {
    const c = Math.floor(i / inner) % channels;
    const deviation = Math.sqrt(weights.moving_variance.data[c] + epsilon);
    const scale = weights.gamma === undefined ? 1 : weights.gamma.data[c];
    back.data[i] = (gradient.data[i] * scale) / deviation;
    gamma.data[c] += (gradient.data[i] * (input.data[i] - weights.moving_mean.data[c])) / deviation;
    beta.data[c] += gradient.data[i];
  }
  const own = {
    ...(weights.gamma === undefined ? {} : { gamma: rounded(gamma) }),
    ...(weights.beta === undefined ? {} : { beta: rounded(beta) }),
  };
  return { inputs: [rounded(back)], weights: own };
};

/** Index into a tensor that is broadcast to `shape`: sizes aligned at the end, the batch in front. */
function placeIn(own: readonly number[], shape: readonly number[]): (at: number) => number {
  const missing = new Array<number>(shape.length - own.length).fill(1);
  const aligned = [...own.slice(0, 1), ...missing, ...own.slice(1)];
  const strides = new Array<number>(shape.length).fill(0);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (aligned[axis] !== 1) strides[axis] = stride;
    stride *= aligned[axis];
  }
  return (at) => {
    let place = 0;
    for (let axis = shape.length - 1, left = at; axis >= 0; axis--) {
      place += (left % shape[axis]) * strides[axis];
      left = Math.floor(left / shape[axis]);
    }
    return place;
  };
}
