import {
  ConfigurationTarget,
  commands,
  LanguageModelTextPart,
  lm,
  NotebookCellData,
  NotebookCellKind,
  NotebookData,
  Range,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import {
  codeLenses,
  completions,
  eventually,
  fixesOf,
  hoverWith,
  inlayHints,
  openExample,
  positionOf,
  problems,
  revert,
  ruleOf,
} from './editor.ts';
import type { StepName } from './step-names.ts';

/** Figures are LeNet-5's: c1 has 5·5·1·6 + 6 = 156 parameters and 28·28·5·5·1·6 = 117,600 multiply-adds. */
export const steps: Record<StepName, () => Promise<void>> = {
  'a hover on a layer shows its shapes, parameters and cost': async () => {
    // The server starts with the first step, and a hover asked for before that waits for the editor's TypeScript alone.
    const mistakes = await openExample('mistakes.ts');
    await eventually('the first problems', () => problems(mistakes).length > 0 || null, 60_000);
    const document = await openExample('lenet5.ts');
    const hover = await hoverWith(document, positionOf(document, 'conv2d('), '[?, 28, 28, 1]');
    contains(hover, '[?, 28, 28, 6]', '**156**', '118 k');
  },

  'a hover on a layer of a model.json shows the same': async () => {
    const document = await openExample('digits/model.json');
    await hoverWith(document, positionOf(document, '"Conv2D"', 1), '[?, 28, 28, 1]');
  },

  "a hover on a layer of ConvLens's own JSON does too": async () => {
    const document = await openExample('lenet5-1998.convlens.json');
    const hover = await hoverWith(document, positionOf(document, '"partiallyConnectedConv2d"', 1), '[?, 14, 14, 6]');
    contains(hover, '60 connections', '**1,516**');
  },

  'layers are found in a page whose scripts share their names, and in one of the scripts': async () => {
    const page = await openExample('page/index.html');
    await hoverWith(page, positionOf(page, 'conv2d('), '[?, 28, 28, 4]');
    await eventually('the problem of the even kernel', () => {
      const found = problems(page).find((one) => ruleOf(one) === 'even-kernel-padding');
      return found && page.getText(found.range) === 'kernelSize: 4' ? found : null;
    });
    const script = await openExample('page/model.js');
    contains(await hoverWith(script, positionOf(script, 'dense('), '[?, 1568]'), '**15,690**');
  },

  'layers are found in Vue and in Svelte components': async () => {
    for (const [file, layer, shape] of [
      ['components/Digits.vue', 'dense(', '[?, 2304]'],
      ['components/Digits.svelte', 'conv2d(', '[?, 28, 28, 8]'],
    ] as const) {
      const document = await openExample(file);
      await hoverWith(document, positionOf(document, layer), shape);
      await eventually(`the problem of the even kernel in ${file}`, () => {
        return problems(document).some((one) => ruleOf(one) === 'even-kernel-padding') || null;
      });
    }
  },

  'a document that was never saved is read by its language, and so is a cell of a notebook': async () => {
    const program = `import * as tf from '@tensorflow/tfjs';
const model = tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: <number>8, kernelSize: 3 })] });
`;
    const document = await workspace.openTextDocument({ language: 'typescript', content: program });
    await window.showTextDocument(document, { preview: false });
    await hoverWith(document, positionOf(document, 'conv2d('), '`[?, 28, 28, 1]` → `[?, 26, 26, 8]`');
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    const cells = [new NotebookCellData(NotebookCellKind.Code, program, 'typescript')];
    const notebook = await workspace.openNotebookDocument('jupyter-notebook', new NotebookData(cells));
    await window.showNotebookDocument(notebook);
    const cell = notebook.cellAt(0).document;
    await hoverWith(cell, positionOf(cell, 'conv2d('), '`[?, 28, 28, 1]` → `[?, 26, 26, 8]`');
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  },

  'operators and arguments are completed there by the schema': async () => {
    const document = await openExample('lenet5-1998.convlens.json');
    await completions(document, positionOf(document, '"conv2d"', 1), 'tiledConv2d');
    await completions(document, positionOf(document, '"filters"', 1), 'groups');
  },

  'inlay hints show the output shapes': async () => {
    const document = await openExample('lenet5.ts');
    const line = positionOf(document, "name: 's2'").line;
    const hints = await eventually('inlay hints', async () => {
      const all = await inlayHints(document);
      return all.some((hint) => hint.startsWith(`${line}:`)) ? all : null;
    });
    contains(hints.join('\n'), `${line}: → 14×14×6`);
  },

  'a code lens shows the totals of a model': async () => {
    const document = await openExample('lenet5.ts');
    await eventually('a code lens with 61.7 k parameters', async () => {
      const titles = (await codeLenses(document)).map(({ command }) => command?.title ?? '');
      return titles.some((title) => title.includes('61.7 k')) ? titles : null;
    });
  },

  'problems are reported on the arguments that cause them': async () => {
    const document = await openExample('mistakes.ts');
    const expected = ['ignored-argument', 'even-kernel-padding', 'empty-output', 'shape-mismatch'];
    const found = await eventually(`the problems ${expected.join(', ')}`, () => {
      const rules = problems(document).map(ruleOf);
      return expected.every((rule) => rules.includes(rule)) ? problems(document) : null;
    });
    const texts = found.map((problem) => `${ruleOf(problem)} ${document.getText(problem.range)}`);
    if (!texts.some((text) => text.startsWith('even-kernel-padding kernelSize'))) throw new Error(texts.join('\n'));
  },

  'a fix is applied and its problem is gone': async () => {
    const document = await openExample('mistakes.ts');
    const problem = await eventually('the problem of the lopsided kernel', () => {
      return problems(document).find((one) => ruleOf(one) === 'even-kernel-padding') ?? null;
    });
    const fixes = await fixesOf(document, problem);
    const fix = fixes.find(({ title }) => title === 'Use a 3×3 kernel');
    if (!fix?.edit) throw new Error(`No fix takes a smaller kernel: ${fixes.map(({ title }) => title).join(', ')}`);
    if (!(await workspace.applyEdit(fix.edit))) throw new Error(`“${fix.title}” could not be applied.`);
    try {
      await eventually('the problem to vanish', () => {
        return problems(document).some((one) => ruleOf(one) === 'even-kernel-padding') ? null : true;
      });
      if (document.getText().includes('kernelSize: 4')) throw new Error('The 4×4 kernel is still there.');
    } finally {
      await revert(document);
    }
  },

  'callers in files that are not open say what parameters are': async () => {
    const document = await openExample('unet/unet.ts');
    await hoverWith(document, positionOf(document, 'maxPooling2d('), '`[?, 568, 568, 64]` → `[?, 284, 284, 64]`');
    const blocks = await openExample('unet/blocks.ts');
    await hoverWith(blocks, positionOf(blocks, 'conv2d('), '`[?, 572, 572, 1]` → `[?, 570, 570, 64]`');
  },

  'a rule that is switched off in the settings reports nothing': async () => {
    const document = await openExample('mistakes.ts');
    const has = () => problems(document).some((one) => ruleOf(one) === 'empty-output');
    await eventually('the problem before', () => (has() ? true : null));
    const settings = workspace.getConfiguration('convlens.rules');
    await settings.update('empty-output', 'off', ConfigurationTarget.Global);
    try {
      await eventually('silence', () => (has() ? null : true));
    } finally {
      await settings.update('empty-output', undefined, ConfigurationTarget.Global);
    }
    await eventually('the problem after', () => (has() ? true : null));
  },

  'an edit changes what a hover says': async () => {
    const document = await openExample('lenet5.ts');
    const at = positionOf(document, 'filters: 6', 'filters: '.length);
    const edit = new WorkspaceEdit();
    edit.replace(document.uri, new Range(at, at.translate(0, 1)), '9');
    await workspace.applyEdit(edit);
    try {
      await hoverWith(document, positionOf(document, 'conv2d('), '[?, 28, 28, 9]');
    } finally {
      await revert(document);
    }
  },

  'the graph of the model at the cursor opens as text': async () => {
    await openExample('lenet5.ts');
    await commands.executeCommand('convlens.showGraph');
    const text = await eventually('the graph with 61,706 parameters', () => {
      const document = window.activeTextEditor?.document;
      // The edit of the step before may not have been taken back yet where the graph is printed.
      const shown = document?.uri.scheme === 'convlens' ? document.getText() : '';
      return shown.includes('61,706 parameters') ? shown : null;
    });
    contains(text, 'Conv2D', 'c1');
  },

  'assistants are answered by the tools, and told in words what they got wrong': async () => {
    const names = lm.tools.map(({ name }) => name).filter((name) => name.startsWith('convlens_'));
    contains(
      names.join(' '),
      'convlens_summary',
      'convlens_check',
      'convlens_explain_layer',
      'convlens_what_if',
      'convlens_diff',
    );
    const file = 'lenet5.ts';
    contains(await askTool('convlens_summary', { file }), '"file":"lenet5.ts"', '"at":"lenet5.ts:22"', '"total":61706');
    contains(await askTool('convlens_check', { paths: ['mistakes.ts'] }), '"rule":"empty-output"', '"newText"');
    contains(
      await askTool('convlens_check', { paths: ['components'], models: false }),
      '"file":"components/Digits.vue"',
    );
    contains(await askTool('convlens_explain_layer', { file, layer: 'c3' }), '5·5·6·16 + 16', '"name":"kernelSize"');
    const trial = { file, changes: [{ layer: 'c3', set: { filters: 32 } }] };
    contains(
      await askTool('convlens_what_if', trial),
      '{"before":61706,"after":112122,"change":50416}',
      '"newText":"32"',
    );
    contains(await askTool('convlens_diff', { before: file, after: 'lenet5-1998.convlens.json' }), '"after":60840');
    for (const [input, words] of [
      [{}, 'Error: file: it is missing'],
      [{ file: 'nothing.ts' }, 'Error: nothing.ts: there is no such file or folder in the workspace'],
      [{ file: '../package.json' }, 'Error: ../package.json: there is no such file or folder in the workspace'],
    ] as const) {
      const answer = await askTool('convlens_summary', input);
      if (answer !== words) throw new Error(`“${words}” was expected, and the answer is: ${answer}`);
    }
  },
};

async function askTool(name: string, input: object): Promise<string> {
  const { content } = await lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof LanguageModelTextPart ? part.value : '')).join('');
}

function contains(text: string, ...parts: string[]): void {
  for (const part of parts) if (!text.includes(part)) throw new Error(`“${part}” is missing in:\n${text}`);
}
