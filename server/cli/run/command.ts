import { Command, InvalidArgumentError, Option } from 'commander';
import { callOption, inputShapeOption, runtimeOption, stdinOption } from '../options.ts';
import type { RunOptions } from './run.ts';
import { weightsChoices } from './weights-choice.ts';

export function runCommand(): Command {
  return new Command('run')
    .description('runs a model: per layer its time, on request its output as .npy and a picture of its feature maps')
    .argument('<file>', 'a program or a model.json; - is standard input')
    .option('--model <name>', 'one model of the file, by name')
    .option('--input <what...>', 'a picture (.png), an array (.npy) or `random`, once per input', ['random'])
    .addOption(
      new Option('--scale <range>', 'how bytes of a picture become values: 0…1, −1…1 or 0…255')
        .choices(['unit', 'signed', 'bytes'])
        .default('unit'),
    )
    .option('--layer <name...>', 'layers whose outputs are written; all of them without it')
    .addOption(
      new Option('--engine <name>', 'where it computes')
        .choices(['auto', 'reference', 'wasm', 'webgpu'])
        .default('auto'),
    )
    .addOption(
      new Option('--weights <source>', "the model's own where there are some, else random ones").choices(
        weightsChoices,
      ),
    )
    .addOption(new Option('--seed <number>', 'for random weights and inputs').argParser(readSeed).default(1))
    .option('--out <folder>', 'where the outputs are written; none are without it')
    .addOption(callOption())
    .addOption(runtimeOption())
    .addOption(inputShapeOption())
    .addOption(stdinOption())
    .action(async (file: string, options: RunOptions) => {
      // The engines are large and nothing but this command needs them.
      const { run } = await import('./run.ts');
      await run(file, options);
    });
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (!Number.isInteger(seed)) throw new InvalidArgumentError('The seed is an integer.');
  return seed;
}
