import { findGraphFacts } from './graph-facts.ts';
import type { Rule } from './rule.ts';

export const weightsMismatch: Rule = {
  id: 'weights-mismatch',
  severity: 'error',
  title: 'Stored weights that do not fit the model',
  docs: {
    what: "A weight in the `weightsManifest` whose name or shape disagrees with the model's topology, or one that is missing.",
    why: '`tf.loadLayersModel` matches weights with layers by name and throws when one is missing or has another shape.',
    fix: 'Convert or save the model again, topology and weights together.',
    bad: '',
    good: '',
  },
  *check(model) {
    for (const { detail, place } of findGraphFacts(model, 'weights-mismatch')) {
      yield { rule: weightsMismatch.id, message: detail, place, related: [], fixes: [] };
    }
  },
};
