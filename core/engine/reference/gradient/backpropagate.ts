import { EngineError, type ProgramWeights } from '../../backend.ts';
import type { Program, StepOutput } from '../../program.ts';
import type { Tensor } from '../../tensor.ts';
import { kernels } from '../index.ts';
import type { Weights } from '../kernel.ts';
import { rounded, type Sums, sumsLike } from './gradient.ts';
import { gradients } from './index.ts';

export interface Backpropagation {
  /** ∂L/∂output of every step, by output; null where the chosen output does not depend on it. */
  readonly values: readonly (readonly (Tensor | null)[])[];
  /** ∂L/∂weight per step. Steps that share weights each have their own part; the sum of them is the gradient. */
  readonly weights: readonly Weights[];
}

/**
 * Runs a program backwards.
 *
 * @param values every output of every step, from a forward run
 * @param at the output whose gradient is given
 * @param gradient ∂L/∂(that output), of its shape
 * @throws EngineError naming the first layer on the way that has no backward pass
 */
export function backpropagate(
  program: Program,
  weights: ProgramWeights,
  values: readonly (readonly Tensor[])[],
  at: StepOutput,
  gradient: Tensor,
): Backpropagation {
  const sums: (Sums | null)[][] = values.map((outputs) => outputs.map(() => null));
  const ofWeights: Weights[] = program.steps.map(() => ({}));
  add(sums, at, gradient);
  for (let index = at.step; index >= 0; index--) {
    const step = program.steps[index];
    if (sums[index].every((sum) => sum === null) || program.inputs.includes(index)) continue;
    const backward = gradients[step.operator];
    if (!backward) throw new EngineError(`'${step.operator}' has no backward pass`, step.path);
    const result = backward({
      step,
      inputs: step.inputs.map((input) => values[input.step][input.output]),
      outputs: values[index],
      weights: weights[index] ?? {},
      gradients: sums[index].map((sum, output) => rounded(sum ?? sumsLike(values[index][output]))),
      kernels,
      passes: gradients,
    });
    for (const [i, input] of step.inputs.entries()) add(sums, input, result.inputs[i]);
    ofWeights[index] = result.weights;
  }
  return {
    values: sums.map((outputs) => outputs.map((sum) => (sum === null ? null : rounded(sum)))),
    weights: ofWeights,
  };
}

/** A value used twice gets the sum of both gradients. */
function add(sums: (Sums | null)[][], { step, output }: StepOutput, gradient: Tensor): void {
  const sum = sums[step][output] ?? sumsLike(gradient);
  for (let i = 0; i < gradient.data.length; i++) sum.data[i] += gradient.data[i];
  sums[step][output] = sum;
}
