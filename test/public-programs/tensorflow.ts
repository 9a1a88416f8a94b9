import { createRequire } from 'node:module';
import type { Unknowns } from './stub.ts';
import { isStub } from './stub.ts';

const require = createRequire(import.meta.url);

export type RealLayer = { outputShape: unknown; getClassName(): string; countParams(): number };
export type RealModel = { readonly layers: readonly RealLayer[] };

type Callable = (...args: unknown[]) => unknown;
type Class = new (...args: unknown[]) => object;
type Namespace = Record<string, unknown>;

export interface Observer {
  readonly unknowns: Unknowns;
  readonly stub: unknown;
  /** A layer was made here; by constructors of these names, when it is of a class of the program's. */
  layer(made: unknown, constructors?: readonly string[]): void;
  model(made: RealModel): void;
  /** The program has got somewhere: a good moment for a report. */
  progress(): void;
  /** A model file of the repository; null when there is none. */
  topology(path: string): object | null;
  /** The program loads a model that is not there. */
  absent(): void;
}

/** TensorFlow.js that tells where layers and models are made, and that goes on where a program has no data. */
export function observedTensorFlow(observer: Observer): Namespace {
  const core = require('@tensorflow/tfjs-core') as Namespace;
  const real = require('@tensorflow/tfjs') as Namespace;
  const tf: Namespace = { ...real };
  fillWithZeros(core);
  patchLayers(real, observer);
  for (const [name, value] of Object.entries(real)) {
    if (typeof value === 'function' && !/^[A-Z]/.test(name)) tf[name] = forgiving(value as Callable, observer);
  }
  tf.layers = observedLayers(real.layers as Namespace, observer);
  tf.input = (tf.layers as Namespace).input;
  tf.data = observer.stub;
  tf.browser = observer.stub;
  for (const name of ['sequential', 'model']) tf[name] = observedModel(real[name] as Callable, observer);
  for (const name of ['Sequential', 'LayersModel']) tf[name] = observedClass(real[name] as Class, observer, true);
  tf.Model = tf.LayersModel;
  tf.loadLayersModel = loader(real, observer);
  tf.loadModel = tf.loadLayersModel;
  tf.loadGraphModel = async () => absentModel(observer);
  tf.ready = async () => undefined;
  tf.setBackend = async () => true;
  tf.nextFrame = async () => undefined;
  return Object.assign(tf, { default: tf, __esModule: true });
}

/** The survey does not look at the weights. */
function fillWithZeros(core: Namespace): void {
  const zeros = core.zeros as Callable;
  for (const name of ['truncatedNormal', 'randomNormal', 'randomUniform']) {
    core[name] = (shape: unknown, ...rest: unknown[]) => {
      const dtype = rest.find((each) => each === 'int32' || each === 'bool');
      return zeros(shape, dtype ?? 'float32');
    };
  }
  const linalg = core.linalg as Namespace;
  linalg.qr = (matrix: unknown) => [matrix, matrix];
}

/** Layers and models that are given unknown values give unknown values. */
function patchLayers(real: Namespace, { stub, progress }: Observer): void {
  const layer = (real.layers as Namespace).Layer as { prototype: Record<string, unknown> };
  const apply = layer.prototype.apply as Callable;
  layer.prototype.apply = function (this: unknown, ...args: unknown[]) {
    return hasStub(args[0]) ? stub : apply.apply(this, args);
  };
  for (const type of [real.LayersModel, real.Sequential] as { prototype: Record<string, unknown> }[]) {
    for (const name of Object.getOwnPropertyNames(type.prototype)) {
      if (!/^(fit|fitDataset|evaluate|evaluateDataset|predict|predictOnBatch|trainOnBatch|save)$/.test(name)) continue;
      type.prototype[name] = () => {
        progress();
        return stub;
      };
    }
    const compile = type.prototype.compile as Callable | undefined;
    if (!compile || !Object.hasOwn(type.prototype, 'compile')) continue;
    type.prototype.compile = function (this: unknown, ...args: unknown[]) {
      try {
        compile.apply(this, args);
      } catch {
        // Old names of losses and optimisers change no layer.
      }
    };
  }
}

/** A function that gives an unknown value where it is given one and cannot go on. */
function forgiving(call: Callable, { stub }: Observer): Callable {
  return Object.assign(function (this: unknown, ...args: unknown[]) {
    try {
      return call.apply(this, args);
    } catch (error) {
      if (args.some(hasStub)) return stub;
      throw error;
    }
  }, call);
}

