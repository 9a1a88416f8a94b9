import { emptyTensor, type Kernel, number } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** Channel i of group g comes to stand at i·groups + g. */
export const channelShuffle: Kernel = channelsLast((step, [input]) => {
  const groups = number(step, 'groups');
  const channels = input.shape[input.shape.length - 1];
  const size = channels / groups;
  const output = emptyTensor(input.shape);
  for (let from = 0; from < input.data.length; from += channels) {
    for (let c = 0; c < channels; c++) {
      output.data[from + (c % size) * groups + Math.floor(c / size)] = input.data[from + c];
    }
  }
  return [output];
});
