import { Command, InvalidArgumentError, Option } from 'commander';
import { markdownText } from '../../../core/text/markdown.ts';
import { type WhatIf, whatIfJson } from '../../assist/what-if-json.ts';
import { markdownComparison, printComparison } from '../compared/print.ts';
import { loadModels, type ModelOptions } from '../load-models.ts';
import { addFormats, callOption, inputShapeOption, stdinOption } from '../options.ts';
import { write } from '../terminal.ts';

interface WhatIfOptions extends ModelOptions {
  readonly format: keyof typeof printers;
  readonly set?: readonly Setting[];
}

interface Setting {
  readonly layer: string;
  readonly set: Readonly<Record<string, Value>>;
}

type Value = number | string | boolean | readonly Value[];

export function whatIfCommand(): Command {
  const command = new Command('what-if')
    .description('a model with other arguments or input sizes beside what it is; nothing is written')
    .argument('<file>', 'a program or a model.json; - is standard input')
    .addOption(
      new Option(
        '--set <layer.argument=value>',
        'another value for an argument of a layer, any number of times: conv1.filters=64. The layer by name or line',
      ).argParser(readSetting),
    )
    .addOption(inputShapeOption())
    .option('--model <name>', 'one model of the file, by name')
    .addOption(callOption())
    .addOption(stdinOption());
  return addFormats(command, ['text', 'json', 'markdown']).action(async (path: string, options: WhatIfOptions) => {
    const { model, inputShape, set: changes = [] } = options;
    const { file } = await loadModels(path, { ...options, inputShape: undefined });
    const answer = whatIfJson(file, { model, changes, inputShape });
    write(printers[options.format](answer));
  });
}

const printers = {
  json: (answer: WhatIf) => JSON.stringify(answer, null, 2),
  text: (answer: WhatIf) => [printComparison(answer.model, answer), ...problemLines(answer)].join('\n'),
  markdown: (answer: WhatIf) =>
    [markdownComparison(answer.model, answer), ...problemLines(answer).map((line) => `- ${markdownText(line)}`)].join(
      '\n',
    ),
};

function problemLines({ problems }: WhatIf): readonly string[] {
  return [
    ...problems.new.map(({ severity, message, rule, at }) => `New ${severity}: ${message} (${rule}, ${at})`),
    ...problems.gone.map(({ severity, message, rule, at }) => `Gone, ${severity}: ${message} (${rule}, ${at})`),
  ];
}

function readSetting(text: string, before: readonly Setting[] = []): readonly Setting[] {
  const [, layer, name, value] = /^(.+)\.([A-Za-z]\w*)=(.*)$/s.exec(text) ?? [];
  if (layer === undefined || name === undefined || value === undefined) {
    throw new InvalidArgumentError('Say layer.argument=value, as conv1.filters=64.');
  }
  return [...before, { layer, set: { [name]: readValue(value) } }];
}

/** Numbers, true, false and lists as JSON writes them; anything else is a word. */
function readValue(text: string): Value {
  try {
    const value: unknown = JSON.parse(text);
    return isValue(value) ? value : text;
  } catch {
    return text;
  }
}

function isValue(value: unknown): value is Value {
  if (Array.isArray(value)) return value.every(isValue);
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
}
