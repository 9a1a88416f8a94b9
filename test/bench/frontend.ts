import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { AnalysisCache } from '../../server/analysis/analysis-cache.ts';
import { percentile, show } from './figures.ts';
import { type Project, resNet152, writtenOut } from './frontend-programs.ts';
import { typing } from './typing.ts';

const programs: Readonly<Record<string, Project>> = {
  'ResNet-152 (515 layers by helpers)': resNet152,
  '1,000 layers written out': writtenOut(1000),
  '10,000 layers written out': writtenOut(10_000),
};

/**
 * How long reading takes: from a program's text to its models, shapes, costs and problems, for the first time and
 * after a keystroke, against importing TensorFlow.js and building the same model.
 */
export function benchFrontend(write: (line: string) => void, keystrokes = 90): void {
  write('reading programs: text → models, shapes, costs, problems');
  for (const [name, project] of Object.entries(programs)) {
    const { first, typed } = measure(project, keystrokes);
    const theirs = buildWithTensorFlow(project);
    const after = `after a keystroke ${show(percentile(typed, 0.5))}, 95th percentile ${show(percentile(typed, 0.95))}`;
    write(`  ${name}`);
    write(`    first ${show(first)}, ${after}`);
    write(`    importing TensorFlow.js and building it: ${theirs === null ? 'not possible' : compared(theirs, first)}`);
  }
}

function compared(theirs: number, first: number): string {
  return `${show(theirs)}, ${(theirs / first).toFixed(1)} times the first`;
}

function measure(project: Project, keystrokes: number): { readonly first: number; readonly typed: readonly number[] } {
  const texts = new Map(project);
  const [main = ''] = texts.keys();
  const cache = new AnalysisCache({ read: (uri) => texts.get(uri) ?? null });
  const rules = {};
  const once = () => {
    const start = performance.now();
    cache.get(main, rules);
    return performance.now() - start;
  };
  const first = once();
  if (!cache.get(main, rules)?.models[0]) throw new Error('the program that is measured has no model');
  const typed: number[] = [];
  for (const { uri, text } of typing(project, keystrokes + warmUp)) {
    texts.set(uri, text);
    typed.push(once());
  }
  return { first, typed: typed.slice(warmUp) };
}

const warmUp = 20;

/** Null where TensorFlow.js gives up: it walks a model recursively, and ten thousand layers are deeper than a stack. */
function buildWithTensorFlow(project: Project): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'convlens-bench-'));
  try {
    for (const [uri, text] of project) writeFileSync(join(folder, basename(uri)), text);
    const script = join(import.meta.dirname, 'build-with-tensorflow.ts');
    const { status, stdout } = spawnSync(process.execPath, [script, join(folder, 'main.js')], { encoding: 'utf8' });
    return status === 0 ? Number(stdout.trim().split('\n').at(-1)) : null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
