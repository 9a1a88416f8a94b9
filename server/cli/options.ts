import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RuleSettings } from '../analysis/severity.ts';
import { rules } from '../rules/index.ts';
import type { Severity } from '../rules/support/rule.ts';

const severities: readonly Severity[] = ['error', 'warning', 'info', 'hint', 'off'];

/** `--rule id=severity`, any number of times. */
export function ruleOption(): Option {
  return new Option('--rule <id=severity>', `another severity for a rule (${severities.join(', ')})`).argParser(
    (text: string, before: RuleSettings = {}): RuleSettings => {
      const [id = '', severity] = text.split('=');
      if (!rules.some((rule) => rule.id === id)) throw new InvalidArgumentError(`There is no rule ${id}.`);
      const known = severities.find((one) => one === severity);
      if (!known) throw new InvalidArgumentError(`The severity is one of ${severities.join(', ')}.`);
      return { ...before, [id]: known };
    },
  );
}

/** `--input-shape 224,224,3`, once per input of the model. */
export function inputShapeOption(): Option {
  return new Option(
    '--input-shape <sizes>',
    'sizes of an input without the batch: 224,224,3 (once per input)',
  ).argParser((text: string, before: readonly (readonly number[])[] = []) => {
    const sizes = text.split(/[,x×]/).map((size) => Number(size.trim()));
    if (!sizes.every((size) => Number.isInteger(size) && size > 0)) {
      throw new InvalidArgumentError('The sizes are positive integers with commas between them.');
    }
    return [...before, sizes];
  });
}

export function callOption(): Option {
  return new Option(
    '--call <expression>',
    'a call that builds the model, in the scope of the file: "createModel([64, 64, 3])"',
  );
}

export function runtimeOption(): Option {
  return new Option('--runtime <name>', 'what runs saved Keras models that do not say so themselves').choices([
    'tensorflow.js',
    'keras',
  ]);
}

export function stdinOption(): Option {
  return new Option('--stdin-filename <name>', 'what the file is called that `-` reads from standard input');
}

/** `--format`, the first one unless said, and `--json` for short. */
export function addFormats(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(new Option('--format <format>', 'how to print it').choices(formats).default(formats[0]))
    .addOption(new Option('--json', 'short for --format json').implies({ format: 'json' }));
}
