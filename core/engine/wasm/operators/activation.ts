import { activateBy, canonicalName } from '../../reference/activation.ts';
import { elements, number, text } from '../../reference/kernel.ts';
import { clampElements } from '../kernels/elementwise.ts';
import type { Clamp } from '../kernels/tile.ts';
import type { Planned, StepContext, Work } from '../work.ts';

export const UNBOUNDED: Clamp = { low: null, high: null };

/** The activations that are bounds, and so cost nothing in a store. */
const CLAMPS: Readonly<Record<string, Clamp>> = {
  linear: UNBOUNDED,
  relu: { low: 0, high: null },
  relu6: { low: 0, high: 6 },
};

/**
 * Plans a layer with its activation: a bound in the kernel's store, or the reference engine's function over the output in
 * place, in double precision.
 */
export function withActivation({ step }: StepContext, output: number, plan: (clamp: Clamp) => Work): Work {
  const name = canonicalName(text(step, 'activation', 'linear'));
  const clamp = CLAMPS[name];
  if (clamp) return plan(clamp);
  const work = plan(UNBOUNDED);
  const [shape] = step.outputShapes;
  return {
    referencePart: `activation ${name}`,
    load: work.load,
    run(call, memory) {
      work.run(call, memory);
      activateBy(name, { shape, data: memory.subarray(output / 4, output / 4 + elements(shape)) });
    },
  };
}

export function activationLayer({ step, builder, inputs, output }: StepContext): Planned {
  const name = canonicalName(text(step, 'activation', 'linear'));
  const clamp = CLAMPS[name];
  if (name === 'linear') return 'same';
  return clamp
    ? clampElements(builder, clamp, inputs[0], output(), elements(step.outputShapes[0]))
    : { reason: `activation ${name}` };
}

export function reluLayer({ step, builder, inputs, output }: StepContext): Planned {
  if (number(step, 'negativeSlope', 0) !== 0 || number(step, 'threshold', 0) !== 0) {
    return { reason: 'a rectifier with a slope or a threshold' };
  }
  const limit = step.attributes.maxValue;
  const clamp = { low: 0, high: typeof limit === 'number' ? limit : null };
  return clampElements(builder, clamp, inputs[0], output(), elements(step.outputShapes[0]));
}
