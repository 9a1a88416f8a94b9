import { operatorTable } from '../graph/infer.ts';
import type { WeightsManifest } from '../graph/node.ts';
import type { WeightSpec } from '../vocabulary/operator.ts';
import type { ProgramWeights } from './backend.ts';
import { designedDepthwiseKernel, designedKernel } from './filters.ts';
import { drawWeight, fans, type KernelDistribution } from './initialisers.ts';
import { learnWeights } from './kmeans/learn.ts';
import type { Program, Step } from './program.ts';
import { derivedSeed, seededRandom } from './random.ts';
import { type ReadShard, readStorage, type StorageProblem } from './stored-weights.ts';
import type { Tensor } from './tensor.ts';
import { WeightNames } from './weight-names.ts';

/** Where a program's weights come from. */
export type WeightsSource =
  | { readonly kind: 'random'; readonly seed: number; readonly distribution?: KernelDistribution }
  /** Convolutions from the bank of `filters.ts`; the rest random. */
  | { readonly kind: 'designed'; readonly seed: number }
  /** Convolutions from patches of the inputs, layer by layer; the rest random. */
  | {
      readonly kind: 'kmeans';
      readonly seed: number;
      readonly inputs: readonly Tensor[];
      readonly signal?: AbortSignal;
    }
  | { readonly kind: 'model'; readonly manifest: WeightsManifest; readonly readShard: ReadShard };

export type WeightsProblem =
  | StorageProblem
  /** The program needs a weight that is not stored. */
  | { readonly kind: 'missing'; readonly path: readonly string[]; readonly weight: string }
  | {
      readonly kind: 'shape';
      readonly path: readonly string[];
      readonly weight: string;
      readonly stored: string;
      readonly expected: readonly number[];
      readonly actual: readonly number[];
    }
  /** Stored and not needed: harmless, and often a sign that names have changed. */
  | { readonly kind: 'unused'; readonly stored: string };

export type WeightsResult =
  | { readonly ok: true; readonly weights: ProgramWeights; readonly problems: readonly WeightsProblem[] }
  | { readonly ok: false; readonly problems: readonly WeightsProblem[] };

/**
 * The one door to a program's weights. Steps with the same path share the same tensors.
 *
 * @throws EngineError when filters cannot be learned from the inputs that were given
 */
export async function programWeights(program: Program, source: WeightsSource): Promise<WeightsResult> {
  switch (source.kind) {
    case 'random':
      return { ok: true, weights: randomWeights(program, source.seed, source.distribution), problems: [] };
    case 'designed':
      return { ok: true, weights: designedWeights(program, source.seed), problems: [] };
    case 'kmeans':
      return { ok: true, weights: await learnWeights(program, source, randomLayer(source.seed)), problems: [] };
    case 'model':
      return modelWeights(program, source.manifest, source.readShard);
    default:
      return source satisfies never;
  }
}

/** Weights drawn by seed. Each depends on the seed and its own name only. */
export function randomWeights(
  program: Program,
  seed: number,
  distribution: KernelDistribution = 'heNormal',
): ProgramWeights {
  return perLayer(program, randomLayer(seed, distribution));
}

function randomLayer(seed: number, distribution: KernelDistribution = 'heNormal'): (step: Step) => StepTensors {
  return (step) => fromSpecs(step, (spec, shape) => drawn(step, spec, shape, seed, distribution));
}

/** Convolutions and depthwise convolutions with the hand-designed bank, everything else as in `randomWeights`. */
export function designedWeights(program: Program, seed: number): ProgramWeights {
  return perLayer(program, (step) =>
    fromSpecs(step, (spec, shape) => {
      const own = shape.slice(places[step.operator] ?? 0);
      if (operatorTable[step.operator]?.family === 'convolution' && own.length > 2) {
        if (spec.name === 'kernel') return repeated(designedKernel(own), shape);
        if (spec.name === 'depthwise_kernel') return designedDepthwiseKernel(own);
      }
      return drawn(step, spec, shape, seed, 'heNormal');
    }),
  );
}

