import * as l10n from '@vscode/l10n';
import { operatorOf } from '../../core/graph/infer.ts';
import { findFacts, placeOf } from './support/facts.ts';
import type { Rule } from './support/rule.ts';
import { listOf, sentences } from './support/words.ts';

export const missingArgument: Rule = {
  id: 'missing-argument',
  severity: 'error',
  title: 'Argument that a layer cannot do without',
  docs: {
    what: 'A layer without an argument that has no default, such as the filters of a convolution, or a pooling without any config: `tf.layers.maxPooling2d()`.',
    why: 'TensorFlow.js throws when the layer is made.',
    fix: 'Add the argument.',
    bad: 'tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8 })],\n});',
    good: 'tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3 })],\n});',
  },
  *check(model) {
    for (const { layer } of findFacts(model, 'missing-config')) {
      const place = placeOf(layer);
      const message = l10n.t(
        '{0} needs a config, if only an empty one: TensorFlow.js throws without it. Write {} for the defaults.',
        layer.className,
      );
      if (place) yield { rule: missingArgument.id, message, place, related: [], fixes: [] };
    }
    for (const layer of model.graph.layers) {
      const missing = layer.facts.flatMap((fact) => (fact.kind === 'missing-argument' ? [fact.attribute] : []));
      const place = missing.length === 0 ? null : placeOf(layer);
      if (!place) continue;
      const doc = operatorOf(layer)?.attributes[missing[0]!]?.doc;
      const isOne = missing.length === 1;
      const needed = listOf(missing, 'and');
      yield {
        rule: missingArgument.id,
        message: isOne
          ? sentences(l10n.t('{0} needs {1}, which has no default.', layer.className, needed), doc ? l10n.t(doc) : null)
          : l10n.t('{0} needs {1}, which have no defaults.', layer.className, needed),
        place,
        related: [],
        fixes: [],
      };
    }
  },
};