function observedLayers(layers: Namespace, observer: Observer): Namespace {
  const observed: Namespace = { ...layers };
  for (const [name, factory] of Object.entries(layers)) {
    if (typeof factory !== 'function') continue;
    if (name === 'Layer' || name === 'RNN' || name === 'RNNCell') {
      observed[name] = observedClass(factory as Class, observer, false);
    } else {
      observed[name] = (...args: unknown[]) => {
        const made = (factory as Callable)(...args.map((arg) => withSizes(arg, name, observer)));
        observer.layer((made as { sourceLayer?: unknown }).sourceLayer ?? made);
        return made;
      };
    }
  }
  return observed;
}

function observedModel(make: Callable, observer: Observer): Callable {
  return (...args) => {
    const [config] = args as [{ inputs?: unknown; outputs?: unknown } | undefined];
    if (hasStub(config?.inputs) || hasStub(config?.outputs)) return observer.stub;
    const model = make(...args) as RealModel;
    observer.layer(model);
    observer.model(model);
    return model;
  };
}

function observedClass(type: Class, observer: Observer, isModel: boolean): Class {
  return new Proxy(type, {
    construct(target, args, newTarget) {
      const made = Reflect.construct(target, args, newTarget) as object;
      observer.layer(made, namesUpTo(target, newTarget));
      if (isModel) observer.model(made as RealModel);
      return made;
    },
  });
}

function namesUpTo(base: unknown, type: unknown): string[] {
  const names: string[] = [];
  for (let each = type as { name: string } | null; each && each !== base; each = Object.getPrototypeOf(each)) {
    names.push(each.name);
  }
  return names;
}

function absentModel({ stub, unknowns, absent }: Observer): unknown {
  absent();
  if (unknowns.loads) return stub;
  throw new Error('there is no such model');
}

function loader(real: Namespace, observer: Observer): Callable {
  const { stub, topology } = observer;
  const io = real.io as { fromMemory: Callable };
  return async (path: unknown) => {
    const modelTopology = typeof path === 'string' ? topology(path) : null;
    if (!modelTopology) return absentModel(observer);
    try {
      return await (real.loadLayersModel as Callable)(io.fromMemory({ modelTopology }));
    } catch {
      return stub;
    }
  };
}

export function hasStub(value: unknown, depth = 0): boolean {
  if (isStub(value)) return true;
  return depth < 3 && Array.isArray(value) && value.some((each) => hasStub(each, depth + 1));
}

/** A config in which every unknown size is a number, and all else that is unknown is left out. */
function withSizes(config: unknown, factory: string, { unknowns, stub }: Observer): unknown {
  if (isStub(config))
    return withSizes({ units: stub, filters: stub, kernelSize: stub }, factory, { unknowns, stub } as Observer);
  if (typeof config !== 'object' || config === null || Object.getPrototypeOf(config) !== Object.prototype)
    return config;
  const result: Namespace = {};
  for (const [key, value] of Object.entries(config)) {
    if (/^(units|filters|inputDim|outputDim|inputLength)$/.test(key) && isUnknownSize(value))
      result[key] = unknowns.size;
    else if (/^(inputShape|shape|targetShape|batchInputShape)$/.test(key))
      result[key] = sizes(value, rankOf(factory), unknowns.size);
    else if (/^(kernelSize|strides|poolSize|size|padding|n|axis)$/.test(key) && hasStub(value)) {
      if (key !== 'padding' && key !== 'axis') result[key] = sizes(value, 0, unknowns.length);
    } else if (key === 'layers' && Array.isArray(value)) result[key] = value.filter((each) => !isStub(each));
    else if (!isStub(value)) result[key] = value;
  }
  return result;
}

function sizes(value: unknown, rank: number, size: number): unknown {
  if (isStub(value)) return rank === 0 ? size : Array.from({ length: rank }, () => size);
  return Array.isArray(value) ? value.map((each) => (isUnknownSize(each) ? size : each)) : value;
}

/** Also what was computed from something unknown: `parseInt(field.value)`, `'' + size`. */
function isUnknownSize(value: unknown): boolean {
  return hasStub(value) || typeof value === 'string' || Number.isNaN(value);
}

function rankOf(factory: string): number {
  if (/2d/i.test(factory)) return 3;
  return /1d|lstm|gru|rnn/i.test(factory) ? 2 : 1;
}
