import { convolutionPass, depthwisePass, type Pass, pointwisePass, transposedPasses } from '../../lowering/index.ts';
import { number } from '../../reference/kernel.ts';
import { activationCode } from '../kernels/activation.ts';
import { convolution } from '../kernels/convolution.ts';
import { convolutionOf } from '../kernels/convolution-spec.ts';
import { dense } from '../kernels/dense.ts';
import { depthwise } from '../kernels/depthwise.ts';
import type { DeviceTensor } from '../layout.ts';
import type { Planned, StepContext } from '../step-context.ts';
import { withActivation } from './activation.ts';

export function convolutionLayer(context: StepContext, rank: 1 | 2): Planned {
  return passes(context, [convolutionPass(context.step, rank)]);
}

export function transposedLayer(context: StepContext, rank: 1 | 2): Planned {
  const phases = transposedPasses(context.step, rank);
  return 'reason' in phases ? phases : passes(context, phases);
}

function passes(context: StepContext, all: readonly Pass[]): Planned {
  const { step, inputs, preference, bindingBytes } = context;
  return withActivation(context, (activation, output) =>
    all.flatMap((pass) =>
      convolution(convolutionOf(step.operator, pass, inputs[0], output, activation), preference, bindingBytes),
    ),
  );
}

export function depthwiseLayer(context: StepContext, rank: 1 | 2): Planned {
  const { step, inputs } = context;
  const pass = depthwisePass(step, rank, { biased: true });
  return withActivation(context, (activation, output) => [
    depthwise(convolutionOf(step.operator, pass, inputs[0], output, activation)),
  ]);
}

export function separableLayer(context: StepContext, rank: 1 | 2): Planned {
  const { step, inputs, preference, bindingBytes } = context;
  const channels = inputs[0].layout.channels * number(step, 'depthMultiplier', 1);
  const middle = context.scratch([...step.outputShapes[0].slice(0, -1), channels]);
  const filtering = depthwisePass(step, rank, { biased: false });
  return withActivation(context, (activation, output) => {
    const mixing = pixelPass(context, 'pointwise_kernel', middle, output);
    return [
      depthwise(convolutionOf(step.operator, filtering, inputs[0], middle, activationCode('linear')!)),
      ...convolution(convolutionOf(step.operator, mixing, middle, output, activation), preference, bindingBytes),
    ];
  });
}

/** A vector per example has a kernel of its own; more are a 1×1 convolution over all but the last axis. */
export function denseLayer(context: StepContext): Planned {
  const [input] = context.inputs;
  return withActivation(context, (activation, output) => {
    const layer = convolutionOf('dense', pixelPass(context, 'kernel', input, output), input, output, activation);
    const { preference, bindingBytes } = context;
    return input.layout.pixels === 1 ? dense(layer, bindingBytes) : convolution(layer, preference, bindingBytes);
  });
}

function pixelPass(
  { step }: StepContext,
  name: 'kernel' | 'pointwise_kernel',
  { layout: { pixels, channels } }: DeviceTensor,
  output: DeviceTensor,
): Pass {
  return pointwisePass(step, name, { pixels, channels, filters: output.layout.channels });
}
