import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Layer } from '../../core/graph/node.ts';
import { namesIn, printDimension, printShape, printSizes } from '../../core/vocabulary/dimension.ts';
import type { Shape } from '../../core/vocabulary/operator.ts';
import { isLeftOpen } from '../frontends/origin.ts';
import { disagree } from './support/branches.ts';
import { actionOf, type Found, findFacts, placeOf, producedBy } from './support/facts.ts';
import { fixBranch } from './support/fix-branch.ts';
import { fittingInputs, fixInputSize } from './support/fix-input-size.ts';
import type { Rule } from './support/rule.ts';
import { listOf, say, sentences } from './support/words.ts';

export const shapeMismatch: Rule = {
  id: 'shape-mismatch',
  severity: 'error',
  title: 'Branches whose shapes do not agree',
  docs: {
    what: 'A merge (add, concatenate, multiply, dot …) whose inputs have sizes that do not fit each other.',
    why: 'Elements are merged position by position, so heights, widths and, unless they are concatenated, channels must be equal. TensorFlow.js throws when the model is built.',
    fix: 'Give the branches the same strides, padding and filters; for a U-Net choose an input whose sides are multiples of 2 to the number of poolings; or crop, pad or resize one branch.',
    bad: "const input = tf.input({ shape: [28, 28, 16] });\nconst main = tf.layers.conv2d({ filters: 32, kernelSize: 3, padding: 'same' }).apply(input);\nconst sum = tf.layers.add().apply([main, input]);\ntf.model({ inputs: input, outputs: sum });",
    good: "const input = tf.input({ shape: [28, 28, 16] });\nconst main = tf.layers.conv2d({ filters: 16, kernelSize: 3, padding: 'same' }).apply(input);\nconst sum = tf.layers.add().apply([main, input]);\ntf.model({ inputs: input, outputs: sum });",
  },
  *check(model, context) {
    for (const found of findFacts(model, 'shape-mismatch')) {
      const { fact, layer, node } = found;
      const place = placeOf(layer);
      if (!place || fact.inputs.length < 2 || dependsOnSeveral(model, fact)) continue;
      const other = fact.inputs.findIndex((shape, index) => index > 0 && disagree(layer, fact.inputs[0]!, shape));
      const inputs = node === null ? [] : fittingInputs(model, node);
      const advice =
        inputs.length > 0 ? l10n.t('An input of {0} would fit.', listOf(inputs.map(printSizes), 'or')) : null;
      yield {
        rule: shapeMismatch.id,
        message: sentences(describe(found), advice),
        place,
        related: fact.inputs
          .slice(0, mostInputs)
          .flatMap((shape, input) =>
            producedBy(model, node, input, (maker) =>
              l10n.t('Input {0} is {1} because of {2}.', input + 1, printShape(shape), maker.label),
            ),
          ),
        fixes:
          node === null || other < 0
            ? []
            : [...fixBranch(model, node, other, context), ...fixInputSize(model, inputs, context)],
      };
    }
  },
};

/**
 * Whether the sizes that disagree follow from sizes that several inputs leave open. They are called alike, and need not be
 * alike when the model runs.
 */
function dependsOnSeveral({ graph }: GraphAnalysis, { inputs, axis }: Found<'shape-mismatch'>['fact']): boolean {
  if (axis === undefined) return false;
  const names = new Set(inputs.flatMap((shape) => namesIn(shape[axis] ?? null)));
  const open = graph.layers.filter((layer) =>
    layer.inputShape?.some((size, at) => isLeftOpen(layer, at) && namesIn(size).some((name) => names.has(name))),
  );
  return open.length > 1;
}

function describe({ fact, layer }: Found<'shape-mismatch'>): string {
  const more = fact.inputs.length > mostInputs ? [l10n.t('{0} more', fact.inputs.length - mostInputs)] : [];
  const shapes = listOf([...fact.inputs.slice(0, mostInputs).map(printShape), ...more], 'and');
  if (fact.detail) return l10n.t('{0} gets {1}: {2}.', layer.label, shapes, say(fact.detail));
  const { axis } = fact;
  if (axis === undefined)
    return l10n.t('{0} gets {1}: the numbers of axes differ, so the elements have no partners.', layer.label, shapes);
  const sizes = [...new Set(fact.inputs.map((shape) => printDimension(shape[axis] ?? null)))].slice(0, mostInputs);
  const differing = l10n.t(
    '{0} gets {1}: {2} {3} differ.',
    layer.label,
    shapes,
    axisName(layer, fact.inputs[0]!, axis),
    listOf(sizes, 'and'),
  );
  return sentences(differing, purpose(layer));
}

/** A merge of more inputs is told by its first ones. */
const mostInputs = 16;

function purpose(layer: Layer): string {
  return actionOf(layer) === 'joining'
    ? l10n.t('Concatenated tensors must agree on every other axis.')
    : l10n.t('The inputs are merged element by element.');
}

/** The axis in the field's words; the batch is axis 0. */
function axisName(layer: Layer, shape: Shape, axis: number): string {
  const channelsFirst = layer.attributes.dataFormat === 'channelsFirst';
  if (shape.length === 2) return l10n.t('features');
  if (axis === (channelsFirst ? 1 : shape.length - 1)) return l10n.t('channels');
  const spatial = axis - (channelsFirst ? 2 : 1);
  if (shape.length === 3) return l10n.t('lengths');
  if (shape.length === 4) return spatial === 0 ? l10n.t('heights') : l10n.t('widths');
  return l10n.t('sizes of axis {0}', axis);
}
