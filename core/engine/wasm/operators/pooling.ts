import { told } from '../../../vocabulary/told.ts';
import { gatherAxes } from '../../reference/geometry.ts';
import { pooling, staysInside } from '../kernels/pooling.ts';
import type { Planned, StepContext } from '../work.ts';

export function poolingLayer(context: StepContext, kind: 'max' | 'average', rank: 1 | 2): Planned {
  const { step, builder, inputs, output } = context;
  const axes = gatherAxes(step, 'poolSize', rank);
  if (kind === 'average' && !staysInside(axes)) return { reason: told('an average over padding') };
  const [batch, channels] = [step.inputShapes[0][0], step.inputShapes[0][rank + 1]];
  return pooling(builder, { kind, axes, batch, channels, input: inputs[0], output: output() });
}
