import type { Tensor } from '../../tensor.ts';
import { kernelOf, outputsOf } from '../kernel.ts';
import { type Gradient, rounded, sumsLike } from './gradient.ts';

/**
 * The gradient of a layer that only moves elements about (padding, cropping, permuting, nearest up-sampling, …):
 * the layer is run on the numbers of its own elements, which tells where each output came from. Numbers are written in
 * two digits because float32 counts to 2²⁴ only; an element that came from nowhere has zero in both.
 */
export const moving: Gradient = (backward) => {
  const { step, inputs, gradients, kernels, weights } = backward;
  const kernel = kernelOf(step.operator, kernels);
  const digits = (of: (index: number) => number): readonly Tensor[] => {
    let next = 0;
    const numbered = inputs.map(({ shape, data }) => ({ shape, data: data.map(() => of(next++)) }));
    return outputsOf(kernel(step, numbered, weights, kernels));
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
