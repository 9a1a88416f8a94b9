import { told } from '../../../vocabulary/told.ts';
import { gatherAxes } from '../../reference/geometry.ts';
import { flag } from '../../reference/kernel.ts';
import { pooling } from '../kernels/pooling.ts';
import { globalPooling } from '../kernels/reduction.ts';
import { gatherWindow } from '../kernels/window.ts';
import type { Planned, StepContext } from '../step-context.ts';

export function poolingLayer({ step, inputs, output }: StepContext, kind: 'max' | 'average', rank: 1 | 2): Planned {
  if (flag(step, 'countIncludePad', false)) return { reason: told('an average that counts the padding') };
  return [pooling(kind, inputs[0], output(), gatherWindow(gatherAxes(step, 'poolSize', rank)))];
}

export function globalPoolingLayer({ inputs, output }: StepContext, kind: 'max' | 'average'): Planned {
  return [globalPooling(kind, inputs[0], output())];
}