/** The weights stored beside a model, matched to the program's steps by name. */
export async function modelWeights(
  program: Program,
  manifest: WeightsManifest,
  readShard: ReadShard,
): Promise<WeightsResult> {
  const { tensors, problems: unread } = await readStorage(manifest, readShard);
  const problems: WeightsProblem[] = [...unread];
  const names = new WeightNames(tensors.keys());
  const used = new Set<string>();
  const weights = perLayer(program, (step) => {
    const own: Record<string, Tensor> = {};
    for (const { name, shape } of step.weights) {
      const stored = step.stored?.[name] ?? names.find(step, name, shape, tensors);
      const tensor = stored === null ? undefined : tensors.get(stored);
      if (stored === null || tensor === undefined) {
        problems.push({ kind: 'missing', path: step.path, weight: name });
        continue;
      }
      used.add(stored);
      own[name] = tensor;
      if (sameShape(tensor.shape, shape)) continue;
      const { path } = step;
      problems.push({ kind: 'shape', path, weight: name, stored, expected: shape, actual: tensor.shape });
    }
    return own;
  });
  if (problems.length > 0) return { ok: false, problems };
  // Models that name their weights store other things beside them: axes, sizes, factors.
  const isListed = program.steps.some(({ stored }) => stored !== undefined);
  const unused = isListed ? [] : [...tensors.keys()].filter((name) => !used.has(name));
  return { ok: true, weights, problems: unused.map((stored) => ({ kind: 'unused', stored })) };
}

/** What is wrong with stored weights, in a sentence. */
export function describeWeightsProblem(problem: WeightsProblem): string {
  switch (problem.kind) {
    case 'shard-missing':
      return `The weights file '${problem.shard}' is missing.`;
    case 'shard-short':
      return `The weights files ${listed(problem.shards)} end ${problem.missing} bytes before the end of '${problem.weight}'.`;
    case 'shard-long':
      return `The weights files ${listed(problem.shards)} have ${problem.extra} bytes more than their weights.`;
    case 'dtype':
      return `The weight '${problem.weight}' is stored as ${problem.dtype}, which cannot be read.`;
    case 'missing':
      return `The weight '${problem.weight}' of '${problem.path.join('/')}' is not among the stored ones.`;
    case 'shape':
      return `The weight '${problem.stored}' is ${problem.actual.join('×')}, and '${problem.path.join('/')}' needs ${problem.expected.join('×')}.`;
    case 'unused':
      return `The stored weight '${problem.stored}' belongs to no layer.`;
    default:
      return problem satisfies never;
  }
}

/** The first and the last of many: a manifest may name thousands. */
function listed(shards: readonly string[]): string {
  return shards.length <= 3 ? shards.join(', ') : `${shards[0]} … ${shards.at(-1)}`;
}

type StepTensors = Readonly<Record<string, Tensor>>;

/** Makes the weights of each distinct path once. */
function perLayer(program: Program, make: (step: Step) => StepTensors): ProgramWeights {
  const made = new Map<string, StepTensors>();
  return program.steps.map((step) => {
    const key = step.path.join('\n');
    const weights = made.get(key) ?? make(step);
    made.set(key, weights);
    return weights;
  });
}

function fromSpecs(step: Step, draw: (spec: WeightSpec, shape: readonly number[]) => Float32Array): StepTensors {
  const specs = operatorTable[step.operator]?.weights(step.attributes, step.inputShapes, operatorTable) ?? [];
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const own: Record<string, Tensor> = {};
  for (const { name, shape } of step.weights) {
    const spec = byName.get(name);
    if (spec !== undefined) own[name] = { shape, data: draw(spec, shape) };
  }
  return own;
}

/** Leading axes of a kernel that say where it is used rather than what it looks at. */
const places: Readonly<Record<string, number>> = { locallyConnected1d: 1, locallyConnected2d: 2, tiledConv2d: 2 };

function drawn(
  step: Step,
  spec: WeightSpec,
  shape: readonly number[],
  seed: number,
  distribution: KernelDistribution,
): Float32Array {
  const random = seededRandom(derivedSeed(seed, [...step.path, spec.name].join('/')));
  const window = spec.name === 'kernel' ? shape.slice(places[step.operator] ?? 0) : shape;
  return drawWeight(spec, shape, distribution, random, fans(spec.name, window));
}

/** One kernel at every place. */
function repeated(kernel: Float32Array, shape: readonly number[]): Float32Array {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  for (let at = 0; at < data.length; at += kernel.length) data.set(kernel, at);
  return data;
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
