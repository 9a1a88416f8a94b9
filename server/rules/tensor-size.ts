import { isKnown, printShape } from '../../core/vocabulary/dimension.ts';
import type { Shape } from '../../core/vocabulary/operator.ts';
import type { Fault, TensorFault } from '../frontends/uses.ts';
import type { Related, Rule } from './support/rule.ts';
import { listOf } from './support/words.ts';

export const tensorSize: Rule = {
  id: 'tensor-size',
  severity: 'error',
  title: 'Tensors that cannot be made or joined',
  docs: {
    what: 'Values that do not fill the shape that a tensor is given, a `reshape` to another number of elements, `add`, `concat`, `stack` or `matMul` of tensors whose sizes do not meet, class numbers for `oneHot` that are no `int32`.',
    why: 'TensorFlow.js throws when the operation runs.',
    fix: 'Correct the shape, or the data that is to fill it.',
    bad: 'const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [24, 24, 3] })] });\nmodel.predict(tf.tensor4d(new Float32Array(24 * 24), [1, 24, 24, 3]));',
    good: 'const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [24, 24, 3] })] });\nmodel.predict(tf.tensor4d(new Float32Array(24 * 24 * 3), [1, 24, 24, 3]));',
  },
  *checkUses(uses) {
    for (const use of uses) {
      if (use.kind !== 'tensor') continue;
      yield { rule: tensorSize.id, message: describe(use.fault), place: use.place, related: makers(use), fixes: [] };
    }
  },
};

function describe(fault: Fault): string {
  switch (fault.kind) {
    case 'values':
      return `${printShape(fault.shape)} takes ${sizeOf(fault.shape)} values, and here are ${sizeOf(fault.values)}${nested(fault.values)}.`;
    case 'rank':
      return `${fault.operation} makes tensors of ${axes(fault.rank)}, and this is ${printShape(fault.shape)}.`;
    case 'reshape':
      return `${printShape(fault.from)} has ${sizeOf(fault.from)} elements, which do not fill ${printShape(fault.to)}${multiple(fault.to)}.`;
    case 'operands':
      return `${fault.operation} cannot join ${listOf(distinct(fault.shapes), 'and')}: ${needs[fault.operation] ?? 'sizes have to be equal or 1, counted from the last axis'}.`;
    case 'dtype':
      return `${fault.operation} takes whole numbers of the type int32, and these are ${fault.dtype}: add 'int32' where the tensor is made, or toInt().`;
    case 'axis':
      return axisWords(fault);
    default:
      return fault satisfies never;
  }
}

/** What operations ask of the shapes that they join; others stretch them over each other. */
const needs: Readonly<Record<string, string>> = {
  stack: 'all shapes have to be equal',
  concat: 'all sizes have to be equal but those along the axis',
  conv2d: 'the third size of the filter has to be the number of channels',
  depthwiseConv2d: 'the third size of the filter has to be the number of channels',
  matMul: 'the columns of the first have to be as many as the rows of the second',
};

function axisWords({ operation, shape, axis }: Extract<Fault, { kind: 'axis' }>): string {
  return operation === 'squeeze'
    ? `squeeze takes out axes of length 1, and axis ${axis} of ${printShape(shape)} is ${shape[axis]} long.`
    : `${operation} has no axis ${axis} for ${printShape(shape)}.`;
}

function sizeOf(shape: Shape): string {
  return shape.every(isKnown) ? String(shape.reduce<number>((product, size) => product * Number(size), 1)) : 'other';
}

function nested(values: Shape): string {
  return values.length > 1 ? `, in lists of ${printShape(values)}` : '';
}

function multiple(to: Shape): string {
  const others = to.filter((size) => size !== -1);
  return others.length < to.length ? `: ${sizeOf(others)} does not divide them` : ` of ${sizeOf(to)}`;
}

function axes(rank: number): string {
  return rank === 1 ? 'one axis' : `${rank} axes`;
}

function distinct(shapes: readonly Shape[]): readonly string[] {
  return [...new Set(shapes.map(printShape))];
}

/** Where the tensors come from, those of other places than the fault's. */
function makers({ made, place }: TensorFault): Related[] {
  const seen = new Set([keyOf(place)]);
  const related: Related[] = [];
  for (const maker of made) {
    if (!maker || seen.has(keyOf(maker))) continue;
    seen.add(keyOf(maker));
    related.push({ message: 'A tensor is made here.', place: maker });
  }
  return related.slice(0, 4);
}

function keyOf({ file, range }: Related['place']): string {
  return `${range.start} ${range.end} ${file}`;
}
