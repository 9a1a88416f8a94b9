import { EngineError, type ProgramWeights } from '../backend.ts';
import { createBreath } from '../breath.ts';
import type { Program, Step } from '../program.ts';
import { derivedSeed, seededRandom } from '../random.ts';
import { computing } from '../reference/compute-step.ts';
import { gatherAxes } from '../reference/geometry.ts';
import { kernels } from '../reference/index.ts';
import { axisOf, number, outputsOf, type Weights } from '../reference/kernel.ts';
import { channelsLast } from '../reference/layout.ts';
import type { Tensor } from '../tensor.ts';
import { learnFilters } from './filters.ts';
import { samplePatches } from './patches.ts';

/** What a layer's weights start as where nothing is learned for them. */
export type Fallback = (step: Step) => Weights;

export interface Learning {
  readonly seed: number;
  /** One tensor per input of the program: the pictures to learn from. */
  readonly inputs: readonly Tensor[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Filters learned without labels, layer by layer (greedily): the kernels of each convolution are the centroids of whitened
 * patches of what reaches it, and what it makes of them reaches the next. Batch normalisations take their statistics from
 * what passes. Everything else, and filters for which there are too few patches, stay as `fallback` makes them.
 *
 * @throws EngineError when an input does not fit the program, with the layer that failed; the signal's reason when aborted
 */
export async function learnWeights(program: Program, learning: Learning, fallback: Fallback): Promise<ProgramWeights> {
  const learned = new Map<string, Weights>();
  const values: (readonly Tensor[])[] = [];
  const lastUse = lastUses(program);
  const weights: Weights[] = [];
  const breath = createBreath(learning.signal);
  for (const [index, step] of program.steps.entries()) {
    await breath.take();
    const position = program.inputs.indexOf(index);
    const key = step.path.join('\n');
    const inputs = step.inputs.map(({ step: from, output }) => values[from][output]);
    const own = learned.get(key) ?? (position < 0 ? learnLayer(step, inputs, learning.seed, fallback(step)) : {});
    learned.set(key, own);
    weights.push(own);
    values.push(
      position < 0 ? await breath.through(computing(step, inputs, own)) : [fitting(learning.inputs[position], step)],
    );
    for (const { step: from } of step.inputs) if (lastUse[from] === index) values[from] = [];
  }
  return weights;
}

function learnLayer(step: Step, inputs: readonly Tensor[], seed: number, start: Weights): Weights {
  const rank = ranks[step.operator];
  if (step.operator === 'batchNormalization') return { ...start, ...statistics(step, inputs[0]) };
  if (rank === undefined) return start;
  const result: Record<string, Tensor> = { ...start };
  // Read through the layout's detour, so that both data formats are learned alike.
  const reading = channelsLast((own, [input]) => {
    Object.assign(
      result,
      start.kernel ? fullKernels(own, input, rank, seed, start) : depthwiseKernels(own, input, rank, seed, start),
    );
    return [];
  });
  outputsOf(reading(step, inputs, start, kernels));
  return result;
}

/** Spatial axes of the convolutions that are learned. */
const ranks: Readonly<Record<string, 1 | 2 | 3>> = {
  conv1d: 1,
  conv2d: 2,
  conv3d: 3,
  depthwiseConv1d: 1,
  depthwiseConv2d: 2,
  separableConv1d: 1,
  separableConv2d: 2,
};

/** Each group's filters from patches of its own channels. */
function fullKernels(step: Step, input: Tensor, rank: 1 | 2 | 3, seed: number, start: Weights): Weights {
  const groups = number(step, 'groups', 1);
  const kernel = copied(start.kernel);
  const bias = start.bias === undefined ? null : copied(start.bias);
  const filters = kernel.shape[rank + 1];
  const [perGroup, channels] = [filters / groups, kernel.shape[rank]];
  const axes = gatherAxes(step, 'kernelSize', rank);
  const random = seededRandom(derivedSeed(seed, step.path.join('/')));
  for (let group = 0; group < groups; group++) {
    const count = patchCount(perGroup, kernel.data.length / filters);
    const patches = samplePatches(input, axes, [group * channels, channels], count, random);
    for (const [i, filter] of learnFilters(patches, perGroup, drawnSeed(random)).entries()) {
      const at = group * perGroup + i;
      for (const [tap, value] of filter.taps.entries()) kernel.data[tap * filters + at] = value;
      if (bias !== null) bias.data[at] = filter.bias;
    }
  }
  return bias === null ? { kernel } : { kernel, bias };
}

/** One set of filters for single channels, learned from patches of all of them. */
function depthwiseKernels(step: Step, input: Tensor, rank: 1 | 2 | 3, seed: number, start: Weights): Weights {
  const kernel = copied(start.depthwise_kernel);
  const [channels, multiplier] = kernel.shape.slice(rank);
  const count = channels * multiplier;
  const axes = gatherAxes(step, 'kernelSize', rank);
  const random = seededRandom(derivedSeed(seed, step.path.join('/')));
  const each = Math.ceil(patchCount(count, kernel.data.length / count) / channels);
  const patches = Array.from({ length: channels }, (_, channel) =>
    samplePatches(input, axes, [channel, 1], each, random),
  ).flat();
  for (const [at, { taps }] of learnFilters(patches, count, drawnSeed(random)).entries()) {
    for (const [tap, value] of taps.entries()) kernel.data[tap * count + at] = value;
  }
  return { depthwise_kernel: kernel };
}

/** Enough for every centroid to have some company, and never so many that a layer takes seconds. */
function patchCount(filters: number, length: number): number {
  return Math.min(2000, Math.max(500, 8 * filters), Math.max(256, Math.floor(1e6 / length)));
}

function drawnSeed(random: { uniform(): number }): number {
  return Math.floor(random.uniform() * 2 ** 31);
}

/** Mean and variance of each channel. */
function statistics(step: Step, input: Tensor): Weights {
  const axis = axisOf(number(step, 'axis', -1), input.shape.length);
  const channels = input.shape[axis];
  const inner = input.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const [means, variances] = [new Float64Array(channels), new Float64Array(channels)];
  const count = input.data.length / channels;
  const channelOf = (i: number): number => Math.floor(i / inner) % channels;
  for (let i = 0; i < input.data.length; i++) means[channelOf(i)] += input.data[i] / count;
  for (let i = 0; i < input.data.length; i++) {
    variances[channelOf(i)] += (input.data[i] - means[channelOf(i)]) ** 2 / count;
  }
  const tensor = (values: Float64Array): Tensor => ({ shape: [channels], data: Float32Array.from(values) });
  return { moving_mean: tensor(means), moving_variance: tensor(variances) };
}

function fitting(input: Tensor | undefined, { outputShapes: [expected], path }: Step): Tensor {
  if (input !== undefined && expected?.join() === input.shape.join()) return input;
  throw new EngineError(`filters are learned from an input of ${expected?.join('×')}`, path);
}

/** Index of the last step that reads each step's outputs. */
function lastUses({ steps }: Program): readonly number[] {
  const last = steps.map((_, index) => index);
  for (const [index, { inputs }] of steps.entries()) for (const { step } of inputs) last[step] = index;
  return last;
}

function copied({ shape, data }: Tensor): Tensor {
  return { shape, data: data.slice() };
}
