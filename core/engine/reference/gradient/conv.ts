import type { Tensor } from '../../tensor.ts';
import { convolve, flipped, gather } from '../conv.ts';
import { scatter } from '../conv-transpose.ts';
import { type Axes, gatherAxes, scatterAxes, spatial } from '../geometry.ts';
import { emptyTensor, number, type Weights } from '../kernel.ts';
import { throughActivation } from './activation.ts';
import { channelsLastGradient, type Gradient, rounded, sumsLike } from './gradient.ts';

/** ∂input is the transposed convolution of ∂output; ∂kernel sums patch · ∂output over all positions. */
export function convolution(rank: 1 | 2 | 3): Gradient {
  return channelsLastGradient((backward) => {
    const { step, inputs, weights } = backward;
    const axes = gatherAxes(step, 'kernelSize', rank);
    const groups = number(step, 'groups', 1);
    const turn = step.attributes.flip === true ? (kernel: Tensor) => flipped(kernel, rank) : same;
    const gradient = throughActivation(backward);
    const input = emptyTensor(inputs[0].shape);
    scatter(gradient, turn(weights.kernel), undefined, fromOutput(axes), groups, input);
    const kernel = turn(kernelGradient(inputs[0], gradient, weights.kernel.shape, axes, groups));
    return { inputs: [input], weights: { kernel, ...biasGradient(weights, gradient) } };
  });
}

/** The adjoint's adjoint: ∂input is the convolution of ∂output, and in ∂kernel the two swap places. */
export function transposedConvolution(rank: 1 | 2 | 3): Gradient {
  return channelsLastGradient((backward) => {
    const { step, inputs, weights } = backward;
    const axes = fromOutput(scatterAxes(step, rank));
    const groups = number(step, 'groups', 1);
    const turn = step.attributes.flip === true ? (kernel: Tensor) => flipped(kernel, rank) : same;
    const gradient = throughActivation(backward);
    const input = emptyTensor(inputs[0].shape);
    convolve(gradient, turn(weights.kernel), undefined, axes, groups, input);
    const kernel = turn(kernelGradient(gradient, inputs[0], weights.kernel.shape, axes, groups));
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
    for (let position = 0; position < positions; position++) {
      gather(input.data, axes, channels, group * groupChannels, groupChannels, position, patch, 0);
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

function same(kernel: Tensor): Tensor {
  return kernel;
}
