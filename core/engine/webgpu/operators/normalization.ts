import { told } from '../../../vocabulary/told.ts';
import { scaleAndShift } from '../../lowering/index.ts';
import { number, numberList, type Weights } from '../../reference/kernel.ts';
import { literal } from '../kernels/activation.ts';
import { scaleShift } from '../kernels/elementwise.ts';
import { layerNormalization } from '../kernels/reduction.ts';
import type { Layout } from '../layout.ts';
import type { PackedWeights } from '../shader.ts';
import type { Planned, StepContext } from '../step-context.ts';
import { onlyLast } from './only-last.ts';

export function batchNormalizationLayer({ step, inputs, output }: StepContext): Planned {
  const read = scaleAndShift(step);
  if ('reason' in read) return read;
  const key = `batch normalisation ${number(step, 'epsilon', 1e-3)}`;
  return [scaleShift('batch normalisation', packPair(key, inputs[0].layout, read), inputs[0], output())];
}

export function layerNormalizationLayer({ step, inputs, output }: StepContext): Planned {
  const { layout, shape } = inputs[0];
  const axes = numberList(step.attributes.axis) ?? [number(step, 'axis', -1)];
  if (!onlyLast(axes, shape.length)) return { reason: told('normalisation of other axes than the last') };
  const weights = packPair('layer normalisation', layout, ({ gamma, beta }) => (c) => [
    gamma?.data[c] ?? 1,
    beta?.data[c] ?? 0,
  ]);
  return [layerNormalization(inputs[0], output(), weights, literal(number(step, 'epsilon', 1e-3)))];
}

/** `[first: blocks][second: blocks]` of vec4. */
function packPair(
  key: string,
  { blocks, channels }: Layout,
  read: (weights: Weights) => (channel: number) => readonly [number, number],
): PackedWeights {
  return {
    kind: 'weights',
    key: `${key}, ${channels} channels`,
    floats: blocks * 8,
    pack(weights) {
      const pair = read(weights);
      const packed = new Float32Array(blocks * 8);
      for (let c = 0; c < channels; c++) [packed[c], packed[blocks * 4 + c]] = pair(c);
      return packed;
    },
  };
}
