import * as l10n from '@vscode/l10n';
import { findFacts, placeOf } from './support/facts.ts';
import type { Rule } from './support/rule.ts';
import { sentences } from './support/words.ts';

export const unsupportedLayer: Rule = {
  id: 'unsupported-layer',
  severity: 'warning',
  title: 'Layer that TensorFlow.js does not have',
  docs: {
    what: 'A layer class that Keras has and TensorFlow.js has not, such as GroupNormalization or LocallyConnected2D; or one that TensorFlow.js can only apply to tensors: `resizing` and `randomWidth`.',
    why: '`tf.loadLayersModel` throws on a class that was not registered. The two image layers compute right values, but the shape that they say their output has lacks the batch or holds a negative size, so that a model with them is built wrongly and throws when it runs.',
    fix: 'Resize and crop the images before they enter the model. Replace other layers before converting the model, or register a class of their name with `tf.serialization.registerClass` before loading it.',
    bad: '{\n  "class_name": "Sequential",\n  "config": [\n    {\n      "class_name": "Conv2D",\n      "config": { "name": "conv", "batch_input_shape": [null, 8, 8, 4], "filters": 8, "kernel_size": [3, 3] }\n    },\n    { "class_name": "GroupNormalization", "config": { "name": "norm", "groups": 4 } }\n  ]\n}',
    good: '{\n  "class_name": "Sequential",\n  "config": [\n    {\n      "class_name": "Conv2D",\n      "config": { "name": "conv", "batch_input_shape": [null, 8, 8, 4], "filters": 8, "kernel_size": [3, 3] }\n    },\n    { "class_name": "BatchNormalization", "config": { "name": "norm" } }\n  ]\n}',
  },
  *check(model) {
    for (const { fact, layer } of findFacts(model, 'unknown-factory')) {
      const place = placeOf(layer);
      const hint = fact.meant === null ? null : l10n.t('Did you mean {0}?', fact.meant);
      const message = sentences(l10n.t('tf.layers has no {0}: calling it throws.', fact.factory), hint);
      if (place) yield { rule: unsupportedLayer.id, message, place, related: [], fixes: [] };
    }
    for (const { fact, layer } of findFacts(model, 'unsupported-layer')) {
      const place = placeOf(layer);
      // What is not in a model yet may be meant for tensors.
      if (!place || (fact.tensorsOnly && model.graph.unfinished)) continue;
      yield {
        rule: unsupportedLayer.id,
        message: fact.tensorsOnly
          ? l10n.t(
              "TensorFlow.js's {0} works on tensors only: in a model it tells the layers around it a wrong shape, and the model throws.",
              fact.className,
            )
          : l10n.t(
              'TensorFlow.js has no {0}: loading the model throws unless a class of that name is registered first.',
              fact.className,
            ),
        place,
        related: [],
        fixes: [],
      };
    }
  },
};
