import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltLayer } from './built-layer.ts';
import { type Expected, expectedLayers } from './expected.ts';
import { patience } from './within-time.ts';

const worker = join(import.meta.dirname, 'real-layers.ts');

/** What the real TensorFlow.js builds when it runs a file; remembered in the folder, since it takes seconds. */
export async function runProgram(
  folder: string,
  repository: string,
  file: string,
  calls: readonly string[] = [],
): Promise<readonly Expected[]> {
  const key = createHash('sha1')
    .update([file, ...calls].join('\n'))
    .digest('hex');
  const cache = join(folder, '.real', `${repository}-${key.slice(0, 12)}.json`);
  if (existsSync(cache)) return JSON.parse(readFileSync(cache, 'utf8')) as Expected[];
  const root = join(folder, repository);
  const run = async (variants: readonly [Variant, Variant]) => {
    const [a, b] = await Promise.all(variants.map((variant) => runReal(root, file, variant, calls)));
    return { layers: expectedLayers(a?.layers ?? [], b?.layers ?? []), loads: (a?.absentModels ?? 0) > 0 };
  };
  const { layers, loads } = await run(['a', 'b']);
  const expected = loads ? [...layers, ...(await run(['c', 'd'])).layers] : layers;
  mkdirSync(join(folder, '.real'), { recursive: true });
  writeFileSync(cache, JSON.stringify(expected));
  return expected;
}

/** Two runs differ in unknown sizes, and of a program that loads models two more in that it cannot. */
type Variant = 'a' | 'b' | 'c' | 'd';

interface Report {
  readonly layers: readonly BuiltLayer[];
  /** How often a model was loaded that is not in the repository. */
  readonly absentModels: number;
}

function runReal(root: string, file: string, variant: Variant, calls: readonly string[]): Promise<Report> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [worker, root, file, variant, ...calls], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const timer = setTimeout(() => child.kill('SIGKILL'), longestRun);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(lastReport(Buffer.concat(chunks).toString()));
    });
  });
}

const longestRun = 25_000 * patience;

function lastReport(printed: string): Report {
  for (const report of printed.split('\n@@').slice(1).reverse()) {
    try {
      return JSON.parse(report) as Report;
    } catch {
      // Stopped in the middle of a report: the one before it is whole.
    }
  }
  return { layers: [], absentModels: 0 };
}
