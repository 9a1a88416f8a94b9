import { convolve } from '../conv.ts';
import { eachTap } from '../geometry.ts';
import { type Algorithm, biasSums, countsOf, directMultiplications } from './algorithm.ts';

/** The sum as it is written in textbooks; the measure for all others. */
export const direct: Algorithm = {
  name: 'direct',
  doc: 'Sums over the window at every output position. No workspace.',
  refuses: () => null,
  run: (problem, output) => {
    const { input, kernel, axes, groups } = problem;
    const { images, channels, filters } = countsOf(problem);
    const [perGroup, filtersPerGroup] = [channels / groups, filters / groups];
    const sums = biasSums(problem, output);
    eachTap(axes, images, (pixel, position, tap) => {
      for (let f = 0; f < filters; f++) {
        const base = pixel * channels + Math.floor(f / filtersPerGroup) * perGroup;
        let sum = 0;
        for (let c = 0; c < perGroup; c++)
          sum += input.data[base + c] * kernel.data[(tap * perGroup + c) * filters + f];
        sums[position * filters + f] += sum;
      }
    });
    output.data.set(sums);
  },
  work: (problem) => ({ multiplications: directMultiplications(problem), workspace: 0 }),
};

/** What the engine uses: patches in rows, one product of matrices. */
export const im2col: Algorithm = {
  name: 'im2col + GEMM',
  doc: 'Copies every window into a row of a matrix and multiplies it with the kernel as a matrix. As many multiplications as direct, in an order that processors like.',
  source: 'Chellapilla, Puri and Simard, High Performance Convolutional Neural Networks for Document Processing, 2006',
  refuses: () => null,
  run: (problem, output) => convolve(problem, output),
  work: (problem) => {
    const { images, channels, positions, taps } = countsOf(problem);
    return {
      multiplications: directMultiplications(problem),
      workspace: images * positions * taps * (channels / problem.groups),
    };
  },
};
