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
        message: `${name} was disposed of before this ${use.method}: its weights are gone.`,
        place: use.place,
        related: place ? [{ message: `${name} is made here.`, place }] : [],
        fixes: [],
      };
    }
  },
};
