import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import { emptyTensor, flag, type Kernel, text } from './kernel.ts';

/** The constant's last axes are those of the input; its axes of size one serve the whole axis. */
export const constantOperand: Kernel = (step, [input], { constant }) => {
  const output = emptyTensor(input.shape);
  const { value } = arithmeticOf(step);
  eachPair(input, constant, (i, at) => {
    output.data[i] = value(input.data[i], constant.data[at]);
  });
  return [output];
};

/** Visits every element of the input with the place of its constant. */
export function eachPair(input: Tensor, { shape }: Tensor, visit: (i: number, at: number) => void): void {
  const rank = input.shape.length;
  const sizes = input.shape.map((_, axis) => shape[axis - rank + shape.length] ?? 1);
  const strides = sizes.map((size, axis) =>
    size === 1 ? 0 : sizes.slice(axis + 1).reduce((product, own) => product * own, 1),
  );
  const index = new Array<number>(rank).fill(0);
  let at = 0;
  for (let i = 0; i < input.data.length; i++) {
    visit(i, at);
    for (let axis = rank - 1; axis >= 0; axis--) {
      at += strides[axis];
      if (++index[axis] < input.shape[axis]) break;
      at -= strides[axis] * input.shape[axis];
      index[axis] = 0;
    }
  }
}

interface Arithmetic {
  value(x: number, constant: number): number;
  /** How the value changes with x, and with the constant. */
  slopes(x: number, constant: number): readonly [number, number];
}

export function arithmeticOf(step: Step): Arithmetic {
  const own = arithmetic[text(step, 'operation', 'multiply')];
  if (!flag(step, 'reversed', false)) return own;
  return {
    value: (x, constant) => own.value(constant, x),
    slopes: (x, constant) => {
      const [first, second] = own.slopes(constant, x);
      return [second, first];
    },
  };
}

const arithmetic: Readonly<Record<string, Arithmetic>> = {
  add: { value: (a, b) => a + b, slopes: () => [1, 1] },
  subtract: { value: (a, b) => a - b, slopes: () => [1, -1] },
  multiply: { value: (a, b) => a * b, slopes: (a, b) => [b, a] },
  divide: { value: (a, b) => a / b, slopes: (a, b) => [1 / b, -a / (b * b)] },
  minimum: { value: Math.min, slopes: (a, b) => (a <= b ? [1, 0] : [0, 1]) },
  maximum: { value: Math.max, slopes: (a, b) => (a >= b ? [1, 0] : [0, 1]) },
};
