import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import { elements, type Kernel, portionsOf } from './kernel.ts';

/**
 * Lets a kernel written for channels last serve `dataFormat: 'channelsFirst'` too, by the same detour that TF.js
 * takes: transpose, run, transpose back.
 */
export function channelsLast(kernel: Kernel): Kernel {
  return moveChannels(1, kernel);
}

/** The same where `leading` axes (batch, time) come before the channel; outputs without a time axis have one less. */
export function moveChannels(leading: 1 | 2, kernel: Kernel): Kernel {
  return function* (step, inputs, weights, table) {
    if (step.attributes.dataFormat !== 'channelsFirst') return yield* portionsOf(kernel(step, inputs, weights, table));
    const rank = step.inputShapes[0].length - leading - 1;
    const inner = withChannelsLast(step, leading);
    const moved = inputs.map((input) => transpose(input, channelToEnd(axesOf(input), rank)));
    const outputs = yield* portionsOf(kernel(inner, moved, weights, table));
    return outputs.map((output) => transpose(output, channelToFront(axesOf(output), rank)));
  };
}

/** The step as it would be with channels last: its attributes and shapes. */
export function withChannelsLast(step: Step, leading: 1 | 2 = 1): Step {
  if (step.attributes.dataFormat !== 'channelsFirst') return step;
  const rank = step.inputShapes[0].length - leading - 1;
  return {
    ...step,
    attributes: { ...step.attributes, dataFormat: 'channelsLast' },
    inputShapes: step.inputShapes.map((shape) => channelToEnd(shape, rank)),
    outputShapes: step.outputShapes.map((shape) => channelToEnd(shape, rank)),
  };
}

/** Permutes axes: axis i of the result is axis `order[i]` of the input. */
export function transpose(input: Tensor, order: readonly number[]): Tensor {
  const shape = order.map((axis) => input.shape[axis]);
  const strides = stridesOf(input.shape);
  const steps = order.map((axis) => strides[axis]);
  const data = new Float32Array(elements(shape));
  const inner = shape.length === 0 ? 1 : shape[shape.length - 1];
  const innerStep = shape.length === 0 ? 1 : steps[steps.length - 1];
  const index = new Array<number>(Math.max(shape.length - 1, 0)).fill(0);
  let from = 0;
  for (let to = 0; to < data.length; to += inner) {
    for (let i = 0, source = from; i < inner; i++, source += innerStep) data[to + i] = input.data[source];
    for (let axis = index.length - 1; axis >= 0; axis--) {
      from += steps[axis];
      if (++index[axis] < shape[axis]) break;
      from -= steps[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return { shape, data };
}

/** Row-major strides, in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

/** The channel is followed by `rank` spatial axes; a tensor without them (a pooled one) stays as it is. */
function channelToEnd(axes: readonly number[], rank: number): number[] {
  const channel = axes.length - rank - 1;
  if (channel < 1) return [...axes];
  return [...axes.slice(0, channel), ...axes.slice(channel + 1), axes[channel]];
}

function channelToFront(axes: readonly number[], rank: number): number[] {
  const channel = axes.length - rank - 1;
  if (channel < 1) return [...axes];
  return [...axes.slice(0, channel), axes[axes.length - 1], ...axes.slice(channel, -1)];
}

function axesOf(tensor: Tensor): number[] {
  return tensor.shape.map((_, axis) => axis);
}
