import { axisOf, emptyTensor, type Kernel, number } from './kernel.ts';

export const concatenate: Kernel = (step, inputs) => {
  const output = emptyTensor(step.outputShapes[0]);
  const axis = axisOf(number(step, 'axis', -1), output.shape.length);
  const inner = output.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const outer = output.shape.slice(0, axis).reduce((a, b) => a * b, 1);
  let to = 0;
  for (let block = 0; block < outer; block++) {
    for (const input of inputs) {
      const run = input.shape[axis] * inner;
      output.data.set(input.data.subarray(block * run, (block + 1) * run), to);
      to += run;
    }
  }
  return [output];
};
