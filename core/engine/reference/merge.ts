import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import { emptyTensor, type Kernel } from './kernel.ts';

/** Combines inputs element by element; axes of size one and missing leading axes are repeated. */
export function elementwise(combine: (a: number, b: number) => number): Kernel {
  return (step, inputs) => [combined(step, inputs, combine)];
}

/** The mean of the inputs. */
export const average: Kernel = (step, inputs) => {
  const sum = combined(step, inputs, (a, b) => a + b);
  const data = new Float32Array(sum.data.length);
  for (let i = 0; i < data.length; i++) data[i] = sum.data[i] / inputs.length;
  return [{ shape: sum.shape, data }];
};

function combined(step: Step, inputs: readonly Tensor[], combine: (a: number, b: number) => number): Tensor {
  return inputs.slice(1).reduce((a, b) => pairwise(a, b, combine), started(inputs[0], step));
}

/** A first operand that later ones may broadcast against. */
function started(input: Tensor, step: Step): Tensor {
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
