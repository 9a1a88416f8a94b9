import { EngineError } from '../backend.ts';
import { finished, type Portions } from '../breath.ts';
import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import { kernels } from './index.ts';
import { type KernelTable, kernelOf, portionsOf, type Weights } from './kernel.ts';

/**
 * Runs one step by its reference kernel, for this engine and for others that have no kernel for it. Yields on its way.
 * @throws EngineError that names the step
 */
export function* computing(
  step: Step,
  inputs: readonly Tensor[],
  weights: Weights = {},
  table: KernelTable = kernels,
): Portions<readonly Tensor[]> {
  try {
    return yield* portionsOf(kernelOf(step.operator, table)(step, inputs, weights, table));
  } catch (error) {
    throw new EngineError(error instanceof Error ? error.message : String(error), step.path);
  }
}

/** The same without a break. */
export function computeStep(step: Step, inputs: readonly Tensor[], weights: Weights = {}): readonly Tensor[] {
  return finished(computing(step, inputs, weights));
}
