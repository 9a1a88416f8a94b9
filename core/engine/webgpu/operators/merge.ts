import { told } from '../../../vocabulary/told.ts';
import { axisOf, number } from '../../reference/kernel.ts';
import { broadcastable, MOST_INPUTS, merge } from '../kernels/elementwise.ts';
import { concatenate } from '../kernels/rearrange.ts';
import type { Planned, Planner, StepContext } from '../step-context.ts';

export function mergeLayer(kind: Parameters<typeof merge>[0]): Planner {
  return ({ inputs, output }) => {
    if (inputs.length > MOST_INPUTS) return { reason: told('more than {0} inputs', MOST_INPUTS) };
    const target = output();
    return inputs.every((input) => broadcastable(input.layout, target.layout))
      ? [merge(kind, inputs, target)]
      : { reason: told('inputs repeated along one spatial axis only') };
  };
}

export function concatenateLayer({ step, inputs, output }: StepContext): Planned {
  const axis = axisOf(number(step, 'axis', -1), inputs[0].shape.length);
  return axis === 0 ? { reason: told('concatenation of batches') } : concatenate(inputs, output(), axis);
}
