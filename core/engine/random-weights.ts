import { operatorTable } from '../graph/infer.ts';
import { type Initialiser, readInitialiser } from '../vocabulary/initialiser.ts';
import type { WeightSpec } from '../vocabulary/operator.ts';
import type { WeightsByStep } from './backend.ts';
import { finished, type Portions } from './breath.ts';
import { designedDepthwiseKernel, designedKernel } from './filters.ts';
import { draw, type Fans, fansOf } from './initialisers.ts';
import type { Program, Step } from './program.ts';
import { derivedSeed } from './random.ts';
import type { Tensor } from './tensor.ts';

/** How kernels are drawn where another choice than the model's own is wanted. */
export type KernelDistribution = 'glorotUniform' | 'glorotNormal' | 'heUniform' | 'heNormal';

export type StepTensors = Readonly<Record<string, Tensor>>;

/** Makes the weights of a step; the same for steps that have the same path. */
export type LayerWeights = (step: Step) => Portions<StepTensors>;

/**
 * Weights drawn by seed, each of which depends on the seed and its own name only: by the initialisers that the model
 * names, TensorFlow.js's defaults where it names none, or kernels by one distribution.
 */
export function randomLayer(seed: number, distribution?: KernelDistribution): LayerWeights {
  return (step) => fromSpecs(step, (spec, shape) => drawn(step, spec, shape, seed, distribution));
}

/** Convolutions and depthwise convolutions with the hand-designed bank, everything else as in `randomLayer`. */
export function designedLayer(seed: number): LayerWeights {
  return (step) =>
    fromSpecs(step, function* (spec, shape) {
      const own = shape.slice(places[step.operator] ?? 0);
      if (operatorTable[step.operator]?.family === 'convolution' && own.length > 2) {
        if (spec.name === 'kernel') return repeated(designedKernel(own), shape);
        if (spec.name === 'depthwise_kernel') return designedDepthwiseKernel(own);
      }
      return yield* drawn(step, spec, shape, seed, 'heNormal');
    });
}

/** Weights that are made when their step is reached. What several steps share is made once and kept. */
export function weightsByStep({ steps }: Program, make: LayerWeights): WeightsByStep {
  const keys = steps.map(({ path }) => path.join('\n'));
  const uses = new Map<string, number>();
  for (const key of keys) uses.set(key, (uses.get(key) ?? 0) + 1);
  const kept = new Map<string, StepTensors>();
  return {
    *of(index) {
      const key = keys[index];
      const weights = kept.get(key) ?? (yield* make(steps[index]));
      if ((uses.get(key) ?? 0) > 1) kept.set(key, weights);
      return weights;
    },
  };
}

/** Makes the weights of each distinct path at once. */
export function perLayer({ steps }: Program, make: (step: Step) => StepTensors): readonly StepTensors[] {
  const made = new Map<string, StepTensors>();
  return steps.map((step) => {
    const key = step.path.join('\n');
    const weights = made.get(key) ?? make(step);
    made.set(key, weights);
    return weights;
  });
}

/** The same without a break. */
export function allAtOnce(program: Program, make: LayerWeights): readonly StepTensors[] {
  return perLayer(program, (step) => finished(make(step)));
}

function* fromSpecs(
  step: Step,
  make: (spec: WeightSpec, shape: readonly number[]) => Portions<Float32Array>,
): Portions<StepTensors> {
  const specs = operatorTable[step.operator]?.weights(step.attributes, step.inputShapes, operatorTable) ?? [];
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const own: Record<string, Tensor> = {};
  for (const { name, shape } of step.weights) {
    const spec = byName.get(name);
    if (spec !== undefined) own[name] = { shape, data: yield* make(spec, shape) };
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
  distribution: KernelDistribution | undefined,
): Portions<Float32Array> {
  const own = spec.name === 'kernel' ? shape.slice(places[step.operator] ?? 0) : shape;
  const chosen = spec.initializer === 'glorot' && distribution ? readInitialiser(distribution) : null;
  const said = step.initialisers?.[keyOf(step, spec.name)];
  const fitting = said?.kind === 'identity' && !isSquare(shape) ? undefined : said;
  const initialiser = chosen ?? fitting ?? defaults(step, spec);
  const fans = chosen ? seenBy(spec.name, own) : fansOf(own);
  return draw(initialiser, shape, derivedSeed(seed, [...step.path, spec.name].join('/')), fans);
}

/** The argument that says how a weight starts. TensorFlow.js draws the pointwise kernel by the depthwise one's. */
function keyOf(step: Step, weight: string): string {
  const name = weight.replace(/_kernel$/, '').replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return `${step.operator.startsWith('separable') && name === 'pointwise' ? 'depthwise' : name}Initializer`;
}

/** What TensorFlow.js takes where nothing is said. */
function defaults({ operator }: Step, { initializer }: WeightSpec): Initialiser {
  switch (initializer) {
    case 'zeros':
      return { kind: 'constant', value: 0 };
    case 'ones':
      return { kind: 'constant', value: 1 };
    case 'orthogonal':
      return { kind: 'orthogonal', gain: 1 };
    case 'uniform':
      return { kind: 'uniform', minimum: -0.05, maximum: 0.05 };
    case 'glorot': {
      const distribution = operator.startsWith('separable') ? 'uniform' : 'normal';
      return { kind: 'varianceScaling', scale: 1, mode: 'fanAvg', distribution };
    }
    default:
      return initializer satisfies never;
  }
}

/** The fans by what is seen: a depthwise filter sees one channel, whatever their number. */
function seenBy(name: string, shape: readonly number[]): Fans {
  if (!name.startsWith('depthwise')) return fansOf(shape);
  return fansOf([...shape.slice(0, -2), 1, shape[shape.length - 1]]);
}

function isSquare(shape: readonly number[]): boolean {
  return shape.length === 2 && shape[0] === shape[1];
}

/** One kernel at every place. */
function repeated(kernel: Float32Array, shape: readonly number[]): Float32Array {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  for (let at = 0; at < data.length; at += kernel.length) data.set(kernel, at);
  return data;
}
