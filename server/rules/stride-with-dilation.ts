import * as l10n from '@vscode/l10n';
import type { Layer } from '../../core/graph/node.ts';
import { isForTensorFlow } from '../frontends/origin.ts';
import { findFacts, placeOf } from './support/facts.ts';
import type { Fix, Rule, RuleContext } from './support/rule.ts';
import { times } from './support/words.ts';

export const strideWithDilation: Rule = {
  id: 'stride-with-dilation',
  severity: 'error',
  title: 'Stride together with dilation',
  docs: {
    what: 'A convolution with both a stride and a dilation rate above 1.',
    why: 'TensorFlow.js builds the layer and throws at the first `predict`: its kernels have one or the other.',
    fix: 'Drop one of the two. To do both, dilate in this layer and stride in the next pooling.',
    bad: 'tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, strides: 2, dilationRate: 2 }),\n  ],\n});',
    good: 'tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, dilationRate: 2 })],\n});',
  },
  *check(model, context) {
    for (const { fact, layer } of findFacts(model, 'stride-with-dilation')) {
      const place = placeOf(layer, 'dilationRate', 'strides');
      if (!place || !isForTensorFlow(layer)) continue;
      yield {
        rule: strideWithDilation.id,
        message: l10n.t(
          'strides {0} together with dilationRate {1}: TensorFlow.js builds this layer and throws at the first predict.',
          times(fact.strides),
          times(fact.dilation),
        ),
        place,
        related: [],
        fixes: [...dropping(layer, 'strides', context), ...dropping(layer, 'dilationRate', context)],
      };
    }
  },
};

function dropping(layer: Layer, attribute: string, context: RuleContext): Fix[] {
  const edits = context.edits.set(layer, attribute, 1);
  return edits ? [{ title: l10n.t('Use {0}: 1', attribute), edits, safe: false }] : [];
}
