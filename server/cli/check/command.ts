import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import type { Problem } from '../../analysis/file-analysis.ts';
import type { RuleSettings } from '../../analysis/severity.ts';
import { checkJson, sayOnce } from '../../assist/check-json.ts';
import { Failure } from '../../assist/failure.ts';
import { mayHoldModel } from '../../assist/may-hold-model.ts';
import type { FileHost, Runtime } from '../../frontends/frontend.ts';
import { projectCallers } from '../callers.ts';
import { createFileHost } from '../files/file-host.ts';
import { displayUri } from '../files/paths.ts';
import { expandPaths } from '../files/search-files.ts';
import { encodeText } from '../files/text-encoding.ts';
import { writeWhole } from '../files/write-file.ts';
import { callOption, ruleOption, runtimeOption, stdinOption } from '../options.ts';
import { analyseSource, type Source, sourceOf, standardInput } from '../source.ts';
import { progress, say, write } from '../terminal.ts';
import { applyFixes } from './apply-fixes.ts';
import { type CheckedFile, checkedFile } from './checked-file.ts';
import { printGithub } from './print-github.ts';
import { printSarif } from './print-sarif.ts';
import { printText } from './print-text.ts';

interface CheckOptions {
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  readonly fix: boolean;
  readonly failOn: Threshold;
  readonly rule?: RuleSettings;
  readonly call?: string;
  readonly models: boolean;
  readonly runtime?: Runtime;
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
    .addOption(runtimeOption())
    .option('--no-models', 'the problems alone, with --format json')
    .addOption(stdinOption())
    .action(async (paths: readonly string[], options: CheckOptions) => {
      const files = await check(paths, options);
      write(printers[options.format](files, { version, models: options.models }));
      process.exitCode = fails(
        files.flatMap(({ analysis }) => analysis.findings),
        options.failOn,
      )
        ? 1
        : 0;
    });
}

const printers: Readonly<Record<CheckOptions['format'], Print>> = {
  text: printText,
  json: (files, { models }) => JSON.stringify(checkJson(files, models), null, 2),
  github: printGithub,
  sarif: (files, { version }) => printSarif(files, version),
};

type Print = (files: readonly CheckedFile[], about: { readonly version: string; readonly models: boolean }) => string;

async function check(paths: readonly string[], options: CheckOptions): Promise<readonly CheckedFile[]> {
  const { rule = {}, call, runtime } = options;
  const settings = { rules: rule, runtime, ...(call ? { call } : {}) };
  const callersOf = projectCallers();
  const checkOne: Check = (source) =>
    checkedFile(source, analyseSource(source, { ...settings, callers: callersOf(source.uri) }));
  if (paths.includes('-')) {
    if (options.fix) throw new Failure('--fix writes files, and standard input is none');
    return [checkOne(await standardInput(options.stdinFilename))];
  }
  const { files, named, skipped } = await expandPaths(paths);
  for (const note of skipped) say(`skipped ${note}`);
  return sayOnce(checkFiles(files, named, checkOne, options.fix));
}

/** One after the other, so that only the texts of one are in memory beside what was found. */
function checkFiles(
  files: readonly string[],
  named: ReadonlySet<string>,
  checkOne: Check,
  isFixing: boolean,
): readonly CheckedFile[] {
  const host = createFileHost();
  const shown = progress();
  const checked: CheckedFile[] = [];
  for (const [index, file] of files.entries()) {
    const source = named.has(file) ? sourceOf(file, host) : sourceComeUpon(file, host);
    if (source === null) continue;
    shown.show(`${index + 1}/${files.length} ${displayUri(source.uri)}`);
    const before = checkOne(source);
    checked.push(isFixing ? fixed(before, checkOne) : before);
  }
  shown.done();
  return checked;
}

/** Null for a file that can't be read, which is said, and for one that holds no model. */
function sourceComeUpon(file: string, host: FileHost): Source | null {
  try {
    const source = sourceOf(file, host);
    return mayHoldModel(source) ? source : null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(`skipped ${error.message}`);
    return null;
  }
}

type Check = (source: Source) => CheckedFile;

/** Applies safe fixes until there are none, a few rounds at most: mending one place may uncover the next. */
function fixed(file: CheckedFile, checkOne: Check): CheckedFile {
  let current = file;
  for (let round = 0; round < 5; round++) {
    const text = applyFixes(current);
    if (text === null) break;
    // A link stays one: what it leads to is mended.
    const file = realpathSync(fileURLToPath(current.source.uri));
    writeWhole(file, encodeText({ text, encoding: current.source.encoding }));
    current = checkOne({ ...current.source, text });
  }
  return current;
}

/** Hints are suggestions: no threshold counts them. */
const rank: Readonly<Record<Problem['severity'], number>> = { hint: 0, info: 1, warning: 2, error: 3 };

function fails(problems: readonly Problem[], threshold: Threshold): boolean {
  return threshold !== 'never' && problems.some(({ severity }) => rank[severity] >= rank[threshold]);
}
