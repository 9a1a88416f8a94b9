import { told } from '../../vocabulary/told.ts';
import type { Step } from '../program.ts';
import { axisOf, number, type Weights } from '../reference/kernel.ts';
import type { Refusal } from './refusal.ts';

/**
 * gamma·(x − mean)/√(variance + ε) + beta as one scale and one shift per channel, worked out in double precision.
 * Channels must be the last axis.
 */
export function scaleAndShift(
  step: Step,
): Refusal | ((weights: Weights) => (channel: number) => readonly [scale: number, shift: number]) {
  const rank = step.inputShapes[0].length;
  if (axisOf(number(step, 'axis', -1), rank) !== rank - 1) {
    return { reason: told('normalisation of another axis than the last') };
  }
  const epsilon = number(step, 'epsilon', 1e-3);
  return ({ gamma, beta, moving_mean, moving_variance }) =>
    (c) => {
      const scale = (gamma?.data[c] ?? 1) / Math.sqrt(moving_variance.data[c] + epsilon);
      return [scale, (beta?.data[c] ?? 0) - moving_mean.data[c] * scale];
    };
}
