import { told } from '../../../vocabulary/told.ts';
import {
  convolutionPass,
  depthwisePass,
  type Pass,
  pointwisePass,
  type Refusal,
  transposedPasses,
} from '../../lowering/index.ts';
import type { Step } from '../../program.ts';
import { elements, number, numbers } from '../../reference/kernel.ts';
import { convolution } from '../kernels/convolution.ts';
import { depthwise } from '../kernels/depthwise.ts';
import type { Clamp } from '../kernels/tile.ts';
import { inOrder, type Planned, type StepContext, type Work } from '../work.ts';
import { UNBOUNDED, withActivation } from './activation.ts';

export function convolutionLayer(context: StepContext, rank: 1 | 2): Planned {
  const { step, builder, inputs } = context;
  const output = context.output();
  const pass = convolutionPass(step, rank);
  return withActivation(context, output, (clamp) => convolution(builder, { ...pass, clamp, input: inputs[0], output }));
}

export function transposedLayer(context: StepContext, rank: 1 | 2): Planned {
  const { step, builder, inputs } = context;
  const passes = transposedPasses(step, rank);
  if ('reason' in passes) return passes;
  const output = context.output();
  return withActivation(context, output, (clamp) =>
    inOrder(passes.map((pass) => convolution(builder, { ...pass, clamp, input: inputs[0], output }))),
  );
}

/** A product of matrices: every vector is a pixel of a 1×1 convolution. */
export function denseLayer(context: StepContext): Planned {
  const { step, builder, inputs } = context;
  const pass = pointwise(step, 'kernel', step.inputShapes[0]);
  const output = context.output();
  return withActivation(context, output, (clamp) => convolution(builder, { ...pass, clamp, input: inputs[0], output }));
}

export function depthwiseLayer(context: StepContext): Planned {
  const refusal = depthwiseRefusal(context.step);
  if (refusal) return refusal;
  const output = context.output();
  return withActivation(context, output, (clamp) => depthwisePart(context, output, clamp, true));
}

/** A depthwise convolution into memory that no other step reads, then a 1×1 convolution over all its pixels. */
export function separableLayer(context: StepContext): Planned {
  const { step, builder } = context;
  const refusal = depthwiseRefusal(step);
  if (refusal) return refusal;
  const between = [...step.outputShapes[0].slice(0, -1), step.inputShapes[0][3]];
  const middle = builder.allocate(elements(between));
  const pass = pointwise(step, 'pointwise_kernel', between);
  const output = context.output();
  return withActivation(context, output, (clamp) =>
    inOrder([
      depthwisePart(context, middle, UNBOUNDED, false),
      convolution(builder, { ...pass, clamp, input: middle, output }),
    ]),
  );
}

/** Kernels up to 5×5 are unrolled; larger ones would spill their weights at every tile. */
const UNROLLED_TAPS = 25;

function depthwiseRefusal(step: Step): Refusal | null {
  if (number(step, 'depthMultiplier', 1) !== 1) return { reason: told('several filters per channel') };
  const [rows, columns] = numbers(step, 'kernelSize', 2);
  return rows * columns > UNROLLED_TAPS
    ? { reason: told('a depthwise kernel of more than {0} taps', UNROLLED_TAPS) }
    : null;
}

function depthwisePart({ step, builder, inputs }: StepContext, output: number, clamp: Clamp, biased: boolean): Work {
  return depthwise(builder, { ...depthwisePass(step, 2, { biased }), clamp, input: inputs[0], output });
}

function pointwise(step: Step, name: 'kernel' | 'pointwise_kernel', input: readonly number[]): Pass {
  const [channels] = input.slice(-1);
  const [filters] = step.outputShapes[0].slice(-1);
  return pointwisePass(step, name, { pixels: elements(input) / channels, channels, filters });
}
