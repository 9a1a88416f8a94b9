import * as l10n from '@vscode/l10n';
import type { Rule } from './support/rule.ts';

export const disposedModel: Rule = {
  id: 'disposed-model',
  severity: 'error',
  title: 'Model that is used after dispose',
  docs: {
    what: 'A call of `predict`, `fit` or their kin on a model whose `dispose` was called before.',
    why: 'The weights are gone: TensorFlow.js throws.',
    fix: 'Dispose of the model when it is not needed any more.',
    bad: 'const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [7], units: 1 })] });\nmodel.dispose();\nmodel.predict(tf.zeros([1, 7]));',
    good: 'const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [7], units: 1 })] });\nmodel.predict(tf.zeros([1, 7]));\nmodel.dispose();',
  },
  *checkUses(uses) {
    for (const use of uses) {
      if (use.kind !== 'model-call' || use.model.isDisposed !== true) continue;
      const { name, place } = use.model;
      yield {
        rule: disposedModel.id,
        message: l10n.t('{0} was disposed of before this {1}: its weights are gone.', name, use.method),
        place: use.place,
        related: place ? [{ message: l10n.t('{0} is made here.', name), place }] : [],
        fixes: [],
      };
    }
  },
};
