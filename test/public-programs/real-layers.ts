// A process of its own for each program: runs it with the real TensorFlow.js and prints every layer of every model.
import { mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createRequire, setSourceMapsSupport } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { BuiltLayer } from './built-layer.ts';
import { bundling } from './bundling.ts';
import { Calls } from './calls.ts';
import { createStub, stubModule, type Unknowns } from './stub.ts';
import { observedTensorFlow, type RealLayer, type RealModel } from './tensorflow.ts';
import { patience, withinTime } from './within-time.ts';

const [, , root = '', file = '', variant = 'a', ...given] = process.argv;
const sizes = /[ac]/.test(variant) ? { size: 128, length: 2 } : { size: 192, length: 3 };
const unknowns: Unknowns = { ...sizes, loads: /[ab]/.test(variant) };
let absentModels = 0;
const require = createRequire(import.meta.url);
setSourceMapsSupport(true);
Error.stackTraceLimit = 60;

const sites = new Map<unknown, string>();
const guessed = new Set<unknown>();
const models = new Set<RealModel>();
const errors: string[] = [];
const calls: Calls = new Calls(
  () => stub,
  unknowns,
  (error) => errors.push(String(error)),
);
const stub = createStub(unknowns, (callback) => calls.meet(callback));
let [reported, told] = [0, 0];

const tf = observedTensorFlow({
  unknowns,
  stub,
  layer(made, constructors = []) {
    if (sites.has(made)) return;
    sites.set(made, site(constructors));
    if (calls.isGuessing) guessed.add(made);
  },
  model: (made) => void models.add(made),
  progress,
  absent: () => {
    absentModels += 1;
  },
  topology(path) {
    try {
      const found = JSON.parse(readFileSync(join(root, dirname(file), path.replace(/^file:\/\//, '')), 'utf8'));
      return found.modelTopology ?? found;
    } catch {
      return null;
    }
  },
});

/** The first place of the stack that lies in the repository and not in one of these constructors, as `file:line`. */
function site(constructors: readonly string[]): string {
  for (const line of new Error('where').stack?.split('\n') ?? []) {
    const place = placeIn(line);
    const [, constructed = ''] = /^\s*at new (?:\w+\.)*_?([\w$]+)/.exec(line) ?? [];
    if (place && !constructors.some((name) => name.replace(/^_/, '') === constructed.replace(/^_/, ''))) return place;
  }
  return '?';
}

function placeIn(line: string): string | null {
  const [, path, at] = /\(?((?:file:\/\/)?\/[^()]+?):(\d+):\d+\)?$/.exec(line) ?? [];
  if (!path) return null;
  const plain = path.startsWith('file:') ? fileURLToPath(path) : path;
  const inside = relative(root, plain);
  return inside.startsWith('..') || inside.includes('node_modules') ? null : `${inside}:${at}`;
}

function rows(): BuiltLayer[] {
  const layers = new Set([...models].flatMap((model) => attempt(() => [...model.layers]) ?? []));
  return [...layers].map((layer: RealLayer) => {
    const shape = attempt(() => layer.outputShape);
    const first = Array.isArray(shape) && Array.isArray(shape[0]) ? shape[0] : shape;
    return {
      place: sites.get(layer) ?? '?',
      className: layer.getClassName(),
      shape: Array.isArray(first) ? first : null,
      params: attempt(() => layer.countParams()) ?? null,
      ...(guessed.has(layer) ? { guessed: true as const } : {}),
    };
  });
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    errors.push(String(error).slice(0, 300));
    return undefined;
  }
}

/** What has been built until now; the last report counts. */
function report(): void {
  reported = Date.now();
  told = models.size;
  writeSync(1, `\n@@${JSON.stringify({ layers: rows(), absentModels, errors: errors.slice(0, 20) })}`);
}

/** Programs that train for ever are stopped from outside: what they have built has been told before. */
function progress(): void {
  if (models.size > told && Date.now() - reported > 200) report();
}

const folder = mkdtempSync(join(tmpdir(), 'coverage-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('uncaughtException', (error) => errors.push(error.message));
process.on('unhandledRejection', (error) => errors.push(String(error)));

const evaluated: (() => unknown)[] = [];
const shared = {
  tf,
  stubModule: stubModule(stub),
  hit: calls.hit.bind(calls),
  register: calls.register.bind(calls),
  begin: (more: (() => unknown)[]) => evaluated.push(...more),
};
const own = { __convlens: shared, tf, self: globalThis, window: globalThis };
for (const [key, value] of Object.entries(own))
  Object.defineProperty(globalThis, key, { value, configurable: true, writable: true });
const quiet = new Proxy({}, { get: () => () => undefined });
Object.defineProperty(globalThis, 'console', { value: quiet, configurable: true });

const output = join(folder, 'program.cjs');
const built = await build({
  entryPoints: [join(root, file)],
  bundle: true,
  write: false,
  format: 'cjs',
  platform: 'node',
  sourcemap: 'inline',
  outfile: output,
  logLevel: 'silent',
  jsx: 'transform',
  tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  plugins: [bundling(root, file, given)],
}).catch((error: unknown) => {
  errors.push(String(error).slice(0, 500));
  report();
  process.exit(1);
});
writeFileSync(output, built.outputFiles[0]?.text ?? '');
// A page, a library, or a script that was loaded before: every other name is something.
Object.setPrototypeOf(
  globalThis,
  new Proxy(Object.prototype, {
    has: (target, key) => key in target || typeof key === 'string',
    get: (target, key) => (key in target ? Reflect.get(target, key) : typeof key === 'string' ? stub : undefined),
  }),
);
setTimeout(() => process.exit(0), 20_000 * patience);
try {
  withinTime(() => require(output), 8000);
} catch (error) {
  errors.push(String(error));
}
await settle();
report();
for (const call of evaluated) {
  try {
    await Promise.race([call(), pause(2000)]);
  } catch (error) {
    errors.push(String(error));
  }
}
report();
if (given.length === 0) {
  // A page calls these, where a program has set them.
  for (const name of ['onload', 'onmessage']) calls.meet((globalThis as Record<string, unknown>)[name]);
  for (let round = 0; round < 4 && attempt(() => calls.callBack()) === true; round += 1) await settle();
  report();
  for (let round = 0; round < 400 && attempt(() => calls.guess()) !== false; round += 1) {
    progress();
    await settle(2);
  }
}
await settle();
report();
process.exit(0);

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds * patience));
}

async function settle(milliseconds = 60): Promise<void> {
  await pause(milliseconds);
}
