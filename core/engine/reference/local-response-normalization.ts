import { emptyTensor, type Kernel, number } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** x / (bias + alpha · Σx²)^beta, the sum over the channels up to `depthRadius` away. */
export const localResponseNormalization: Kernel = channelsLast((step, [input]) => {
  const radius = number(step, 'depthRadius', 5);
  const [bias, alpha, beta] = [number(step, 'bias', 1), number(step, 'alpha', 1), number(step, 'beta', 0.5)];
  const channels = input.shape[input.shape.length - 1];
  const output = emptyTensor(input.shape);
  for (let from = 0; from < input.data.length; from += channels) {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let i = Math.max(0, c - radius); i <= Math.min(channels - 1, c + radius); i++)
        sum += input.data[from + i] ** 2;
      output.data[from + c] = input.data[from + c] / (bias + alpha * sum) ** beta;
    }
  }
  return [output];
});
