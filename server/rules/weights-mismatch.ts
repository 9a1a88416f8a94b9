import { findGraphFacts } from './support/graph-facts.ts';
import type { Rule } from './support/rule.ts';

export const weightsMismatch: Rule = {
  id: 'weights-mismatch',
  severity: 'error',
  title: 'Stored weights that do not fit the model',
  docs: {
    what: "A weight in the `weightsManifest` whose name or shape disagrees with the model's topology, or one that is missing.",
    why: '`tf.loadLayersModel` matches weights with layers by name and throws when one is missing or has another shape.',
    fix: 'Convert or save the model again, topology and weights together.',
    bad: '{\n  "modelTopology": {\n    "class_name": "Sequential",\n    "config": [\n      { "class_name": "Dense", "config": { "name": "dense", "batch_input_shape": [null, 4], "units": 2, "use_bias": false } }\n    ]\n  },\n  "weightsManifest": [\n    { "paths": ["weights.bin"], "weights": [{ "name": "dense/kernel", "shape": [4, 3], "dtype": "float32" }] }\n  ]\n}',
    good: '{\n  "modelTopology": {\n    "class_name": "Sequential",\n    "config": [\n      { "class_name": "Dense", "config": { "name": "dense", "batch_input_shape": [null, 4], "units": 2, "use_bias": false } }\n    ]\n  },\n  "weightsManifest": [\n    { "paths": ["weights.bin"], "weights": [{ "name": "dense/kernel", "shape": [4, 2], "dtype": "float32" }] }\n  ]\n}',
  },
  *check(model) {
    for (const { fact, place } of findGraphFacts(model)) {
      if (fact.kind !== 'weights-mismatch') continue;
      yield { rule: weightsMismatch.id, message: fact.detail, place, related: [], fixes: [] };
    }
  },
};
