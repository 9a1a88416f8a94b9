import type { WeightsManifest } from '../graph/node.ts';
import { printTold, type Told, told } from '../vocabulary/told.ts';
import type { ProgramWeights, WeightsByStep } from './backend.ts';
import { finished } from './breath.ts';
import { learnWeights } from './kmeans/learn.ts';
import type { Program } from './program.ts';
import {
  allAtOnce,
  designedLayer,
  type KernelDistribution,
  perLayer,
  randomLayer,
  weightsByStep,
} from './random-weights.ts';
import { type ReadShard, readStorage, type StorageProblem } from './stored-weights.ts';
import type { Tensor } from './tensor.ts';
import { WeightNames } from './weight-names.ts';

/** Where a program's weights come from. */
export type WeightsSource =
  /** By the model's own initialisers unless a distribution is given. */
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

export type WeightsResult<Weights = ProgramWeights> =
  | { readonly ok: true; readonly weights: Weights; readonly problems: readonly WeightsProblem[] }
  | { readonly ok: false; readonly problems: readonly WeightsProblem[] };

/** Sources whose weights are all there at once; those of the others are made when a run reaches them. */
type EagerSource = Extract<WeightsSource, { kind: 'kmeans' | 'model' }>;

/**
 * The one door to a program's weights. Steps with the same path share the same tensors.
 *
 * @throws EngineError when filters cannot be learned from the inputs that were given
 */
export function programWeights(program: Program, source: EagerSource): Promise<WeightsResult>;
export function programWeights(
  program: Program,
  source: WeightsSource,
): Promise<WeightsResult<ProgramWeights | WeightsByStep>>;
export async function programWeights(
  program: Program,
  source: WeightsSource,
): Promise<WeightsResult<ProgramWeights | WeightsByStep>> {
  switch (source.kind) {
    case 'random':
      return {
        ok: true,
        weights: weightsByStep(program, randomLayer(source.seed, source.distribution)),
        problems: [],
      };
    case 'designed':
      return { ok: true, weights: weightsByStep(program, designedLayer(source.seed)), problems: [] };
    case 'kmeans':
      return {
        ok: true,
        weights: await learnWeights(program, source, (step) => finished(randomLayer(source.seed)(step))),
        problems: [],
      };
    case 'model':
      return modelWeights(program, source.manifest, source.readShard);
    default:
      return source satisfies never;
  }
}

/** All random weights at once, as `randomLayer` draws them. */
export function randomWeights(program: Program, seed: number, distribution?: KernelDistribution): ProgramWeights {
  return allAtOnce(program, randomLayer(seed, distribution));
}

/** All designed weights at once, as `designedLayer` makes them. */
export function designedWeights(program: Program, seed: number): ProgramWeights {
  return allAtOnce(program, designedLayer(seed));
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

/** What is wrong with stored weights, in a sentence; in English. */
export function describeWeightsProblem(problem: WeightsProblem): string {
  return printTold(tellWeightsProblem(problem));
}

/** What is wrong with stored weights, for an editor to say in its language. */
export function tellWeightsProblem(problem: WeightsProblem): Told {
  switch (problem.kind) {
    case 'shard-missing':
      return told("The weights file '{0}' is missing.", problem.shard);
    case 'shard-short':
      return told(
        "The weights files {0} end {1} bytes before the end of '{2}'.",
        listed(problem.shards),
        problem.missing,
        problem.weight,
      );
    case 'shard-long':
      return told(
        'The weights files {0} have {1} bytes more than their weights.',
        listed(problem.shards),
        problem.extra,
      );
    case 'dtype':
      return told("The weight '{0}' is stored as {1}, which cannot be read.", problem.weight, problem.dtype);
    case 'missing':
      return told("The weight '{0}' of '{1}' is not among the stored ones.", problem.weight, problem.path.join('/'));
    case 'shape':
      return told(
        "The weight '{0}' is {1}, and '{2}' needs {3}.",
        problem.stored,
        problem.actual.join('×'),
        problem.path.join('/'),
        problem.expected.join('×'),
      );
    case 'unused':
      return told("The stored weight '{0}' belongs to no layer.", problem.stored);
    default:
      return problem satisfies never;
  }
}

/** The first and the last of many: a manifest may name thousands. */
function listed(shards: readonly string[]): string {
  return shards.length <= 3 ? shards.join(', ') : `${shards[0]} … ${shards.at(-1)}`;
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
