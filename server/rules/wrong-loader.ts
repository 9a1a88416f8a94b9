import * as l10n from '@vscode/l10n';
import type { Rule } from './support/rule.ts';

export const wrongLoader: Rule = {
  id: 'wrong-loader',
  severity: 'error',
  title: 'Model that is opened by the loader of another format',
  docs: {
    what: '`tf.loadLayersModel` on a file that holds a graph model, or `tf.loadGraphModel` on one that holds layers.',
    why: 'TensorFlow.js throws when it reads the file. The converter writes graph models of saved models, and layers models of Keras files; both are called `model.json`.',
    fix: 'Call the loader of the format that the file has.',
    bad: "const model = await tf.loadGraphModel('./layers-model.json');",
    good: "const model = await tf.loadLayersModel('./layers-model.json');",
  },
  *checkUses(uses) {
    for (const use of uses) {
      if (use.kind !== 'wrong-loader') continue;
      const isLayers = use.called === 'loadGraphModel';
      const holds = isLayers ? l10n.t('a layers model') : l10n.t('a graph model');
      const right = isLayers ? 'loadLayersModel' : 'loadGraphModel';
      yield {
        rule: wrongLoader.id,
        message: l10n.t('This file holds {0}, which {1} cannot read: {2} does.', holds, use.called, right),
        place: use.place,
        related: [
          {
            message: l10n.t('The file says that it is {0}.', holds),
            place: { file: use.file, range: { start: 0, end: 1 } },
          },
        ],
        fixes: use.loader
          ? [{ title: l10n.t('Call {0}', right), edits: [{ ...use.loader, newText: right }], safe: false }]
          : [],
      };
    }
  },
};
