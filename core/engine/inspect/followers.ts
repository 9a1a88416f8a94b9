import type { OperatorName } from '../../operators/index.ts';
import type { Program, Step } from '../program.ts';
import { number, type Weights } from '../reference/kernel.ts';

/** The layers that only map a step's values, one by one, before anything else sees them: normalisation, activation. */
export function followersOf(program: Program, step: number): readonly number[] {
  const found: number[] = [];
  for (let at = step; found.length < most; ) {
    const readers = program.steps.flatMap(({ inputs }, reader) =>
      inputs.some((input) => input.step === at) ? [reader] : [],
    );
    const [next] = readers;
    if (next === undefined || readers.length > 1 || !mapping.has(program.steps[next].operator)) break;
    found.push(next);
    at = next;
  }
  return found;
}

/** A convolution is followed by a normalisation and an activation; what comes after them is another layer's affair. */
const most = 2;

const mapping: ReadonlySet<OperatorName> = new Set([
  'activation',
  'batchNormalization',
  'elu',
  'leakyReLU',
  'reLU',
  'thresholdedReLU',
]);

/** What a batch normalisation does to a map at inference: x · scale + shift. */
export function normalisationOf(
  step: Step,
  weights: Weights,
  map: number,
): { readonly scale: number; readonly shift: number } {
  const gamma = weights.gamma?.data[map] ?? 1;
  const scale = gamma / Math.sqrt(weights.moving_variance.data[map] + number(step, 'epsilon', 1e-3));
  return { scale, shift: (weights.beta?.data[map] ?? 0) - weights.moving_mean.data[map] * scale };
}
