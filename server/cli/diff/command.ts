import { Command } from 'commander';
import { markdownText } from '../../../core/text/markdown.ts';
import { chooseModels } from '../../assist/choose-models.ts';
import { type Diff, diffJson, type ModelsOfFile } from '../../assist/diff-json.ts';
import { markdownComparison, printComparison } from '../compared/print.ts';
import { loadModels, type ModelOptions } from '../load-models.ts';
import { addFormats, callOption, inputShapeOption } from '../options.ts';
import { parseRevision, sourceAt } from '../revision/source-at.ts';
import { analysedFile, analyseSource } from '../source.ts';
import { write } from '../terminal.ts';

interface DiffOptions extends ModelOptions {
  readonly format: keyof typeof printers;
}

export function diffCommand(): Command {
  const command = new Command('diff')
    .description('two models, or one at two revisions of git: what was added, removed, changed, and the totals')
    .argument('<before>', 'a file, or file@revision: model.ts@HEAD')
    .argument('<after>', 'a file, or file@revision')
    .option('--model <name>', 'one model of the files, by name')
    .addOption(callOption())
    .addOption(inputShapeOption());
  return addFormats(command, ['text', 'json', 'markdown']).action(
    async (before: string, after: string, options: DiffOptions) => {
      const diff = diffJson(await load(before, options), await load(after, options));
      write(printers[options.format](diff));
    },
  );
}

async function load(path: string, options: DiffOptions): Promise<ModelsOfFile> {
  const past = parseRevision(path);
  if (past === null) return loadModels(path, options);
  const source = sourceAt(past.file, past.revision);
  const { callers, nameOf } = source;
  const file = analysedFile(source, analyseSource(source, options.call ? { call: options.call } : { callers }), {
    nameOf,
  });
  return { file, models: chooseModels(file, options) };
}

const printers = {
  json: (diff: Diff) => JSON.stringify(diff, null, 2),
  text: (diff: Diff) =>
    [...diff.models.map((model) => printComparison(titleOf(diff, model), model)), ...onlyIn(diff)].join('\n\n'),
  markdown: (diff: Diff) =>
    [
      ...diff.models.map((model) => markdownComparison(titleOf(diff, model), model)),
      ...onlyIn(diff).map((line) => markdownText(line)),
    ].join('\n\n'),
};

function titleOf({ before, after }: Diff, model: Diff['models'][number]): string {
  const names = model.before === model.after ? model.name : `${model.before} → ${model.after}`;
  return `${names}  ${before.file} → ${after.file}`;
}

function onlyIn({ before, after, added, removed }: Diff): readonly string[] {
  return [
    ...(removed.length > 0 ? [`Only in ${before.file}: ${removed.join(', ')}`] : []),
    ...(added.length > 0 ? [`Only in ${after.file}: ${added.join(', ')}`] : []),
  ];
}
