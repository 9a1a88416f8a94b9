import * as l10n from '@vscode/l10n';
import { inferLayer, operatorTable } from '../../core/graph/infer.ts';
import { formatCount, formatExact } from '../../core/graph/print.ts';
import { type Dimension, isKnown, printDimension, product, same, sum } from '../../core/vocabulary/dimension.ts';
import type { AttributeValue, Reach, Shape } from '../../core/vocabulary/operator.ts';
import { printValue } from '../rules/support/words.ts';
import { axisNames } from './layer-table.ts';
import { type LayerView, printOutput } from './layer-view.ts';

/**
 * What the value of an argument does here, in words: the layer computed again with `alternative` in its place and set
 * beside what it is. Null where the layer is applied to nothing known.
 */
export function compare(view: LayerView, name: string, alternative: AttributeValue): string | null {
  const { layer, operator, node } = view;
  const output = node?.outputs[0];
  if (!operator || !node || !output || output.length === 0) return null;
  const attributes = { ...layer.attributes, [name]: alternative };
  const { outputs } = inferLayer({ ...layer, attributes }, node.inputs);
  const tried = outputs[0];
  if (!tried || tried.length === 0 || tried.includes(0)) return null;
  const cost = operator.cost(attributes, node.inputs, outputs, operatorTable);
  const weights = operator.weights(attributes, node.inputs, operatorTable);
  const other = plain(alternative);
  return [
    shapeEffect(node.inputs[0] ?? [], output, tried, other, resizes(name, layer.attributes[name])),
    factorEffect(l10n.t('cost'), node.cost.macs, cost.macs, ' MACs'),
    parameterEffect(view.analysis.params.total, sum(weights.map(({ shape }) => product(shape)))),
    fieldEffect(name, layer.attributes[name], node.reach),
  ]
    .filter((text) => text !== null)
    .join(l10n.t('; '))
    .concat(l10n.t('.'));
}

/** `[1, 1]` as `1`, since authors write one number for all axes. */
function plain(value: AttributeValue): string {
  const all = Array.isArray(value) && value.every((item) => item === value[0]) ? value[0] : value;
  return printValue(all ?? value);
}

/** `halves height and width: 224 → 112 (with 1: 224)`, or the whole shapes where the axes differ. */
function shapeEffect(input: Shape, output: Shape, tried: Shape, other: string, resizing: boolean): string {
  const changed = output.flatMap((size, axis) => (axis > 0 && same(size, tried[axis] ?? null) !== true ? [axis] : []));
  if (changed.length === 0) return l10n.t('same output shape as with {0}', other);
  const first = changed[0]!;
  const isSpatial =
    changed.every((axis) => axis < output.length - 1) && output.length > 2 && input.length === output.length;
  const alike = changed.every(
    (axis) => output[axis] === output[first] && tried[axis] === tried[first] && input[axis] === input[first],
  );
  if (!isSpatial || !alike) {
    return l10n.t('output {0} (with {1}: {2})', printOutput(output) ?? '?', other, printOutput(tried) ?? '?');
  }
  const names =
    changed.length === output.length - 2
      ? axisNames(output.length - 2).join(l10n.t(' and '))
      : l10n.t('axis {0}', first);
  const sizes = l10n.t(
    '{0} → {1} (with {2}: {3})',
    printDimension(input[first]!),
    printDimension(output[first]!),
    other,
    printDimension(tried[first]!),
  );
  return `${resizing ? verb(input[first]!, output[first]!, names) : names}: ${sizes}`;
}

/** `halves height and width` */
function verb(before: Dimension, after: Dimension, axes: string): string {
  if (!isKnown(before) || !isKnown(after)) return l10n.t('changes {0}', axes);
  if (before === after) return l10n.t('keeps {0}', axes);
  if (before === 2 * after) return l10n.t('halves {0}', axes);
  if (after === 2 * before) return l10n.t('doubles {0}', axes);
  return after < before ? l10n.t('shrinks {0}', axes) : l10n.t('grows {0}', axes);
}

/** `cost ÷ 4 (472 M → 118 M MACs)`: from what it would be to what it is. */
function factorEffect(name: string, now: Dimension, without: Dimension, unit: string): string | null {
  if (now === 0 && without === 0) return null;
  if (same(now, without) === true) return l10n.t('{0} unchanged', name);
  const figures = `(${formatCount(without)} → ${formatCount(now)}${unit})`;
  if (!isKnown(now) || !isKnown(without) || now === 0 || without === 0) return `${name} ${figures}`;
  const [sign, factor] = now > without ? ['×', now / without] : ['÷', without / now];
  return `${name} ${sign} ${Number(factor.toPrecision(3))} ${figures}`;
}

/** A few parameters more or fewer are told as such, anything else as a factor. */
function parameterEffect(now: Dimension, without: Dimension): string | null {
  if (isKnown(now) && isKnown(without) && now !== without && Math.abs(now - without) < 0.1 * without) {
    const difference = formatExact(Math.abs(now - without));
    return now < without ? l10n.t('{0} parameters fewer', difference) : l10n.t('{0} parameters more', difference);
  }
  return factorEffect(l10n.t('parameters'), now, without, '');
}

/** Whether the argument itself makes the output smaller or larger, rather than the layer's others. */
function resizes(name: string, value: AttributeValue | undefined): boolean {
  const factors = Array.isArray(value) ? value : [value];
  return (name === 'strides' || name === 'size') && factors.some((factor) => factor !== 1);
}

/** A stride multiplies the step, in input pixels, that every later window takes; transposed, it divides it. */
function fieldEffect(name: string, value: AttributeValue | undefined, reach: Reach): string | null {
  const stride = Array.isArray(value) ? value[0] : value;
  if (name !== 'strides' || typeof stride !== 'number' || stride < 2) return null;
  const isTransposed = typeof reach !== 'string' && reach.some(({ transposed }) => transposed);
  if (isTransposed && stride === 2) return l10n.t('every later receptive field grows half as fast');
  if (isTransposed) return l10n.t('every later receptive field grows 1/{0} as fast', stride);
  if (stride === 2) return l10n.t('every later receptive field grows twice as fast');
  return l10n.t('every later receptive field grows {0} times as fast', stride);
}
