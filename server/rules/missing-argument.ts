import { operatorOf } from '../../core/graph/infer.ts';
import { findFacts, placeOf } from './facts.ts';
import type { Rule } from './rule.ts';

export const missingArgument: Rule = {
  id: 'missing-argument',
  severity: 'error',
  title: 'Argument that a layer cannot do without',
  docs: {
    what: 'A layer without an argument that has no default, such as the filters of a convolution.',
    why: 'TensorFlow.js throws when the layer is made.',
    fix: 'Add the argument.',
    bad: 'tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8 })],\n});',
    good: 'tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3 })],\n});',
  },
  *check(model) {
    for (const { fact, layer } of findFacts(model, 'missing-argument')) {
      const place = placeOf(layer);
      if (!place) continue;
      const doc = operatorOf(layer)?.attributes[fact.attribute]?.doc;
      yield {
        rule: missingArgument.id,
        message: `${layer.className} needs ${fact.attribute}, which has no default.${doc ? ` ${doc}` : ''}`,
        place,
        related: [],
        fixes: [],
      };
    }
  },
};
