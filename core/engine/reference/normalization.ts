import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import { axisOf, emptyTensor, type Kernel, number, numberList } from './kernel.ts';

/** gamma · (x − moving_mean) / √(moving_variance + epsilon) + beta along `axis`, as at inference. */
export const batchNormalization: Kernel = (step, [input], weights) => {
  const axis = axisOf(number(step, 'axis', -1), input.shape.length);
  const channels = input.shape[axis];
  const epsilon = number(step, 'epsilon', 1e-3);
  const scale = new Float64Array(channels);
  const shift = new Float64Array(channels);
  for (let c = 0; c < channels; c++) {
    const gamma = weights.gamma === undefined ? 1 : weights.gamma.data[c];
    const beta = weights.beta === undefined ? 0 : weights.beta.data[c];
    scale[c] = gamma / Math.sqrt(weights.moving_variance.data[c] + epsilon);
    shift[c] = beta - weights.moving_mean.data[c] * scale[c];
  }
  const inner = input.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const output = emptyTensor(input.shape);
  const { data } = output;
  for (let from = 0, c = 0; from < data.length; from += inner, c = c + 1 === channels ? 0 : c + 1) {
    for (let i = from; i < from + inner; i++) data[i] = input.data[i] * scale[c] + shift[c];
  }
  return [output];
};

/** Mean and variance over `axis` (the last one unless told), then gamma and beta of the shape of those axes. */
export const layerNormalization: Kernel = (step, [input], weights) => {
  const epsilon = number(step, 'epsilon', 1e-3);
  const { group, inside, groups, count } = layerReduction(step, input);
  const means = new Float64Array(groups);
  const variances = new Float64Array(groups);
  const { data } = input;
  for (let i = 0; i < data.length; i++) means[group[i]] += data[i] / count;
  for (let i = 0; i < data.length; i++) variances[group[i]] += (data[i] - means[group[i]]) ** 2 / count;
  const output = emptyTensor(input.shape);
  for (let i = 0; i < data.length; i++) {
    const normalised = (data[i] - means[group[i]]) / Math.sqrt(variances[group[i]] + epsilon);
    const gamma = weights.gamma === undefined ? 1 : weights.gamma.data[inside[i]];
    const beta = weights.beta === undefined ? 0 : weights.beta.data[inside[i]];
    output.data[i] = gamma * normalised + beta;
  }
  return [output];
};

/** Which elements are normalised together. */
export interface Reduction {
  /** Per element: the slice that shares a mean. */
  readonly group: Int32Array;
  /** Per element: its place among the reduced axes, which is where its gamma and beta are. */
  readonly inside: Int32Array;
  readonly groups: number;
  /** Elements of one slice. */
  readonly count: number;
}

/** What a layer normalisation takes the mean of: everything that differs only along `axis`. */
export function layerReduction(step: Step, input: Tensor): Reduction {
  const rank = input.shape.length;
  const axes = (numberList(step.attributes.axis) ?? [number(step, 'axis', -1)]).map((axis) => axisOf(axis, rank));
  return reduction(input, axes);
}

function reduction(input: Tensor, axes: readonly number[]): Reduction {
  const { shape, data } = input;
  const group = new Int32Array(data.length);
  const inside = new Int32Array(data.length);
  let groupStride = 1;
  let insideStride = 1;
  let block = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const reduced = axes.includes(axis);
    const target = reduced ? inside : group;
    const stride = reduced ? insideStride : groupStride;
    for (let i = 0; i < data.length; i++) target[i] += (Math.floor(i / block) % shape[axis]) * stride;
    if (reduced) insideStride *= shape[axis];
    else groupStride *= shape[axis];
    block *= shape[axis];
  }
  return { group, inside, groups: groupStride, count: insideStride };
}
