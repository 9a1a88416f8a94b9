import { emptyTensor, type Kernel } from './kernel.ts';
import { channelsLast } from './layout.ts';
import { addTo, takeLargest } from './pooling.ts';

/** Reduces every spatial axis: input (N, …, C), output (N, C), or (N, 1, …, C) with `keepDims`. */
export function globalPooling(kind: 'max' | 'average'): Kernel {
  return channelsLast((step, [input]) => {
    const output = emptyTensor(step.outputShapes[0]);
    const channels = input.shape[input.shape.length - 1];
    const images = input.shape[0];
    const positions = input.data.length / (images * channels);
    const sums = new Float64Array(channels);
    const visit = kind === 'max' ? takeLargest : addTo;
    for (let image = 0; image < images; image++) {
      sums.fill(kind === 'max' ? Number.NEGATIVE_INFINITY : 0);
      for (let p = 0; p < positions; p++) visit(sums, input.data, (image * positions + p) * channels);
      for (let c = 0; c < channels; c++) {
        output.data[image * channels + c] = kind === 'max' ? sums[c] : sums[c] / positions;
      }
    }
    return [output];
  });
}
