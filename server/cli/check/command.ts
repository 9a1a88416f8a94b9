import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import type { Problem } from '../../analysis/file-analysis.ts';
import type { RuleSettings } from '../../analysis/severity.ts';
import { projectCallers } from '../callers.ts';
import { Failure } from '../failure.ts';
import { displayUri, expandPaths, reasonOf } from '../files.ts';
import { callOption, ruleOption, stdinOption } from '../options.ts';
import { analyseSource, mayHoldModel, type Source, sourceOf, standardInput } from '../source.ts';
import { progress, write } from '../terminal.ts';
import { applyFixes } from './apply-fixes.ts';
import { type CheckedFile, checkedFile } from './checked-file.ts';
import { printGithub } from './print-github.ts';
import { printJson } from './print-json.ts';
import { printSarif } from './print-sarif.ts';
import { printText } from './print-text.ts';

interface CheckOptions {
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  readonly fix: boolean;
  readonly failOn: Threshold;
  readonly rule?: RuleSettings;
  readonly call?: string;
  readonly stdinFilename?: string;
}

type Threshold = 'error' | 'warning' | 'info' | 'never';

export function checkCommand(version: string): Command {
  return new Command('check')
    .description('the problems of models, as the editor shows them')
    .argument('[paths...]', 'files, folders and globs; - is standard input', ['.'])
    .addOption(
      new Option('--format <format>', 'how to print them').choices(['text', 'json', 'sarif', 'github']).default('text'),
    )
    .option('--fix', 'apply the fixes that cannot change what a model was meant to be', false)
    .addOption(ruleOption())
    .addOption(
      new Option('--fail-on <severity>', 'the least severity that makes the exit status 1')
        .choices(['error', 'warning', 'info', 'never'])
        .default('error'),
    )
    .addOption(callOption())
    .addOption(stdinOption())
    .action(async (paths: readonly string[], options: CheckOptions) => {
      const files = await check(paths, options);
      write(printers[options.format](files, version));
      process.exitCode = fails(
        files.flatMap(({ analysis }) => analysis.findings),
        options.failOn,
      )
        ? 1
        : 0;
    });
}

const printers: Readonly<Record<CheckOptions['format'], (files: readonly CheckedFile[], version: string) => string>> = {
  text: printText,
  json: printJson,
  github: printGithub,
  sarif: printSarif,
};

async function check(paths: readonly string[], options: CheckOptions): Promise<readonly CheckedFile[]> {
  const settings = { rules: options.rule ?? {}, ...(options.call ? { call: options.call } : {}) };
  const callersOf = projectCallers();
  const checkOne: Check = async (source) =>
    checkedFile(source, analyseSource(source, { ...settings, callers: await callersOf(source.uri) }));
  if (paths.includes('-')) {
    if (options.fix) throw new Failure('--fix writes files, and standard input is none');
    return [await checkOne(await standardInput(options.stdinFilename))];
  }
  const files = await expandPaths(paths);
  const shown = progress();
  const checked: CheckedFile[] = [];
  const sources = files.map(sourceOf).filter((source) => files.length === 1 || mayHoldModel(source));
  for (const [index, source] of sources.entries()) {
    shown.show(`${index + 1}/${sources.length} ${displayUri(source.uri)}`);
    const before = await checkOne(source);
    checked.push(options.fix ? await fixed(before, checkOne) : before);
  }
  shown.done();
  return sayOnce(checked);
}

type Check = (source: Source) => Promise<CheckedFile>;

/** Applies safe fixes until there are none, a few rounds at most: mending one place may uncover the next. */
async function fixed(file: CheckedFile, checkOne: Check): Promise<CheckedFile> {
  let current = file;
  for (let round = 0; round < 5; round++) {
    const text = applyFixes(current);
    if (text === null) break;
    try {
      writeFileSync(fileURLToPath(current.source.uri), text);
    } catch (error) {
      throw new Failure(`${current.name}: ${reasonOf(error)}`);
    }
    current = await checkOne({ ...current.source, text });
  }
  return current;
}

/** A problem of a file that another file leads to is found twice: it is said where it is. */
function sayOnce(files: readonly CheckedFile[]): readonly CheckedFile[] {
  const keyOf = ({ rule, message, place }: Problem): string =>
    JSON.stringify([place.file, place.range.start, place.range.end, rule, message]);
  const said = new Set(
    files.flatMap(({ source, analysis }) =>
      analysis.findings.filter(({ place }) => place.file === source.uri).map(keyOf),
    ),
  );
  return files.map((file) => {
    const isNew = (problem: Problem): boolean => problem.place.file === file.source.uri || !said.has(keyOf(problem));
    return { ...file, analysis: { ...file.analysis, findings: file.analysis.findings.filter(isNew) } };
  });
}

/** Hints are suggestions: no threshold counts them. */
const rank: Readonly<Record<Problem['severity'], number>> = { hint: 0, info: 1, warning: 2, error: 3 };

function fails(problems: readonly Problem[], threshold: Threshold): boolean {
  return threshold !== 'never' && problems.some(({ severity }) => rank[severity] >= rank[threshold]);
}
