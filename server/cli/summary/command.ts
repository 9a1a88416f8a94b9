import { Command, InvalidArgumentError, Option } from 'commander';
import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import { type CountingName, countingNames } from '../../../core/graph/counting-views.ts';
import { ELEMENT_BYTES, OPTIMISER_COPIES } from '../../../core/graph/memory.ts';
import { type Summary, summaryJson } from '../../assist/summary-json.ts';
import { loadModels, type ModelOptions } from '../load-models.ts';
import { callOption, inputShapeOption, runtimeOption, stdinOption } from '../options.ts';
import { write } from '../terminal.ts';
import { countedJson } from './counted-json.ts';
import { printCsv, printMarkdown, printTables } from './print.ts';
import { type ColumnName, columnNames, defaultColumns } from './table.ts';
import type { Training } from './training.ts';

interface SummaryOptions extends ModelOptions {
  readonly format: 'table' | 'markdown' | 'csv' | 'json';
  readonly columns?: readonly ColumnName[];
  readonly counting: CountingName;
  readonly batch?: number;
  readonly optimizer?: Training['optimiser'];
  readonly dtype?: Training['dtype'];
  readonly memory?: number;
  readonly layers: boolean;
}

export function summaryCommand(): Command {
  return new Command('summary')
    .description('a table per model: shapes, parameters, MACs, receptive fields, memory')
    .argument('<file>', 'a program or a model.json; - is standard input')
    .addOption(
      new Option('--format <format>', 'how to print it').choices(['table', 'markdown', 'csv', 'json']).default('table'),
    )
    .option('--model <name>', 'one model of the file, by name')
    .addOption(callOption())
    .addOption(runtimeOption())
    .addOption(inputShapeOption())
    .addOption(
      new Option('--columns <names>', `which columns, with commas between: ${columnNames.join(', ')}`).argParser(
        readColumns,
      ),
    )
    .addOption(
      new Option('--counting <tool>', 'whose way of counting parameters and operations')
        .choices(countingNames)
        .default('convlens'),
    )
    .addOption(new Option('--batch <images>', 'what training with batches of this size takes').argParser(readBatch))
    .addOption(
      new Option('--optimizer <name>', 'which training is meant; momentum unless said').choices(
        Object.keys(OPTIMISER_COPIES),
      ),
    )
    .addOption(
      new Option('--dtype <type>', 'what numbers are stored as; float32 unless said').choices(
        Object.keys(ELEMENT_BYTES),
      ),
    )
    .addOption(
      new Option('--memory <bytes>', 'the largest batch that fits into so much, as 8GiB').argParser(readMemory),
    )
    .option('--no-layers', 'the totals of the models alone, with --format json')
    .addOption(stdinOption())
    .action(async (file: string, options: SummaryOptions) => write(await summary(file, options)));
}

async function summary(file: string, options: SummaryOptions): Promise<string> {
  const { file: read, models } = await loadModels(file, options);
  const { name, positions } = read;
  if (options.format === 'json') return printJson(summaryJson(read, models, options.layers), models, options.counting);
  const printers = { table: printTables, markdown: printMarkdown, csv: printCsv };
  const { counting } = options;
  const training = trainingOf(options);
  const columns = options.columns ?? defaultColumns(counting);
  return printers[options.format]({ models, name, positions, columns, counting, training });
}

function printJson(summary: Summary, models: readonly GraphAnalysis[], counting: CountingName): string {
  const counted = (model: object, index: number): object => ({
    ...model,
    counted: countedJson(models[index]!, counting),
  });
  const shown = counting === 'convlens' ? summary : { ...summary, models: summary.models.map(counted) };
  return JSON.stringify(shown, null, 2);
}

/** Null when nothing of training was asked for. */
function trainingOf({ batch, optimizer, dtype, memory }: SummaryOptions): Training | null {
  if ([batch, optimizer, dtype, memory].every((option) => option === undefined)) return null;
  return {
    batch: batch ?? 1,
    optimiser: optimizer ?? 'momentum',
    dtype: dtype ?? 'float32',
    memory: memory ?? null,
  };
}

function readMemory(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?$/i.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError('Memory is a number of bytes, as 8GiB.');
  return Number(number) * 1024 ** ['', 'K', 'M', 'G', 'T'].indexOf((unit ?? '').toUpperCase());
}

function readBatch(text: string): number {
  const batch = Number(text);
  if (!Number.isInteger(batch) || batch < 1) throw new InvalidArgumentError('The batch is a number of images.');
  return batch;
}

function readColumns(text: string): readonly ColumnName[] {
  return text.split(',').map((asked) => {
    const name = columnNames.find((known) => known === asked.trim());
    if (!name) throw new InvalidArgumentError(`There is no column ${asked.trim()}.`);
    return name;
  });
}
