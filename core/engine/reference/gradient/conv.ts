import type { Tensor } from '../../tensor.ts';
import { gather, oriented } from '../conv.ts';
import { scatter } from '../conv-transpose.ts';
import { type Axes, gatherAxes, spatial } from '../geometry.ts';
import { emptyTensor, number, type Weights } from '../kernel.ts';
import { throughActivation } from './activation.ts';
import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

/** ∂input is the transposed convolution of ∂output; ∂kernel sums patch · ∂output over all positions. */
export function convolution(rank: 1 | 2 | 3): Gradient {
  return channelsLastGradient((backward) => {
    const { step, inputs, weights } = backward;
    const axes = gatherAxes(step, 'kernelSize', rank);
    const groups = number(step, 'groups', 1);
    const gradient = throughActivation(backward);
    const input = emptyTensor(inputs[0].shape);
    scatter({ input: gradient, kernel: oriented(step, weights.kernel), axes: fromOutput(axes), groups }, input);
    const kernel = oriented(step, kernelGradient(inputs[0], gradient, weights.kernel.shape, axes, groups));
    return { inputs: [input], weights: { kernel, ...biasGradient(weights, gradient) } };
  });
}

/** ∂kernel[tap, c, f] = Σ over positions of input under the tap · ∂output. */
export function kernelGradient(
  input: Tensor,
  gradient: Tensor,
  shape: readonly number[],
  axes: Axes,
  groups: number,
): Tensor {
  const channels = input.shape[input.shape.length - 1];
  const filters = gradient.shape[gradient.shape.length - 1];
  const [groupChannels, groupFilters] = [channels / groups, filters / groups];
  const depth = axes[0].kernel * axes[1].kernel * axes[2].kernel * groupChannels;
  const positions = gradient.data.length / filters;
  const sums = sumsLike({ shape });
  const patch = new Float64Array(depth);
  for (let group = 0; group < groups; group++) {
    const windows = { input, axes, first: group * groupChannels, count: groupChannels };
    for (let position = 0; position < positions; position++) {
      gather(windows, position, patch);
      const from = position * filters + group * groupFilters;
      for (let p = 0; p < depth; p++) {
        addScaled(sums.data, p * filters + group * groupFilters, patch[p], gradient.data, from, groupFilters);
      }
    }
  }
  return rounded(sums);
}

/** Σ of ∂output over everything but the last axis, for layers that have a bias. */
export function biasGradient(weights: Weights, gradient: Tensor): Weights {
  if (weights.bias === undefined) return {};
  const sums = sumsLike(weights.bias);
  const count = sums.data.length;
  for (let i = 0; i < gradient.data.length; i++) sums.data[i % count] += gradient.data[i];
  return { bias: rounded(sums) };
}

/** The same windows with the roles of input and output exchanged. */
export function fromOutput(axes: Axes): Axes {
  return spatial(axes.map((axis) => ({ ...axis, input: axis.output, output: axis.input })));
}

function addScaled(
  sums: Float64Array,
  to: number,
  factor: number,
  values: Float32Array,
  from: number,
  count: number,
): void {
  if (factor === 0) return;
  for (let j = 0; j < count; j++) sums[to + j] += factor * values[from + j];
}

/** ∂input and ∂kernel of an ungrouped convolution. */
export function convolutionGradients(
  input: Tensor,
  kernel: Tensor,
  gradient: Tensor,
  axes: Axes,
): readonly [Tensor, Tensor] {
  const back = emptyTensor(input.shape);
  scatter({ input: gradient, kernel, axes: fromOutput(axes) }, back);
  return [back, kernelGradient(input, gradient, kernel.shape, axes, 1)];
}
