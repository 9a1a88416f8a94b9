import { findFacts, placeOf } from './facts.ts';
import type { Rule } from './rule.ts';

export const unsupportedLayer: Rule = {
  id: 'unsupported-layer',
  severity: 'warning',
  title: 'Layer that TensorFlow.js does not have',
  docs: {
    what: 'A layer class that Keras has and TensorFlow.js has not, such as GroupNormalization or LocallyConnected2D.',
    why: '`tf.loadLayersModel` throws on a class that nobody registered.',
    fix: 'Replace the layer before converting the model, or register a class of that name with `tf.serialization.registerClass` before loading it.',
    bad: '{\n  "class_name": "Sequential",\n  "config": [\n    {\n      "class_name": "Conv2D",\n      "config": { "name": "conv", "batch_input_shape": [null, 8, 8, 4], "filters": 8, "kernel_size": [3, 3] }\n    },\n    { "class_name": "GroupNormalization", "config": { "name": "norm", "groups": 4 } }\n  ]\n}',
    good: '{\n  "class_name": "Sequential",\n  "config": [\n    {\n      "class_name": "Conv2D",\n      "config": { "name": "conv", "batch_input_shape": [null, 8, 8, 4], "filters": 8, "kernel_size": [3, 3] }\n    },\n    { "class_name": "BatchNormalization", "config": { "name": "norm" } }\n  ]\n}',
  },
  *check(model) {
    for (const { fact, layer } of findFacts(model, 'unsupported-layer')) {
      const place = placeOf(layer);
      if (!place) continue;
      yield {
        rule: unsupportedLayer.id,
        message: `TensorFlow.js has no ${fact.className}: loading the model throws unless a class of that name is registered first.`,
        place,
        related: [],
        fixes: [],
      };
    }
  },
};
