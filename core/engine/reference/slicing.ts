import type { Tensor } from '../tensor.ts';
import { axisOf, emptyTensor, type Kernel, number, numberList } from './kernel.ts';
import { stridesOf } from './layout.ts';

/** A box of the input; `begin` counts without the batch. */
export const slice: Kernel = (step, [input]) => {
  const begin = numberList(step.attributes.begin);
  if (begin === null) throw new TypeError("slice needs a list of numbers for 'begin'");
  return [box(input, [0, ...begin], step.outputShapes[0])];
};

/** Neighbouring parts along one axis. */
export const split: Kernel = (step, [input]) => {
  const axis = axisOf(number(step, 'axis', -1), input.shape.length);
  let start = 0;
  return step.outputShapes.map((shape) => {
    const begin = shape.map((_, i) => (i === axis ? start : 0));
    start += shape[axis];
    return box(input, begin, shape);
  });
};

function box(input: Tensor, begin: readonly number[], shape: readonly number[]): Tensor {
  const output = emptyTensor(shape);
  const strides = stridesOf(input.shape);
  const run = shape[shape.length - 1];
  const outer = stridesOf(shape.slice(0, -1));
  for (let line = 0; line < output.data.length / run; line++) {
    let from = begin[begin.length - 1] ?? 0;
    for (const [axis, stride] of outer.entries()) {
      const index = Math.floor(line / stride) % shape[axis];
      from += (index + (begin[axis] ?? 0)) * strides[axis];
    }
    output.data.set(input.data.subarray(from, from + run), line * run);
  }
  return output;
}
