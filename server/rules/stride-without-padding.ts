import * as l10n from '@vscode/l10n';
import { type Dimension, isKnown } from '../../core/vocabulary/dimension.ts';
import type { WindowAxis } from '../../core/vocabulary/operator.ts';
import { actionOf, layerOf, placeOf } from './support/facts.ts';
import type { Rule } from './support/rule.ts';
import { windowsOf } from './support/windows.ts';
import { times } from './support/words.ts';

export const strideWithoutPadding: Rule = {
  id: 'stride-without-padding',
  severity: 'hint',
  title: 'Strided convolution without padding',
  docs: {
    what: 'A convolution with a stride, a kernel larger than the stride, and no padding, whose output is therefore smaller than the input divided by the stride.',
    why: 'Sizes drift away from halves and quarters of the input: skips and decoders no longer fit, and the border is seen less often than the middle.',
    fix: "Pad with 'same', so that the size is divided by the stride and by nothing else.",
    bad: "tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [65, 65, 3], filters: 8, kernelSize: 5, strides: 2, activation: 'relu' })],\n});",
    good: "tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [65, 65, 3], filters: 8, kernelSize: 5, strides: 2, padding: 'same', activation: 'relu' }),\n  ],\n});",
  },
  *check(model, context) {
    for (const { layer, node, axes, family } of windowsOf(model)) {
      const input = model.graph.nodes[node]!.inputs[0];
      const isPadded = input !== undefined && actionOf(layerOf(model, input.node)) === 'padding';
      if (family !== 'convolution' || isPadded || !axes.some(drifts)) continue;
      const place = placeOf(layer, 'strides');
      if (!place) continue;
      const edits = context.edits.set(layer, 'padding', 'same');
      yield {
        rule: strideWithoutPadding.id,
        message: l10n.t(
          '{0} becomes {1} instead of {2}: without padding, sizes drift off the stride.',
          times(axes.map(pick('input'))),
          times(axes.map(pick('output'))),
          times(axes.map(divided)),
        ),
        place,
        related: [],
        fixes: edits ? [{ title: l10n.t("Use padding: 'same'"), edits, safe: false }] : [],
      };
    }
  },
};

function pick(name: 'input' | 'output'): (axis: WindowAxis) => Dimension {
  return (axis) => axis[name];
}

function divided({ input, stride }: WindowAxis): Dimension {
  return isKnown(input) && isKnown(stride) ? Math.ceil(input / stride) : null;
}

function drifts(axis: WindowAxis): boolean {
  const { stride, kernel, padBegin, padEnd, transposed, output } = axis;
  const wanted = divided(axis);
  if (transposed || padBegin !== 0 || padEnd !== 0 || !isKnown(stride) || !isKnown(kernel)) return false;
  return stride > 1 && kernel > stride && isKnown(output) && output > 1 && isKnown(wanted) && output < wanted;
}
