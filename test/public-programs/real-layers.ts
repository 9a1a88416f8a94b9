// A process of its own for each program: runs it with the real TensorFlow.js and prints every layer of every model.

import { mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createRequire, setSourceMapsSupport } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { BuiltLayer } from './built-layer.ts';

const [, , root = '', file = '', ...calls] = process.argv;
const require = createRequire(import.meta.url);
setSourceMapsSupport(true);

type RealLayer = { outputShape: unknown; getClassName(): string; countParams(): number };
type Factory = (...args: unknown[]) => unknown;

const sites = new Map<unknown, string>();
const models = new Set<{ readonly layers: readonly RealLayer[] }>();
const errors: string[] = [];

/** The first place of the stack that lies in the repository, as `file:line`. */
function site(): string {
  Error.stackTraceLimit = 60;
  for (const line of new Error('where').stack?.split('\n') ?? []) {
    const [, path, at] = /\(?((?:file:\/\/)?\/[^()]+?):(\d+):\d+\)?$/.exec(line) ?? [];
    if (!path) continue;
    const plain = path.startsWith('file:') ? fileURLToPath(path) : path;
    const inside = relative(root, plain);
    if (!inside.startsWith('..') && !inside.includes('node_modules')) return `${inside}:${at}`;
  }
  return '?';
}

/** TensorFlow.js that remembers where layers and models were made. */
function instrumented(): Record<string, unknown> {
  const tf = { ...require('@tensorflow/tfjs') } as Record<string, unknown>;
  const layers = { ...(tf.layers as Record<string, unknown>) };
  for (const [name, factory] of Object.entries(layers)) {
    if (typeof factory !== 'function' || /^[A-Z]/.test(name)) continue;
    layers[name] = (...args: unknown[]) => note((factory as Factory)(...args));
  }
  tf.layers = layers;
  tf.input = (...args: unknown[]) => note((layers.input as Factory)(...args));
  for (const name of ['sequential', 'model']) {
    const make = tf[name] as Factory;
    tf[name] = (...args: unknown[]) => {
      const model = note(make(...args)) as { layers: RealLayer[] };
      models.add(model);
      return model;
    };
  }
  for (const name of ['loadLayersModel', 'loadGraphModel']) tf[name] = () => Promise.reject(new Error('no network'));
  return Object.assign(tf, { default: tf, __esModule: true });
}

function note<T>(made: T): T {
  const layer = (made as { sourceLayer?: unknown }).sourceLayer ?? made;
  if (!sites.has(layer)) sites.set(layer, site());
  return made;
}

/** Whatever else a program reaches for: calls and members of it are itself. */
function anything(): unknown {
  const target = () => undefined;
  const self: unknown = new Proxy(target, {
    get: (_, key) => {
      if (key === Symbol.toPrimitive) return () => 0;
      if (key === Symbol.iterator) return [][Symbol.iterator];
      return key === 'then' || key === '__esModule' ? undefined : self;
    },
    apply: () => self,
    construct: () => self as object,
    set: () => true,
  });
  return self;
}

const shared = { tf: instrumented(), stub: anything(), pending: [] as (() => unknown)[], begin };

const program: Plugin = {
  name: 'program',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point'
        ? undefined
        : { path, namespace: /(^|\/)@?tensorflow\/tfjs/.test(path) && !path.includes('vis') ? 'tf' : 'stub' },
    );
    onResolve({ filter: /^\.|^\// }, ({ path, resolveDir, kind }) => {
      const found = kind === 'entry-point' ? path : resolveFile(join(resolveDir, path));
      return found ? { path: found } : { path, namespace: 'stub' };
    });
    onLoad({ filter: /.*/, namespace: 'tf' }, () => ({ contents: 'module.exports = globalThis.__convlens.tf' }));
    onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
      contents: 'module.exports = Object.create(globalThis.__convlens.stub)',
    }));
    onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      // On the first line, so that no line moves.
      const hook = path === join(root, file) ? `globalThis.__convlens.begin([${calls.map((c) => `() => ${c}`)}]);` : '';
      return { contents: hook + text, loader: /tsx?$/.test(path) ? 'tsx' : 'jsx' };
    });
  },
};

function resolveFile(path: string): string | null {
  const stem = path.replace(/\.js$/, '');
  const endings = ['.ts', '.tsx', '.js', '.mjs', '.jsx', '.json', '/index.ts', '/index.js'];
  for (const candidate of [path, ...endings.map((ending) => stem + ending)]) {
    try {
      readFileSync(candidate);
      return candidate;
    } catch {
      // The next one may exist.
    }
  }
  return null;
}

function rows(): BuiltLayer[] {
  const layers = new Set([...models].flatMap((model) => [...model.layers]));
  return [...layers].map((layer) => {
    const shape = attempt(() => layer.outputShape);
    const first = Array.isArray(shape) && Array.isArray(shape[0]) ? shape[0] : shape;
    return {
      place: sites.get(layer) ?? '?',
      className: layer.getClassName(),
      shape: JSON.stringify(first ?? null),
      params: attempt(() => layer.countParams()) ?? null,
    };
  });
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** What has been built until now; the last report counts. */
function report(): void {
  writeSync(1, `\n@@${JSON.stringify({ layers: rows(), errors })}`);
}

/**
 * Calls before the program's own statements run, which may never end without a page to live in. What needs those
 * statements is called once more behind them.
 */
function begin(given: readonly (() => unknown)[]): void {
  for (const call of given) {
    const before = [...models];
    try {
      call();
    } catch {
      models.clear();
      for (const model of before) models.add(model);
      shared.pending.push(call);
    }
  }
  report();
}

const folder = mkdtempSync(join(tmpdir(), 'coverage-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('uncaughtException', (error) => errors.push(error.message));
process.on('unhandledRejection', (error) => errors.push(String(error)));
setTimeout(() => process.exit(0), 90_000);

const browser = anything();
const globals = { __convlens: shared, tf: shared.tf, window: browser, document: browser, self: globalThis };
for (const [key, value] of Object.entries(globals))
  Object.defineProperty(globalThis, key, { value, configurable: true });
const output = join(folder, 'program.cjs');
const { outputFiles } = await build({
  entryPoints: [join(root, file)],
  bundle: true,
  write: false,
  format: 'cjs',
  platform: 'node',
  sourcemap: 'inline',
  outfile: output,
  logLevel: 'silent',
  plugins: [program],
});
writeFileSync(output, outputFiles[0]?.text ?? '');
try {
  require(output);
} catch (error) {
  errors.push(String(error));
}
report();
for (const call of shared.pending) {
  try {
    await Promise.race([call(), new Promise((resolve) => setTimeout(resolve, 3000))]);
  } catch (error) {
    errors.push(String(error));
  }
}
await new Promise((resolve) => setTimeout(resolve, 200));
report();
process.exit(0);
