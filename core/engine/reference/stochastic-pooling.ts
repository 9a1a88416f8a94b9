import { gatherAxes } from './geometry.ts';
import { emptyTensor, type Kernel } from './kernel.ts';
import { channelsLast } from './layout.ts';
import { addMapped, addTo, keep, pool } from './pooling.ts';

/** At inference the mean weighted by the values themselves, Σx²/Σx; 0 for a window of zeros. */
export const stochasticPooling2d: Kernel = channelsLast(function* (step, [input]) {
  const axes = gatherAxes(step, 'poolSize', 2);
  const squares = emptyTensor(step.outputShapes[0]);
  const sums = emptyTensor(step.outputShapes[0]);
  yield* pool(
    input,
    axes,
    squares,
    0,
    addMapped((x) => x * x),
    keep,
  );
  yield* pool(input, axes, sums, 0, addTo, keep);
  for (let i = 0; i < sums.data.length; i++) {
    sums.data[i] = sums.data[i] === 0 ? 0 : squares.data[i] / sums.data[i];
  }
  return [sums];
});
