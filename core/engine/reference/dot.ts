import type { Tensor } from '../tensor.ts';
import { axisOf, emptyTensor, flag, type Kernel, number, numberList } from './kernel.ts';

/** Σ over axis `axes[0]` of the first and `axes[1]` of the second input, sample by sample; cosine when `normalize`. */
export const dot: Kernel = (step, inputs) => {
  const given = numberList(step.attributes.axes);
  const axes = inputs.map((input, i) => axisOf(given?.[i] ?? number(step, 'axes', -1), input.shape.length));
  const [left, right] = flag(step, 'normalize', false) ? inputs.map((input, i) => normalised(input, axes[i])) : inputs;
  const output = emptyTensor(step.outputShapes[0]);
  const a = slices(left, axes[0]);
  const b = slices(right, axes[1]);
  const depth = left.shape[axes[0]];
  let to = 0;
  for (let sample = 0; sample < left.shape[0]; sample++) {
    for (let i = 0; i < a.count; i++) {
      for (let j = 0; j < b.count; j++, to++) {
        const fromA = a.start(sample, i);
        const fromB = b.start(sample, j);
        let sum = 0;
        for (let p = 0; p < depth; p++) sum += left.data[fromA + p * a.step] * right.data[fromB + p * b.step];
        output.data[to] = sum;
      }
    }
  }
  return [output];
};

export interface Slices {
  /** Slices per sample. */
  readonly count: number;
  /** Distance between neighbours along the contracted axis. */
  readonly step: number;
  start(sample: number, slice: number): number;
}

export function slices(tensor: Tensor, axis: number): Slices {
  const step = tensor.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const size = tensor.data.length / tensor.shape[0];
  const run = step * tensor.shape[axis];
  return {
    count: size / tensor.shape[axis],
    step,
    start: (sample, slice) => sample * size + Math.floor(slice / step) * run + (slice % step),
  };
}

/** Each vector along `axis` divided by its Euclidean length (its square at least 1e-7, as TF.js guards against zero). */
export function normalised(tensor: Tensor, axis: number): Tensor {
  const output = emptyTensor(tensor.shape);
  const all = slices(tensor, axis);
  for (let sample = 0; sample < tensor.shape[0]; sample++) {
    for (let slice = 0; slice < all.count; slice++) {
      const from = all.start(sample, slice);
      let sum = 0;
      for (let p = 0; p < tensor.shape[axis]; p++) sum += tensor.data[from + p * all.step] ** 2;
      const length = Math.sqrt(Math.max(sum, 1e-7));
      for (let p = 0; p < tensor.shape[axis]; p++) {
        output.data[from + p * all.step] = tensor.data[from + p * all.step] / length;
      }
    }
  }
  return output;
}
