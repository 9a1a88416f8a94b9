// `node test/public-programs/coverage.ts <folder> [repository …]` compares ConvLens with TensorFlow.js on public programs
// and prints the table of docs/coverage.md. The folder holds a checkout of each repository as <owner>__<name>.
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { projectCallers } from '../../server/cli/callers.ts';
import { findBuilders } from './builders.ts';
import { compareFile, type Difference } from './compare.ts';
import type { Expected } from './expected.ts';
import { ourLayers } from './our-layers.ts';
import { type CoveredRepository, repositories } from './repositories.ts';
import { runProgram } from './run-program.ts';

interface Row {
  files: number;
  built: number;
  alone: number;
  called: number;
  wrong: number;
}

/** Longer than this, in milliseconds, a person does not wait for one file. */
const longestWait = 2000;

async function cover(folder: string, { name, programs = [] }: CoveredRepository): Promise<Row> {
  const repository = name.replace('/', '__');
  const root = join(folder, repository);
  const builders = findBuilders(root);
  const find = projectCallers();
  const callers = new Map<string, readonly string[]>();
  for (const file of builders) callers.set(file, await find(pathToFileURL(join(root, file)).href));
  const paths = [...callers.values()].flat().map((uri) => relative(root, fileURLToPath(uri)));
  const entries = new Set([...builders, ...paths]);
  const built: Expected[] = [];
  for (const entry of entries) built.push(...(await runProgram(folder, repository, entry)));
  for (const { file, calls } of programs) {
    if (calls.length > 0) built.push(...(await runProgram(folder, repository, file, calls)));
  }
  const row: Row = { files: 0, built: 0, alone: 0, called: 0, wrong: 0 };
  for (const file of builders) {
    const expected = mostCertain(built.filter(({ place }) => place.startsWith(`${file}:`)));
    const alone = ourLayers(root, file, []);
    const { calls = [] } = programs.find((program) => program.file === file) ?? {};
    const called = [
      ...ourLayers(root, file, callers.get(file) ?? []).layers,
      ...calls.flatMap((call) => [...ourLayers(root, file, [], call).layers]),
    ];
    if (alone.milliseconds > longestWait) console.error(`${repository}/${file}: ${Math.round(alone.milliseconds)} ms`);
    if (expected.length === 0 && called.length === 0) continue;
    const { right, differences } = compareFile(expected, called);
    row.files += 1;
    row.built += expected.length;
    row.alone += compareFile(expected, alone.layers).right;
    row.called += right;
    row.wrong += differences.filter(({ kind }) => kind === 'wrong').length;
    console.error(`${repository}/${file}: ${right} of ${expected.length}, ${called.length} shown`);
    differences.forEach(tell);
  }
  return row;
}

/** What a program has built itself counts more than what only the survey has called; twins count once. */
function mostCertain(layers: readonly Expected[]): readonly Expected[] {
  const sure = new Set(layers.filter(({ guessed }) => !guessed).map(({ place }) => place));
  const seen = new Set<string>();
  return layers.filter((layer) => {
    if (layer.guessed && sure.has(layer.place)) return false;
    const key = JSON.stringify({ ...layer, order: 0 });
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function tell({ kind, expected, ours }: Difference): void {
  const { place, className, shape, params } = expected;
  console.error(
    `  ${kind} ${place} ${className} ${JSON.stringify(shape)} ${params} <> ${ours.slice(0, 4).join(' | ')}`,
  );
}

const [, , folder = '.', ...names] = process.argv;
const asked = names.map((name) => repositories.find((each) => each.name === name) ?? { name, commit: '' });
const header = [
  'repository',
  'commit',
  'files',
  'layers built',
  'right from the file alone',
  'right with its callers',
  'wrong',
];
console.log(`| ${header.join(' | ')} |\n|${header.map(() => ' --- |').join('')}`);
for (const repository of names.length > 0 ? asked : repositories) {
  if (!existsSync(join(folder, repository.name.replace('/', '__')))) continue;
  const { files, built, alone, called, wrong } = await cover(folder, repository);
  const cells = [repository.name, repository.commit.slice(0, 10), files, built, alone, called, wrong];
  console.log(`| ${cells.join(' | ')} |`);
}
