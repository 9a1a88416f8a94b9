import * as l10n from '@vscode/l10n';
import type { ModelMethod } from '../frontends/uses.ts';
import type { Rule } from './support/rule.ts';

export const notCompiled: Rule = {
  id: 'not-compiled',
  severity: 'error',
  title: 'Model that is trained before it is compiled',
  docs: {
    what: 'A call of `fit`, `evaluate` or their kin on a model on which `compile` was not called, or not since a layer was added.',
    why: 'Training needs a loss and an optimiser, which `compile` sets. TensorFlow.js throws.',
    fix: 'Call `compile` before, and after the last `add`.',
    bad: 'const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [7], units: 1 })] });\nawait model.fit(tf.zeros([4, 7]), tf.zeros([4, 1]));',
    good: "const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [7], units: 1 })] });\nmodel.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });\nawait model.fit(tf.zeros([4, 7]), tf.zeros([4, 1]));",
  },
  *checkUses(uses) {
    for (const use of uses) {
      if (use.kind !== 'model-call' || use.model.isCompiled !== false || !needsCompile[use.method]) continue;
      const { name, place } = use.model;
      yield {
        rule: notCompiled.id,
        message: l10n.t(
          '{0} is not compiled here: {1} needs a loss and an optimiser. Call compile before.',
          name,
          use.method,
        ),
        place: use.place,
        related: place ? [{ message: l10n.t('{0} is made here.', name), place }] : [],
        fixes: [],
      };
    }
  },
};

const needsCompile: Readonly<Record<ModelMethod, boolean>> = {
  fit: true,
  fitDataset: true,
  trainOnBatch: true,
  evaluate: true,
  evaluateDataset: true,
  predict: false,
  predictOnBatch: false,
  execute: false,
};
