import { emptyTensor, type Kernel, number } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** The largest of each group of neighbouring channels. */
export const crossChannelPooling: Kernel = channelsLast((step, [input]) => {
  const size = number(step, 'poolSize');
  const output = emptyTensor(step.outputShapes[0]);
  for (let to = 0; to < output.data.length; to++) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = to * size; i < (to + 1) * size; i++) largest = Math.max(largest, input.data[i]);
    output.data[to] = largest;
  }
  return [output];
});
