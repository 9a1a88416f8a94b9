import * as l10n from '@vscode/l10n';
import { operatorOf } from '../../core/graph/infer.ts';
import type { Layer } from '../../core/graph/node.ts';
import { printShape } from '../../core/vocabulary/dimension.ts';
import { isForKeras } from '../frontends/origin.ts';
import { findFacts, placeOf, producedBy } from './support/facts.ts';
import type { Fix, Rule, RuleContext } from './support/rule.ts';
import { say } from './support/words.ts';

export const rankMismatch: Rule = {
  id: 'rank-mismatch',
  severity: 'error',
  title: 'Layer fed a tensor of the wrong rank',
  docs: {
    what: 'A layer whose input has too many or too few axes, such as a two-dimensional convolution behind a `flatten`.',
    why: 'A layer knows its axes by their number: batch, height, width and channels for an image. TensorFlow.js throws when the layer is applied.',
    fix: 'Insert the layer that changes the rank: `flatten` or a global pooling on the way to vectors, `reshape` on the way to images.',
    bad: 'tf.sequential({\n  layers: [\n    tf.layers.flatten({ inputShape: [28, 28, 1] }),\n    tf.layers.conv2d({ filters: 8, kernelSize: 3 }),\n  ],\n});',
    good: 'tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3 }),\n    tf.layers.flatten(),\n  ],\n});',
  },
  *check(model, context) {
    for (const { fact, layer, node } of findFacts(model, 'rank-mismatch')) {
      const place = placeOf(layer);
      if (!place || (fact.idle && isForKeras(layer))) continue;
      yield {
        rule: rankMismatch.id,
        message: l10n.t(
          '{0} needs {1}, but its input is {2}.',
          layer.label,
          say(fact.expected),
          printShape(fact.input),
        ),
        place,
        related: producedBy(model, node, 0, (maker) =>
          l10n.t('The input is {0} because of {1}.', printShape(fact.input), maker.label),
        ),
        fixes: fixes(layer, fact.input.length, context),
      };
    }
  },
};

/** A vector was wanted and an image came: both usual ways from one to the other. */
function fixes(layer: Layer, rank: number, context: RuleContext): Fix[] {
  if (operatorOf(layer)?.takes !== 'vector' || rank !== 4) return [];
  return ['flatten', 'globalAveragePooling2d'].flatMap((factory) => {
    const edits = context.edits.insertBefore(layer, factory);
    return edits ? [{ title: l10n.t('Insert {0}', factory), edits, safe: false }] : [];
  });
}
