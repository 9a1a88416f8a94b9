import { told } from '../../../vocabulary/told.ts';
import { scaleAndShift } from '../../lowering/index.ts';
import { elements } from '../../reference/kernel.ts';
import { type Merge, merge, scaleShift } from '../kernels/elementwise.ts';
import type { Planned, Planner, StepContext } from '../work.ts';

export function batchNormalizationLayer({ step, builder, inputs, output }: StepContext): Planned {
  const reader = scaleAndShift(step);
  if ('reason' in reader) return reader;
  const [shape] = step.inputShapes;
  const channels = shape[shape.length - 1];
  const pixels = elements(shape) / channels;
  return scaleShift(builder, { channels, pixels, input: inputs[0], output: output(), reader });
}

export function mergeLayer(kind: Merge): Planner {
  return ({ step, builder, inputs, output }) => {
    const same = step.inputShapes.every((shape) => shape.join() === step.outputShapes[0].join());
    if (!same || inputs.length < 2) return { reason: told('inputs of different shapes') };
    return merge(builder, kind, inputs, output(), elements(step.outputShapes[0]));
  };
}
