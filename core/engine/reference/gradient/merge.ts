import type { Tensor } from '../../tensor.ts';
import { type Backward, type Gradient, rounded, sumsLike } from './gradient.ts';

export const add: Gradient = merging(() => () => 1);

export const subtract: Gradient = merging((_backward, own) => () => (own === 0 ? 1 : -1));

/** The other factors. */
export const multiply: Gradient = merging(({ inputs, outputs }, own) => {
  const others = inputs.filter((_, index) => index !== own).map((input) => valueAt(input, outputs[0].shape));
  return (at) => others.reduce((product, other) => product * other(at), 1);
});

export const average: Gradient = merging(
  ({ inputs }) =>
    () =>
      1 / inputs.length,
);

/** For a maximum or minimum: all of ∂output goes to the first input that attains it, as in TF.js. */
export const extreme: Gradient = merging(({ inputs, outputs: [output] }, own) => {
  const values = inputs.slice(0, own + 1).map((input) => valueAt(input, output.shape));
  return (at) => (values.findIndex((value) => value(at) === output.data[at]) === own ? 1 : 0);
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
