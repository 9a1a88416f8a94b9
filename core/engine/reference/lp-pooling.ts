import { gatherAxes } from './geometry.ts';
import { emptyTensor, type Kernel, number } from './kernel.ts';
import { channelsLast } from './layout.ts';
import { addMapped, pool } from './pooling.ts';

/** (Σ|x|ᵖ)^(1/p) of each window. */
export const lpPooling2d: Kernel = channelsLast(function* (step, [input]) {
  const p = number(step, 'p', 2);
  const output = emptyTensor(step.outputShapes[0]);
  yield* pool(
    input,
    gatherAxes(step, 'poolSize', 2),
    output,
    0,
    addMapped((x) => Math.abs(x) ** p),
    (sum) => sum ** (1 / p),
  );
  return [output];
});
