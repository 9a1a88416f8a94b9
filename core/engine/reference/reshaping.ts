import { emptyTensor, type Kernel, numberList } from './kernel.ts';
import { transpose } from './layout.ts';

/** The same elements in another shape: flatten, reshape. */
export const reshape: Kernel = (step, [input]) => [{ shape: step.outputShapes[0], data: input.data }];

/** `dims` counts from 1, the batch being 0. */
export const permute: Kernel = (step, [input]) => {
  const dims = numberList(step.attributes.dims);
  if (dims === null) throw new TypeError("permute needs a list of axes for 'dims'");
  return [transpose(input, [0, ...dims])];
};

/** TF.js flattens channels-first maps in channels-last order. */
export const flatten: Kernel = (step, [input]) => {
  const rank = input.shape.length;
  if (step.attributes.dataFormat !== 'channelsFirst' || rank < 3) {
    return [{ shape: step.outputShapes[0], data: input.data }];
  }
  const order = [0, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 2), 1];
  return [{ shape: step.outputShapes[0], data: transpose(input, order).data }];
};

/** (N, C) → (N, n, C). */
export const repeatVector: Kernel = (step, [input]) => {
  const output = emptyTensor(step.outputShapes[0]);
  const [samples, times, size] = output.shape;
  for (let sample = 0; sample < samples; sample++) {
    const row = input.data.subarray(sample * size, (sample + 1) * size);
    for (let time = 0; time < times; time++) output.data.set(row, (sample * times + time) * size);
  }
  return [output];
};
