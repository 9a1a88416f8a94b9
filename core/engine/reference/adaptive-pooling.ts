import { emptyTensor, type Kernel, numbers } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** Window i of o spans ⌊i·n/o⌋ … ⌈(i + 1)·n/o⌉. */
export function adaptivePooling(kind: 'max' | 'average'): Kernel {
  return channelsLast((step, [input]) => {
    const [rows, columns] = numbers(step, 'outputSize', 2);
    const output = emptyTensor(step.outputShapes[0]);
    const [images, height, width, channels] = input.shape;
    const sums = new Float64Array(channels);
    let to = 0;
    for (let image = 0; image < images; image++) {
      for (let row = 0; row < rows; row++) {
        const [top, bottom] = [Math.floor((row * height) / rows), Math.ceil(((row + 1) * height) / rows)];
        for (let column = 0; column < columns; column++, to += channels) {
          const [left, right] = [Math.floor((column * width) / columns), Math.ceil(((column + 1) * width) / columns)];
          sums.fill(kind === 'max' ? Number.NEGATIVE_INFINITY : 0);
          for (let y = top; y < bottom; y++) {
            for (let x = left; x < right; x++) {
              const from = ((image * height + y) * width + x) * channels;
              for (let c = 0; c < channels; c++) {
                const value = input.data[from + c];
                sums[c] = kind === 'max' ? Math.max(sums[c], value) : sums[c] + value;
              }
            }
          }
          const divisor = kind === 'max' ? 1 : (bottom - top) * (right - left);
          for (let c = 0; c < channels; c++) output.data[to + c] = sums[c] / divisor;
        }
      }
    }
    return [output];
  });
}
