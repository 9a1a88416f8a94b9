import type { Tensor } from '../tensor.ts';
import { axisOf, emptyTensor, flag, type Kernel, number, numberList } from './kernel.ts';

/** Combines inputs element by element; axes of size one and missing leading axes are repeated. */
export function elementwise(combine: (a: number, b: number) => number): Kernel {
  return (step, inputs) => [inputs.slice(1).reduce((a, b) => pairwise(a, b, combine), started(inputs[0], step))];
}

/** The mean of the inputs. */
export const average: Kernel = (step, inputs) => {
  const [sum] = elementwise((a, b) => a + b)(step, inputs, {}, {});
  const data = new Float32Array(sum.data.length);
  for (let i = 0; i < data.length; i++) data[i] = sum.data[i] / inputs.length;
  return [{ shape: sum.shape, data }];
};

export const concatenate: Kernel = (step, inputs) => {
  const output = emptyTensor(step.outputShapes[0]);
  const axis = axisOf(number(step, 'axis', -1), output.shape.length);
  const inner = output.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const outer = output.shape.slice(0, axis).reduce((a, b) => a * b, 1);
  let to = 0;
  for (let block = 0; block < outer; block++) {
    for (const input of inputs) {
      const run = input.shape[axis] * inner;
      output.data.set(input.data.subarray(block * run, (block + 1) * run), to);
      to += run;
    }
  }
  return [output];
};

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

/** A first operand that later ones may broadcast against. */
function started(input: Tensor, step: { readonly outputShapes: readonly (readonly number[])[] }): Tensor {
  const rank = step.outputShapes[0].length;
  return input.shape.length === rank ? input : { shape: padded(input.shape, rank), data: input.data };
}

function pairwise(a: Tensor, b: Tensor, combine: (a: number, b: number) => number): Tensor {
  if (a.data.length === b.data.length && a.shape.every((size, axis) => size === b.shape[axis])) {
    const output = emptyTensor(a.shape);
    for (let i = 0; i < output.data.length; i++) output.data[i] = combine(a.data[i], b.data[i]);
    return output;
  }
  return broadcast(a, b, combine);
}

function broadcast(a: Tensor, b: Tensor, combine: (a: number, b: number) => number): Tensor {
  const rank = Math.max(a.shape.length, b.shape.length);
  const left = padded(a.shape, rank);
  const right = padded(b.shape, rank);
  const output = emptyTensor(left.map((size, axis) => Math.max(size, right[axis])));
  const index = new Array<number>(rank).fill(0);
  const leftStrides = broadcastStrides(left);
  const rightStrides = broadcastStrides(right);
  let i = 0;
  let j = 0;
  for (let to = 0; to < output.data.length; to++) {
    output.data[to] = combine(a.data[i], b.data[j]);
    for (let axis = rank - 1; axis >= 0; axis--) {
      i += leftStrides[axis];
      j += rightStrides[axis];
      if (++index[axis] < output.shape[axis]) break;
      i -= leftStrides[axis] * output.shape[axis];
      j -= rightStrides[axis] * output.shape[axis];
      index[axis] = 0;
    }
  }
  return output;
}

/** TF.js aligns operands of lower rank after the batch: (N, C) against (N, H, W, C) is (N, 1, 1, C). */
function padded(shape: readonly number[], rank: number): number[] {
  const missing = new Array<number>(rank - shape.length).fill(1);
  return [...shape.slice(0, 1), ...missing, ...shape.slice(1)];
}

function broadcastStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(0);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1) strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

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
