import { axisOf, number } from '../../reference/kernel.ts';
import { broadcastable, MOST_INPUTS, merge } from '../kernels/elementwise.ts';
import { concatenate } from '../kernels/rearrange.ts';
import type { Planned, Planner, StepContext } from '../step-context.ts';

export function mergeLayer(kind: Parameters<typeof merge>[0]): Planner {
  return ({ inputs, output }) => {
    if (inputs.length > MOST_INPUTS) return { reason: `more than ${MOST_INPUTS} inputs` };
    const target = output();
    return inputs.every((input) => broadcastable(input.layout, target.layout))
      ? [merge(kind, inputs, target)]
      : { reason: 'inputs repeated along one spatial axis only' };
  };
}

export function concatenateLayer({ step, inputs, output }: StepContext): Planned {
  const axis = axisOf(number(step, 'axis', -1), inputs[0].shape.length);
  return axis === 0 ? { reason: 'concatenation of batches' } : concatenate(inputs, output(), axis);
}
