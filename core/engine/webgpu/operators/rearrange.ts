import { told } from '../../../vocabulary/told.ts';
import { isList, numberList, numbers, text } from '../../reference/kernel.ts';
import { rearrange, reshape, type SourceAxis } from '../kernels/rearrange.ts';
import { layoutOf, sameBytes } from '../layout.ts';
import type { Planned, StepContext } from '../step-context.ts';

/** Zero padding (sign −1: the input is read before its place) and cropping (sign 1). */
export function shifted(
  { step, inputs, output }: StepContext,
  attribute: 'padding' | 'cropping',
  sign: 1 | -1,
): Planned {
  const rank = inputs[0].shape.length;
  const value = step.attributes[attribute] ?? (attribute === 'padding' ? 1 : 0);
  const begins = Array.from({ length: rank - 2 }, (_, axis) => {
    if (!isList(value)) return value;
    const side = rank === 3 && numberList(value)?.length === 2 ? value[0] : value[axis];
    return isList(side) ? side[0] : side;
  });
  const axes = inputs[0].shape.map((_, axis): SourceAxis => {
    const begin = begins[axis - 1];
    return { from: axis, offset: typeof begin === 'number' && axis < rank - 1 ? sign * begin : 0 };
  });
  return [rearrange(step.operator, inputs[0], output(), axes)];
}

export function upSamplingLayer({ step, inputs, output }: StepContext): Planned {
  if (text(step, 'interpolation', 'nearest') !== 'nearest') return { reason: told('bilinear interpolation') };
  const rank = inputs[0].shape.length;
  const size = numbers(step, 'size', rank - 2, 2);
  const axes = inputs[0].shape.map((_, axis): SourceAxis => ({ from: axis, divide: size[axis - 1] ?? 1 }));
  return [rearrange(step.operator, inputs[0], output(), axes)];
}

export function reshapeLayer({ step, inputs, output }: StepContext): Planned {
  if (sameBytes(inputs[0].layout, layoutOf(step.outputShapes[0]))) return 'same';
  return [reshape(inputs[0], output())];
}

export function permuteLayer({ step, inputs, output }: StepContext): Planned {
  const dims = numberList(step.attributes.dims);
  if (dims === null) return { reason: told('unknown axes') };
  const order = [0, ...dims];
  // Axis a of the input is read at the output's index along the axis that a went to.
  const axes = inputs[0].shape.map((_, axis): SourceAxis => ({ from: order.indexOf(axis) }));
  return [rearrange('permute', inputs[0], output(), axes)];
}

export function repeatVectorLayer({ inputs, output }: StepContext): Planned {
  return [rearrange('repeatVector', inputs[0], output(), [{ from: 0 }, { from: 2 }])];
}
