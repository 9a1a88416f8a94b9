import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import { axisOf, emptyTensor, type Kernel, number, numberList, type Weights } from './kernel.ts';

/** A function of one number, in double precision. */
export type Scalar = (x: number) => number;

/** Runs the function named by the attribute `activation`. */
export const activation: Kernel = (step, [input]) => [activate(step, copyOf(input))];

export const reLU: Kernel = (step, [input]) => {
  const limit = step.attributes.maxValue;
  const slope = number(step, 'negativeSlope', 0);
  const threshold = number(step, 'threshold', 0);
  const max = typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY;
  // A slope of 0 times −∞ would be NaN; NaN itself goes through the last case and stays.
  const flat = (x: number): boolean => slope === 0 && x < threshold;
  return [map(input, (x) => (x >= threshold ? Math.min(x, max) : flat(x) ? 0 : slope * (x - threshold)))];
};

export const leakyReLU: Kernel = (step, [input]) => {
  const alpha = number(step, 'alpha', 0.3);
  return [map(input, (x) => (x < 0 ? alpha * x : x))];
};

export const elu: Kernel = (step, [input]) => {
  const alpha = number(step, 'alpha', 1);
  return [map(input, (x) => (x < 0 ? alpha * Math.expm1(x) : x))];
};

export const thresholdedReLU: Kernel = (step, [input]) => {
  const theta = number(step, 'theta', 1);
  return [map(input, (x) => (x > theta ? x : 0))];
};

/** The slope of the negative half is learned per element; axes of size one in `alpha` share it. */
export const prelu: Kernel = (_step, [input], weights: Weights) => {
  const output = emptyTensor(input.shape);
  eachSlope(input, weights.alpha, (i, at) => {
    const x = input.data[i];
    output.data[i] = x < 0 ? weights.alpha.data[at] * x : x;
  });
  return [output];
};

/** Visits every element of the input with the place of its slope. */
export function eachSlope({ shape: sizes, data }: Tensor, { shape }: Tensor, visit: (i: number, at: number) => void) {
  const inner = sizes.slice(1);
  const strides = inner.map((_, axis) => (shape[axis] === 1 ? 0 : shape.slice(axis + 1).reduce((a, b) => a * b, 1)));
  const index = new Array<number>(inner.length).fill(0);
  let at = 0;
  for (let i = 0; i < data.length; i++) {
    visit(i, at);
    for (let axis = inner.length - 1; axis >= 0; axis--) {
      at += strides[axis];
      if (++index[axis] < inner[axis]) break;
      at -= strides[axis] * inner[axis];
      index[axis] = 0;
    }
  }
}

/** The layer's default axis is 1, not the last: TF.js says so, and for (N, C) the two agree. */
export const softmax: Kernel = (step, [input]) => {
  const output = copyOf(input);
  softmaxOver(output, softmaxAxes(step, input.shape.length), false);
  return [output];
};

export function softmaxAxes(step: Step, rank: number): readonly number[] {
  const axes = numberList(step.attributes.axis) ?? [number(step, 'axis', 1)];
  return axes.map((axis) => axisOf(axis, rank));
}

/** Applies the step's `activation` to a fresh tensor in place and returns it. */
export function activate(step: Step, tensor: Tensor): Tensor {
  const name = step.attributes.activation;
  if (name === null || name === undefined) return tensor;
  if (typeof name !== 'string') throw new TypeError('the activation is not a known name');
  return activateBy(name, tensor);
}

/** Applies a named activation in place. Softmax runs over the last axis. */
export function activateBy(name: string, tensor: Tensor): Tensor {
  const canonical = canonicalName(name);
  if (canonical === 'linear') return tensor;
  if (canonical === 'softmax' || canonical === 'logSoftmax') {
    softmaxOver(tensor, [tensor.shape.length - 1], canonical === 'logSoftmax');
    return tensor;
  }
  const f = scalarActivation(name);
  const { data } = tensor;
  for (let i = 0; i < data.length; i++) data[i] = f(data[i]);
  return tensor;
}

/** The function of one number behind a name; throws on names that are none (softmax needs its whole axis). */
export function scalarActivation(name: string): Scalar {
  const f = scalars[canonicalName(name)];
  if (f === undefined) throw new TypeError(`there is no activation '${name}'`);
  return f;
}

/** Keras writes `hard_sigmoid` and `silu` where TF.js writes `hardSigmoid` and `swish`. */
export function canonicalName(name: string): string {
  const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return camel === 'silu' ? 'swish' : camel;
}

const scalars: Readonly<Record<string, Scalar>> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  // The slope that `tf.leakyRelu` has when none is given.
  leakyRelu: (x) => (x < 0 ? 0.2 * x : x),
  elu: (x) => (x < 0 ? Math.expm1(x) : x),
  // Klambauer et al. 2017: the constants keep mean 0 and variance 1 as a fixed point.
  selu: (x) => 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * Math.expm1(x) : x),
  sigmoid,
  hardSigmoid: (x) => Math.min(Math.max(0.2 * x + 0.5, 0), 1),
  hardSwish: (x) => x * Math.min(Math.max(x / 6 + 0.5, 0), 1),
  softplus,
  softsign: (x) => x / (1 + Math.abs(x)),
  tanh: Math.tanh,
  exponential: Math.exp,
  gelu: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  geluNew: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  mish: (x) => x * Math.tanh(softplus(x)),
  swish: (x) => x * sigmoid(x),
};

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/**
 * erf(x) = 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n+1)), Abramowitz & Stegun 7.1.6: all terms have one sign, so nothing
 * cancels. Past 6 the value is ±1 to double precision.
 */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** exp(x − max) / Σ exp(x − max) over the given axes, in place. */
function softmaxOver(tensor: Tensor, axes: readonly number[], logarithm: boolean): void {
  const { shape, data } = tensor;
  const groupOf = groupIndex(shape, axes);
  const groups = shape.reduce((product, size, axis) => (axes.includes(axis) ? product : product * size), 1);
  const largest = new Float64Array(groups).fill(Number.NEGATIVE_INFINITY);
  const sums = new Float64Array(groups);
  groupOf((i, group) => {
    if (data[i] > largest[group]) largest[group] = data[i];
  });
  groupOf((i, group) => {
    sums[group] += Math.exp(data[i] - largest[group]);
  });
  groupOf((i, group) => {
    const shifted = data[i] - largest[group];
    data[i] = logarithm ? shifted - Math.log(sums[group]) : Math.exp(shifted) / sums[group];
  });
}

/** Visits every element with the number of the slice that it belongs to when `axes` are reduced. */
export function groupIndex(
  shape: readonly number[],
  axes: readonly number[],
): (visit: (index: number, group: number) => void) => void {
  const strides = new Array<number>(shape.length).fill(0);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (axes.includes(axis)) continue;
    strides[axis] = stride;
    stride *= shape[axis];
  }
  const total = shape.reduce((product, size) => product * size, 1);
  return (visit) => {
    const index = new Array<number>(shape.length).fill(0);
    let group = 0;
    for (let i = 0; i < total; i++) {
      visit(i, group);
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        group += strides[axis];
        if (++index[axis] < shape[axis]) break;
        group -= strides[axis] * shape[axis];
        index[axis] = 0;
      }
    }
  };
}

function map(input: Tensor, f: Scalar): Tensor {
  const output = emptyTensor(input.shape);
  for (let i = 0; i < output.data.length; i++) output.data[i] = f(input.data[i]);
  return output;
}

function copyOf(tensor: Tensor): Tensor {
  return { shape: tensor.shape, data: tensor.data.slice() };
}
