import { EngineError } from '../backend.ts';
import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import { kernels } from './index.ts';
import { type KernelTable, kernelOf, type Weights } from './kernel.ts';

/**
 * Runs one step by its reference kernel, for this engine and for others that have no kernel for it.
 * @throws EngineError that names the step
 */
export function computeStep(
  step: Step,
  inputs: readonly Tensor[],
  weights: Weights = {},
  table: KernelTable = kernels,
): readonly Tensor[] {
  try {
    return kernelOf(step.operator, table)(step, inputs, weights, table);
  } catch (error) {
    throw new EngineError(error instanceof Error ? error.message : String(error), step.path);
  }
}
