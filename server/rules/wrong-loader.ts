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
      const [holds, right] = isLayers ? ['a layers model', 'loadLayersModel'] : ['a graph model', 'loadGraphModel'];
      yield {
        rule: wrongLoader.id,
        message: `This file holds ${holds}, which ${use.called} cannot read: ${right} does.`,
        place: use.place,
        related: [
          { message: `The file says that it is ${holds}.`, place: { file: use.file, range: { start: 0, end: 1 } } },
        ],
        fixes: use.loader ? [{ title: `Call ${right}`, edits: [{ ...use.loader, newText: right }], safe: false }] : [],
      };
    }
  },
};
