import { emptyTensor, type Kernel, number } from './kernel.ts';

/** Rows of the table, one per integer of the input. */
export const embedding: Kernel = (step, [input], weights) => {
  const [rows, size] = weights.embeddings.shape;
  const output = emptyTensor(step.outputShapes[0]);
  for (let i = 0; i < input.data.length; i++) {
    const row = Math.trunc(input.data[i]);
    if (!(row >= 0 && row < rows)) throw new RangeError(`the value ${input.data[i]} is outside 0 … ${rows - 1}`);
    output.data.set(weights.embeddings.data.subarray(row * size, (row + 1) * size), i * size);
  }
  return [output];
};

/** Steps whose features all equal `maskValue` become zero. */
export const masking: Kernel = (step, [input]) => {
  const value = number(step, 'maskValue', 0);
  const size = input.shape[input.shape.length - 1];
  const output = emptyTensor(input.shape);
  for (let from = 0; from < input.data.length; from += size) {
    const features = input.data.subarray(from, from + size);
    if (features.some((x) => x !== value)) output.data.set(features, from);
  }
  return [output];
};
