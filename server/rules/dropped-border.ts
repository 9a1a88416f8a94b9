import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { isKnown } from '../../core/vocabulary/dimension.ts';
import type { WindowAxis } from '../../core/vocabulary/operator.ts';
import { effectiveKernel } from '../../core/vocabulary/window.ts';
import { shapedBy } from './support/branches.ts';
import { actionOf, layerOf, placeOf } from './support/facts.ts';
import type { Fix, Rule, RuleContext } from './support/rule.ts';
import { type Window, windowsOf } from './support/windows.ts';
import { times } from './support/words.ts';

export const droppedBorder: Rule = {
  id: 'dropped-border',
  severity: 'warning',
  title: 'Last rows or columns that no window reaches',
  docs: {
    what: 'A strided convolution or pooling whose last window ends before the input does.',
    why: 'The rows and columns behind the last window have no effect on the output: information is lost on one side only, and the feature map no longer covers the image evenly.',
    fix: "Pad with 'same', or choose sizes with (n − k) divisible by the stride.",
    bad: 'tf.sequential({\n  layers: [tf.layers.maxPooling2d({ inputShape: [11, 11, 8], poolSize: 2, strides: 2 })],\n});',
    good: "tf.sequential({\n  layers: [tf.layers.maxPooling2d({ inputShape: [11, 11, 8], poolSize: 2, strides: 2, padding: 'same' })],\n});",
  },
  *check(model, context) {
    for (const window of windowsOf(model)) {
      const lost = window.axes.map((axis, index) => dropped(axis) - appended(model, window, index));
      if (lost.every((count) => count <= 0)) continue;
      const place = placeOf(window.layer, 'strides', 'poolSize', 'kernelSize');
      if (!place) continue;
      yield {
        rule: droppedBorder.id,
        message: message(lost, times(window.axes.map((axis) => axis.input))),
        place,
        related: [],
        fixes: padding(window, context),
      };
    }
  },
};

/** (n + pb + pe − K) mod s, as far as that is input and not padding. */
function dropped({ input, padBegin, padEnd, kernel, dilation, stride, transposed, ceil }: WindowAxis): number {
  const extent = effectiveKernel(kernel, dilation);
  // Stride together with dilation is refused anyway, and another rule says so.
  if (transposed || ceil || dilation !== 1) return 0;
  if (!isKnown(input) || !isKnown(padBegin) || !isKnown(padEnd) || !isKnown(extent) || !isKnown(stride)) return 0;
  // Only strides step over the end; what cropping takes away, it takes on purpose.
  if (stride === 1) return 0;
  const reached = input + padBegin + padEnd - extent;
  // A window smaller than its stride skips input everywhere, and on purpose where it projects a shortcut.
  if (reached < 0 || extent < stride) return 0;
  return Math.max(0, (reached % stride) - padEnd);
}

/** Rows or columns at the end of the input that a padding layer before has added, activations between them or not: nothing is lost with them. */
function appended(model: GraphAnalysis, { node }: Window, axis: number): number {
  const source = shapedBy(model, node, 0);
  if (source === null) return 0;
  const maker = layerOf(model, source);
  const padding = actionOf(maker) === 'padding' ? maker.attributes.padding : 0;
  const sides = Array.isArray(padding) ? padding[axis] : padding;
  const end = Array.isArray(sides) ? sides[1] : sides;
  return typeof end === 'number' ? end : 0;
}

function message(lost: readonly number[], input: string): string {
  const isOne = lost.reduce((sum, count) => sum + Math.max(0, count), 0) === 1;
  return isOne
    ? l10n.t('No window reaches {0} of the {1} input: it has no effect.', describe(lost), input)
    : l10n.t('No window reaches {0} of the {1} input: they have no effect.', describe(lost), input);
}

function describe(lost: readonly number[]): string {
  const axes = lost.length === 2 ? [rows, columns] : lost.length === 1 ? [elements] : [slices, rows, columns];
  const parts = lost.flatMap((count, axis) => (count > 0 ? (axes[axis]?.(count) ?? []) : []));
  return parts.join(l10n.t(' and '));
}

function elements(count: number): string {
  return count === 1 ? l10n.t('the last element') : l10n.t('the last {0} elements', count);
}

function slices(count: number): string {
  return count === 1 ? l10n.t('the last slice') : l10n.t('the last {0} slices', count);
}

function rows(count: number): string {
  return count === 1 ? l10n.t('the last row') : l10n.t('the last {0} rows', count);
}

function columns(count: number): string {
  return count === 1 ? l10n.t('the last column') : l10n.t('the last {0} columns', count);
}

function padding({ layer }: Window, context: RuleContext): Fix[] {
  const edits = context.edits.set(layer, 'padding', 'same');
  return edits ? [{ title: l10n.t("Use padding: 'same'"), edits, safe: false }] : [];
}
