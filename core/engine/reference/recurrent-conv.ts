import type { Tensor } from '../tensor.ts';
import { activateBy } from './activation.ts';
import { convolving, oriented } from './conv.ts';
import { gatherAxes } from './geometry.ts';
import { emptyTensor, type Kernel, number, text } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** One convolution applied `steps` times to [input, its own last output], which starts at zero. */
export const recurrentConv2d: Kernel = channelsLast(function* (step, [input], weights) {
  const same = { ...step, attributes: { ...step.attributes, padding: 'same', strides: 1 } };
  const axes = gatherAxes(same, 'kernelSize', 2);
  const kernel = oriented(step, weights.kernel);
  let state = emptyTensor(step.outputShapes[0]);
  for (let time = 0; time < number(step, 'steps'); time++) {
    const stacked = stackChannels(input, state);
    state = emptyTensor(state.shape);
    yield* convolving({ input: stacked, kernel, bias: weights.bias, axes }, state);
    activateBy(text(step, 'activation', 'linear'), state);
  }
  return [state];
});

/** Two tensors of the same positions side by side. */
export function stackChannels(a: Tensor, b: Tensor): Tensor {
  const [left, right] = [a.shape[3], b.shape[3]];
  const stacked = emptyTensor([...a.shape.slice(0, 3), left + right]);
  for (let pixel = 0; pixel < a.data.length / left; pixel++) {
    const to = pixel * (left + right);
    stacked.data.set(a.data.subarray(pixel * left, (pixel + 1) * left), to);
    stacked.data.set(b.data.subarray(pixel * right, (pixel + 1) * right), to + left);
  }
  return stacked;
}
