// `node test/public-programs/survey.ts <folder> [repository …]`: every file of every repository that builds layers.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltLayer } from './built-layer.ts';
import { compareFile, type Difference } from './compare.ts';
import { expectedLayers, type Expected } from './expected.ts';
import { ourLayers } from './our-layers.ts';

const worker = join(import.meta.dirname, 'real-layers.ts');
const builds = /layers\s*\.\s*(conv|dense|lstm|gru|simpleRNN|flatten|maxPool|batchNorm|dropout|embedding|separable|depthwise|input)|\b(dense|conv2d)\(\{|extends tf.layers.Layer|\b(loadLayersModel|getLayer)\(/;
const scripts = /\.([cm]?[jt]sx?|vue|svelte)$/;

function filesOf(root: string): string[] {
  const all = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return all.filter((path) => scripts.test(path) && !/\.d\.ts$|\.min\.|(^|\/)(node_modules|dist|vendor|libs?)\/.*(tf|tensorflow|p5|ml5|bundle)/.test(path)).sort();
}

interface Survey {
  /** Files that build layers. */
  readonly builders: readonly string[];
  /** Those, and the files that may call them. */
  readonly entries: readonly string[];
}

function surveyed(root: string): Survey {
  const texts = new Map<string, string>();
  for (const path of filesOf(root)) {
    try {
      const text = readFileSync(join(root, path), 'utf8');
      if (text.length < 300_000) texts.set(path, text);
    } catch {
      // A folder with a name like a file's.
    }
  }
  const builders = [...texts].filter(([, text]) => builds.test(text)).map(([path]) => path);
  const stems = builders.map((path) => /([^/]+?)(\/index)?\.\w+$/.exec(path)?.[1] ?? path);
  const mention = stems.length > 0 ? new RegExp(`(from|import|require)\\W[^\\n]*/(${[...new Set(stems)].map((s) => s.replaceAll(/\W/g, '\\$&')).join('|')})(\\.\\w+|/index)?['"]`) : null;
  const callers = [...texts].filter(([path, text]) => !builders.includes(path) && mention?.test(text)).map(([path]) => path);
  return { builders, entries: [...builders, ...callers.slice(0, 25)] };
}

function runReal(root: string, file: string, variant: string): Promise<readonly BuiltLayer[]> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [worker, root, file, variant], { stdio: ['ignore', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const timer = setTimeout(() => child.kill('SIGKILL'), 25_000);
    child.on('close', () => {
      clearTimeout(timer);
      const reports = Buffer.concat(chunks).toString().split('\n@@').slice(1);
      for (const report of reports.reverse()) {
        try {
          resolve((JSON.parse(report) as { layers: BuiltLayer[] }).layers);
          return;
        } catch {
          // Stopped in the middle of a report: the one before it is whole.
        }
      }
      resolve([]);
    });
  });
}

async function realOf(folder: string, repository: string, file: string): Promise<readonly Expected[]> {
  const cache = join(folder, '.real', `${repository}-${createHash('sha1').update(file).digest('hex').slice(0, 12)}.json`);
  if (existsSync(cache)) return JSON.parse(readFileSync(cache, 'utf8')) as Expected[];
  const root = join(folder, repository);
  const [a, b] = await Promise.all([runReal(root, file, 'a'), runReal(root, file, 'b')]);
  const expected = expectedLayers(a, b);
  mkdirSync(join(folder, '.real'), { recursive: true });
  writeFileSync(cache, JSON.stringify(expected));
  return expected;
}

async function surveyRepository(folder: string, repository: string): Promise<string> {
  const root = join(folder, repository);
  const { builders, entries } = surveyed(root);
  const all: Expected[] = [];
  for (const entry of entries) all.push(...(await realOf(folder, repository, entry)));
  const total = { files: 0, built: 0, alone: 0, called: 0, wrong: 0, slow: 0 };
  for (const file of builders) {
    const expected = mostCertain(all.filter(({ place }) => place.startsWith(`${file}:`)));
    const alone = ourLayers(root, file, []);
    const called = ourLayers(root, file, entries.filter((each) => each !== file));
    const first = compareFile(expected, alone.layers);
    const second = compareFile(expected, called.layers);
    if (Math.max(alone.milliseconds, called.milliseconds) > 2000) {
      total.slow += 1;
      console.log(`${repository}/${file}: slow, ${Math.round(alone.milliseconds)} ms, ${Math.round(called.milliseconds)} ms with callers`);
    }
    if (expected.length === 0 && called.layers.length === 0) continue;
    total.files += 1;
    total.built += expected.length;
    total.alone += first.right;
    total.called += second.right;
    total.wrong += second.differences.filter(({ kind }) => kind === 'wrong').length;
    const counts = `${second.right} of ${expected.length}, alone ${first.right}, ours ${called.layers.length}`;
    console.log(`${repository}/${file}: ${counts}, ${Math.round(alone.milliseconds)} ms`);
    for (const difference of second.differences) print(difference);
  }
  return `@ ${repository} files ${total.files} built ${total.built} alone ${total.alone} called ${total.called} wrong ${total.wrong} slow ${total.slow}`;
}

/** What a program has built itself counts more than what only the survey has called. */
function mostCertain(layers: readonly Expected[]): readonly Expected[] {
  const sure = new Set(layers.filter(({ guessed }) => !guessed).map(({ place }) => place));
  const seen = new Set<string>();
  return layers.filter((layer) => {
    if (layer.guessed && sure.has(layer.place)) return false;
    const { order: _, ...rest } = layer;
    const key = JSON.stringify(rest);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function print({ kind, expected, ours }: Difference): void {
  const told = expected ? `${expected.place} ${expected.className} ${JSON.stringify(expected.shape)} ${expected.params}` : '';
  console.log(`  ${kind} ${told} <> ${ours.slice(0, 4).join(' | ')}`);
}

const [, , folder = '.', ...names] = process.argv;
const repositories = names.length > 0 ? names : readdirSync(folder).filter((name) => name.includes('__'));
const lines: string[] = [];
for (const repository of repositories) {
  const line = await surveyRepository(folder, repository);
  lines.push(line);
  console.log(line);
}
