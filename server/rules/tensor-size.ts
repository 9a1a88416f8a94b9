import * as l10n from '@vscode/l10n';
import { isKnown, printDimension, printShape } from '../../core/vocabulary/dimension.ts';
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
      return l10n.t(
        '{0} takes {1} values, and here are {2}.',
        printShape(fault.shape),
        sizeOf(fault.shape),
        nested(fault.values),
      );
    case 'rank':
      return l10n.t(
        '{0} makes tensors of {1}, and this is {2}.',
        fault.operation,
        axes(fault.rank),
        printShape(fault.shape),
      );
    case 'reshape':
      return unfilled(fault);
    case 'operands':
      return l10n.t(
        '{0} cannot join {1}: {2}.',
        fault.operation,
        listOf(distinct(fault.shapes), 'and'),
        needs(fault.operation),
      );
    case 'dtype':
      return l10n.t(
        "{0} takes whole numbers of the type int32, and these are {1}: add 'int32' where the tensor is made, or toInt().",
        fault.operation,
        fault.dtype,
      );
    case 'axis':
      return axisWords(fault);
    default:
      return fault satisfies never;
  }
}

/** What operations ask of the shapes that they join; others stretch them over each other. */
function needs(operation: string): string {
  switch (operation) {
    case 'stack':
      return l10n.t('all shapes have to be equal');
    case 'concat':
      return l10n.t('all sizes have to be equal but those along the axis');
    case 'conv2d':
    case 'depthwiseConv2d':
      return l10n.t('the third size of the filter has to be the number of channels');
    case 'matMul':
      return l10n.t('the columns of the first have to be as many as the rows of the second');
    default:
      return l10n.t('sizes have to be equal or 1, counted from the last axis');
  }
}

function axisWords({ operation, shape, axis }: Extract<Fault, { kind: 'axis' }>): string {
  return operation === 'squeeze'
    ? l10n.t(
        'squeeze takes out axes of length 1, and axis {0} of {1} is {2} long.',
        axis,
        printShape(shape),
        printDimension(shape[axis] ?? null),
      )
    : l10n.t('{0} has no axis {1} for {2}.', operation, axis, printShape(shape));
}

function sizeOf(shape: Shape): string {
  return shape.every(isKnown)
    ? String(shape.reduce<number>((product, size) => product * Number(size), 1))
    : l10n.t('other');
}

function nested(values: Shape): string {
  const count = sizeOf(values);
  return values.length > 1 ? l10n.t('{0}, in lists of {1}', count, printShape(values)) : count;
}

function unfilled({ from, to }: Extract<Fault, { kind: 'reshape' }>): string {
  const others = to.filter((size) => size !== -1);
  const figures = [printShape(from), sizeOf(from), printShape(to), sizeOf(others)];
  return others.length < to.length
    ? l10n.t('{0} has {1} elements, which do not fill {2}: {3} does not divide them.', ...figures)
    : l10n.t('{0} has {1} elements, which do not fill {2} of {3}.', ...figures);
}

function axes(rank: number): string {
  return rank === 1 ? l10n.t('one axis') : l10n.t('{0} axes', rank);
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
    related.push({ message: l10n.t('A tensor is made here.'), place: maker });
  }
  return related.slice(0, 4);
}

function keyOf({ file, range }: Related['place']): string {
  return `${range.start} ${range.end} ${file}`;
}
