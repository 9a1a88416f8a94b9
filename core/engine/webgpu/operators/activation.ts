import { told } from '../../../vocabulary/told.ts';
import { number, numberList, text } from '../../reference/kernel.ts';
import { activationCode, activationLayerCode, canonicalActivation } from '../kernels/activation.ts';
import { broadcastable, mapElements, parametricRelu } from '../kernels/elementwise.ts';
import { softmax } from '../kernels/reduction.ts';
import { type DeviceTensor, layoutOf, packBlocks } from '../layout.ts';
import type { Dispatch, PackedWeights } from '../shader.ts';
import type { Planned, StepContext } from '../step-context.ts';
import { onlyLast } from './only-last.ts';

/** Runs `launches` with the layer's activation in its store, or, for softmax, into a scratch buffer before it. */
export function withActivation(
  context: StepContext,
  launches: (activation: string, output: DeviceTensor) => readonly Dispatch[],
): Planned {
  const name = canonicalActivation(text(context.step, 'activation', 'linear'));
  const code = activationCode(name);
  const output = context.output();
  if (code) return launches(code, output);
  if (name !== 'softmax' && name !== 'logSoftmax') return { reason: told('activation {0}', name) };
  const before = context.scratch(output.shape);
  return [...launches(activationCode('linear')!, before), softmax(name, before, output)];
}

export function activationOf({ step, inputs, output }: StepContext): Planned {
  const canonical = canonicalActivation(text(step, 'activation', 'linear'));
  if (canonical === 'linear') return 'same';
  if (canonical === 'softmax' || canonical === 'logSoftmax') return [softmax(canonical, inputs[0], output())];
  const code = activationCode(canonical);
  return code ? [mapElements(canonical, code, inputs[0], output())] : { reason: told('activation {0}', canonical) };
}

export function activationLayer({ step, inputs, output }: StepContext): Planned {
  const code = activationLayerCode(step);
  return code ? [mapElements(step.operator, code, inputs[0], output())] : { reason: told('{0}', step.operator) };
}

export function preluLayer({ step, inputs, output }: StepContext): Planned {
  const alpha = step.weights.find(({ name }) => name === 'alpha');
  if (!alpha) return { reason: told('PReLU without slopes') };
  const shape = [1, ...alpha.shape];
  const layout = layoutOf(shape);
  if (!broadcastable(layout, inputs[0].layout)) return { reason: told('slopes shared along one spatial axis only') };
  const packed: PackedWeights = {
    kind: 'weights',
    key: `slopes ${shape.join('×')}`,
    floats: layout.vectors * 4,
    pack: (weights) => packBlocks(layout, weights.alpha.data),
  };
  return [parametricRelu(packed, layout, inputs[0], output())];
}

/** The layer's default axis is 1, as the reference engine has it. */
export function softmaxLayer({ step, inputs, output }: StepContext): Planned {
  const axes = numberList(step.attributes.axis) ?? [number(step, 'axis', 1)];
  return onlyLast(axes, inputs[0].shape.length)
    ? [softmax('softmax', inputs[0], output())]
    : { reason: told('a softmax over other axes than the last') };
}
