import type { Tensor } from '../../tensor.ts';
import { normalised, slices } from '../dot.ts';
import { axisOf, flag, number, numberList } from '../kernel.ts';
import { type Gradient, rounded, type Sums, sumsLike } from './gradient.ts';

/** ∂left = ∂output against right and the other way round; through the lengths as well when they are divided out. */
export const dot: Gradient = ({ step, inputs, gradients: [gradient] }) => {
  const given = numberList(step.attributes.axes);
  const axes = inputs.map((input, i) => axisOf(given?.[i] ?? number(step, 'axes', -1), input.shape.length));
  const units = flag(step, 'normalize', false) ? inputs.map((input, i) => normalised(input, axes[i])) : inputs;
  const [left, right] = units;
  const [a, b] = [slices(left, axes[0]), slices(right, axes[1])];
  const sums = units.map(sumsLike);
  let from = 0;
  for (let sample = 0; sample < left.shape[0]; sample++) {
    for (let i = 0; i < a.count; i++) {
      for (let j = 0; j < b.count; j++, from++) {
        const [inA, inB] = [a.start(sample, i), b.start(sample, j)];
        for (let p = 0; p < left.shape[axes[0]]; p++) {
          const [atA, atB] = [inA + p * a.step, inB + p * b.step];
          sums[0].data[atA] += gradient.data[from] * right.data[atB];
          sums[1].data[atB] += gradient.data[from] * left.data[atA];
        }
      }
    }
  }
  const back = units === inputs ? sums : sums.map((sum, i) => throughLength(inputs[i], units[i], sum, axes[i]));
  return { inputs: back.map(rounded), weights: {} };
};

/** u = x/‖x‖: ∂L/∂x = (g − u·⟨g, u⟩)/‖x‖, and g over the guard where that stands in for the length. */
function throughLength(input: Tensor, unit: Tensor, gradient: Sums, axis: number): Sums {
  const all = slices(input, axis);
  const back = sumsLike(input);
  const size = input.shape[axis];
  for (let sample = 0; sample < input.shape[0]; sample++) {
    for (let slice = 0; slice < all.count; slice++) {
      const place = (p: number): number => all.start(sample, slice) + p * all.step;
      let [square, aligned] = [0, 0];
      for (let p = 0; p < size; p++) {
        square += input.data[place(p)] ** 2;
        aligned += gradient.data[place(p)] * unit.data[place(p)];
      }
      if (square < 1e-7) aligned = 0;
      const length = Math.sqrt(Math.max(square, 1e-7));
      for (let p = 0; p < size; p++) {
        back.data[place(p)] = (gradient.data[place(p)] - unit.data[place(p)] * aligned) / length;
      }
    }
  }
  return back;
}
