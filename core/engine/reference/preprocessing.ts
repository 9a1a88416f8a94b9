import { emptyTensor, type Kernel, number, text } from './kernel.ts';

/** scale · x + offset. */
export const rescaling: Kernel = (step, [input]) => {
  const scale = number(step, 'scale');
  const offset = number(step, 'offset', 0);
  const output = emptyTensor(input.shape);
  for (let i = 0; i < output.data.length; i++) output.data[i] = scale * input.data[i] + offset;
  return [output];
};

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

/** Integers as one-hot, multi-hot or count vectors of `numTokens` entries. */
export const categoryEncoding: Kernel = (step, [input]) => {
  const tokens = number(step, 'numTokens');
  const mode = text(step, 'outputMode', 'multiHot');
  const output = emptyTensor(step.outputShapes[0]);
  const perRow = input.data.length / (output.data.length / tokens);
  for (let i = 0; i < input.data.length; i++) {
    const token = Math.trunc(input.data[i]);
    if (!(token >= 0 && token < tokens))
      throw new RangeError(`the value ${input.data[i]} is outside 0 … ${tokens - 1}`);
    const at = Math.floor(i / perRow) * tokens + token;
    output.data[at] = mode === 'count' ? output.data[at] + 1 : 1;
  }
  return [output];
};
