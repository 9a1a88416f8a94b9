/** Runs a program with the real TensorFlow.js and lists the layers that it builds. */
import { readFileSync } from 'node:fs';
import { createRequire, SourceMap } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import ts from 'typescript';
import type { Runtime, tf } from '../../oracle/index.ts';

/** One layer as it is compared: name, class, shape of its first output, parameters. */
export type LayerRow = readonly [name: string, className: string, shape: string, params: number | null];

/** A model that a program has built, and the copy of TensorFlow.js that made it. */
export interface Built {
  readonly model: tf.LayersModel;
  readonly runtime: Runtime;
  /** Where the calls stand that made layers, as `file:line`. */
  readonly places: ReadonlyMap<unknown, string>;
  /** What the program has begun and perhaps not waited for. */
  readonly begun: readonly Promise<unknown>[];
}

/** @throws whatever training one of the models throws */
async function trained(models: readonly Built[]): Promise<void> {
  await Promise.all(models.flatMap(({ begun }) => begun));
}

/** Keeps the promises of a model's training: a program need not wait for them. */
function watchTraining(model: tf.LayersModel): readonly Promise<unknown>[] {
  const begun: Promise<unknown>[] = [];
  for (const name of ['fit', 'fitDataset', 'trainOnBatch', 'evaluateDataset'] as const) {
    const original = model[name].bind(model) as (...given: unknown[]) => Promise<unknown>;
    const watched = (...given: unknown[]) => {
      const training = original(...given);
      begun.push(training);
      return training;
    };
    Object.assign(model, { [name]: watched });
  }
  return begun;
}

const require = createRequire(import.meta.url);

/** What `builtModels` gives, as rows to compare. */
export async function realModels(file: string, written?: string): Promise<LayerRow[][]> {
  return (await builtModels(file, written)).map(({ model }) => rowsOf(model));
}

/** Rows with the places of the layers before them; null for layers that are no calls of TensorFlow.js. */
export async function realPlaces(file: string): Promise<(readonly (string | number | null)[])[][]> {
  const built = await builtModels(file);
  return built.map(({ model, places }) =>
    rowsOf(model).map((row, index) => [places.get(model.layers[index]) ?? null, ...row]),
  );
}

/**
 * The models of the program's top level, when what it does with them has ended, and those of each exported function that takes no argument. Every run has
 * a TensorFlow.js of its own, since generated names count upwards for ever. `written` is what the file says, when it
 * is not on disk.
 */
export async function builtModels(file: string, written?: string): Promise<Built[]> {
  const first = execute(file, written);
  await trained(first.models);
  const built = first.models.slice();
  for (const name of Object.keys(first.exports)) {
    const { exports, models } = execute(file, written);
    const entry = exports[name];
    if (typeof entry !== 'function' || entry.length > 0 || /^class /.test(String(entry))) continue;
    const before = models.length;
    await entry();
    await trained(models);
    built.push(...models.slice(before));
  }
  return built;
}

function execute(file: string, written?: string): { exports: Record<string, unknown>; models: Built[] } {
  const models: Built[] = [];
  const maps = new Map<string, SourceMap>();
  const tf = freshTensorFlow(models, () => placeOfCall(maps));
  const modules = new Map<string, { exports: Record<string, unknown> }>();
  const load = (path: string): Record<string, unknown> => {
    const known = modules.get(path);
    if (known) return known.exports;
    const module = { exports: {} as Record<string, unknown> };
    modules.set(path, module);
    const text = path === file && written !== undefined ? written : readFileSync(path, 'utf8');
    if (extname(path) === '.json') {
      module.exports = JSON.parse(text);
      return module.exports;
    }
    const { outputText, sourceMapText } = ts.transpileModule(text, {
      // Always a module, whatever the extension says.
      fileName: path.replace(/\.\w+$/, '.tsx'),
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        jsx: ts.JsxEmit.React,
        esModuleInterop: true,
        allowJs: true,
        sourceMap: true,
      },
    });
    maps.set(path, new SourceMap(JSON.parse(sourceMapText ?? '{}')));
    const resolve = (specifier: string) =>
      specifier.includes('tensorflow') ? tf : load(resolveFile(join(dirname(path), plainPath(specifier))));
    new Function(
      'require',
      'module',
      'exports',
      'tf',
      `(function () {${outputText}\n})()\n//# sourceURL=program:${path}`,
    )(resolve, module, module.exports, tf);
    return module.exports;
  };
  return { exports: load(file), models };
}

/** The names that the tsconfig of the idioms gives to its folders. */
function plainPath(specifier: string): string {
  return specifier.replace(/^(@idioms|~lib)\//, './lib/');
}

/** The innermost place of the program that is being executed. */
function placeOfCall(maps: ReadonlyMap<string, SourceMap>): string | null {
  for (const line of new Error('where').stack?.split('\n') ?? []) {
    const [, path = '', row, column] = /program:(\S+?):(\d+):(\d+)\)?$/.exec(line) ?? [];
    // Functions made of text have two lines before it.
    const entry = maps.get(path)?.findEntry(Number(row) - 3, Number(column) - 1);
    if (entry && 'originalLine' in entry) return `${basename(path)}:${entry.originalLine + 1}`;
  }
  return null;
}

function resolveFile(path: string): string {
  const stem = path.replace(/\.js$/, '');
  for (const candidate of [path, `${stem}.ts`, `${stem}.js`, `${stem}/index.ts`]) {
    try {
      readFileSync(candidate);
      return candidate;
    } catch {
      // The next one may exist.
    }
  }
  throw new Error(`${path} is not there`);
}

const layersBundle = require.resolve('@tensorflow/tfjs-layers');

function freshTensorFlow(models: Built[], place: () => string | null): Record<string, unknown> {
  delete require.cache[layersBundle];
  // Registers the CPU backend and the methods of tensors, on the core that the fresh layers use as well.
  require('@tensorflow/tfjs');
  const tf = { ...require('@tensorflow/tfjs-core'), ...require(layersBundle) };
  tf.disposeVariables();
  const places = new Map<unknown, string>();
  const note = <T extends object>(made: T): T => {
    const layer = 'sourceLayer' in made ? made.sourceLayer : made;
    const at = places.has(layer) ? null : place();
    if (at !== null) places.set(layer, at);
    return made;
  };
  tf.layers = { ...tf.layers };
  for (const [name, make] of Object.entries(tf.layers)) {
    if (typeof make !== 'function' || /^[A-Z]/.test(name)) continue;
    tf.layers[name] = (...given: unknown[]) => note(make(...given));
  }
  tf.input = tf.layers.input;
  for (const name of ['sequential', 'model']) {
    const original = tf[name];
    tf[name] = (config: unknown) => {
      const model = note(original(config));
      models.push({ model, runtime: tf, places, begun: watchTraining(model) });
      return model;
    };
  }
  for (const name of ['Sequential', 'LayersModel']) {
    tf[name] = new Proxy(tf[name], {
      construct(type, args, made) {
        const model = note(Reflect.construct(type, args, made));
        models.push({ model, runtime: tf, places, begun: watchTraining(model) });
        return model;
      },
    });
  }
  return Object.assign(tf, { default: tf, __esModule: true });
}

function rowsOf(model: tf.LayersModel): LayerRow[] {
  return model.layers.map((layer): LayerRow => {
    const shape = attempt(() => layer.outputShape);
    const first = Array.isArray(shape) && Array.isArray(shape[0]) ? shape[0] : shape;
    return [layer.name, layer.getClassName(), JSON.stringify(first), attempt(() => layer.countParams()) ?? null];
  });
}

/** Layers that were never built have neither shape nor parameters. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
