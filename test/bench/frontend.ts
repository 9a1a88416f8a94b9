import { fork, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnalysisCache } from '../../server/analysis/analysis-cache.ts';
import { resNet152, writtenOut } from './frontend-programs.ts';

const programs: Readonly<Record<string, string>> = {
  'ResNet-152 (515 layers by helpers)': resNet152,
  '1,000 layers written out': writtenOut(1000),
  '10,000 layers written out': writtenOut(10_000),
};

/**
 * How long reading takes: from a program's text to its models, shapes, costs and problems, for the first time and
 * after a keystroke, against importing TensorFlow.js and building the same model. And the memory of a large workspace.
 */
export async function benchFrontend(write: (line: string) => void, rounds = 40): Promise<void> {
  write('reading programs: text → models, shapes, costs, problems');
  for (const [name, text] of Object.entries(programs)) {
    const { first, typed } = measure(text, text.length > 300_000 ? Math.ceil(rounds / 4) : rounds);
    const theirs = buildWithTensorFlow(text);
    write(`  ${name}`);
    write(`    first ${show(first)}, after a keystroke ${show(median(typed))}, 95th percentile ${show(high(typed))}`);
    write(`    importing TensorFlow.js and building it: ${theirs === null ? 'not possible' : compared(theirs, first)}`);
  }
  const { milliseconds, alive, resident } = await measureWorkspace();
  const memory = `${alive.toFixed(0)} MB of values alive, ${resident.toFixed(0)} MB resident`;
  write(`  1,000 files of a workspace, all analyses kept: ${show(milliseconds)}, ${memory}`);
}

function compared(theirs: number, first: number): string {
  return `${show(theirs)}, ${(theirs / first).toFixed(1)} times the first`;
}

function show(milliseconds: number): string {
  return `${milliseconds.toFixed(1)} ms`;
}

/** Types digits into a convolution's filters in the middle of the file. */
function measure(text: string, rounds: number): { readonly first: number; readonly typed: readonly number[] } {
  let current = text;
  const cache = new AnalysisCache({ read: (uri) => (uri === file ? current : null) });
  const rules = {};
  const once = () => {
    const start = performance.now();
    if (!cache.get(file, rules)?.models[0]) throw new Error('the program that is measured has no model');
    return performance.now() - start;
  };
  const first = once();
  const middle = text.indexOf('filters', text.length / 3);
  const edits = Array.from({ length: rounds + warmUp }, (_, round) => `/* ${round} */ `);
  const typed = edits.map((edit) => {
    current = text.slice(0, middle) + edit + text.slice(middle);
    return once();
  });
  return { first, typed: typed.slice(warmUp) };
}

const file = 'file:///bench.js';
const warmUp = 10;

/** Null where TensorFlow.js gives up: it walks a model recursively, and ten thousand layers are deeper than a stack. */
function buildWithTensorFlow(text: string): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'convlens-bench-'));
  try {
    const path = join(folder, 'program.js');
    writeFileSync(path, text);
    const script = join(import.meta.dirname, 'build-with-tensorflow.ts');
    const { status, stdout } = spawnSync(process.execPath, [script, path], { encoding: 'utf8' });
    return status === 0 ? Number(stdout.trim().split('\n').at(-1)) : null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Workspace {
  readonly milliseconds: number;
  /** Megabytes of values that are still reachable, and that the process has from the system. */
  readonly alive: number;
  readonly resident: number;
}

/** A process of its own reads a thousand files, as a server does whose editor opens all of them. */
function measureWorkspace(): Promise<Workspace> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'read-workspace.ts'), { silent: true, execArgv: ['--expose-gc'] });
    child.once('message', (answer: Workspace) => resolve(answer));
    child.once('exit', (code) => reject(new Error(`reading a workspace ended with ${code}`)));
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function high(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1]!;
}
