/** Shapes taken apart and put together: batch, spatial sizes and channels in either data format. */
import { textOf } from './attribute-values.ts';
import { type Dimension, product } from './dimension.ts';
import type { Attributes, Fact, Inference, Shape } from './operator.ts';
import { type Told, type ToldWords, told } from './told.ts';

/** A tensor of which not even the rank is known. */
export const UNKNOWN_SHAPE: Shape = [];

export function isUnknownShape(shape: Shape): boolean {
  return shape.length === 0;
}

/** Elements of one example: the product of all sizes but the batch. */
export function elementsOf(shape: Shape): Dimension {
  return isUnknownShape(shape) ? null : product(shape.slice(1));
}

/** A batch of maps: (N, …spatial, C), whatever order the tensor has them in. */
export interface Maps {
  readonly batch: Dimension;
  readonly spatial: readonly Dimension[];
  readonly channels: Dimension;
}

/** Index of the channels; null when the data format is unknown. */
export function channelAxis(attributes: Attributes, rank: number): number {
  return textOf(attributes, 'dataFormat') === 'channelsFirst' ? 1 : rank - 1;
}

export function splitMaps(shape: Shape, attributes: Attributes): Maps {
  const channels = channelAxis(attributes, shape.length);
  return {
    batch: shape[0] ?? null,
    spatial: shape.filter((_, axis) => axis !== 0 && axis !== channels),
    channels: shape[channels] ?? null,
  };
}

export function joinMaps({ batch, spatial, channels }: Maps, attributes: Attributes): Shape {
  const first = textOf(attributes, 'dataFormat') === 'channelsFirst';
  return first ? [batch, channels, ...spatial] : [batch, ...spatial, channels];
}

/**
 * Runs `infer` on the only input. A wrong number of inputs or a wrong rank is a fact and an unknown output. An input of
 * unknown shape gets the rank that the operator needs, with unknown sizes.
 */
export function inferSingle(
  inputs: readonly Shape[],
  rank: number | null,
  infer: (input: Shape) => Inference,
): Inference {
  const { input, facts } = soleInput(inputs, rank);
  if (facts.length > 0 || (isUnknownShape(input) && rank === null)) return { outputs: [UNKNOWN_SHAPE], facts };
  return infer(input);
}

/** The only input, or an unknown one and the fact that says what is wrong with it. */
export function soleInput(
  inputs: readonly Shape[],
  rank: number | null,
): { readonly input: Shape; readonly facts: readonly Fact[] } {
  const [input] = inputs;
  // Asked for each layer after each keystroke, so what is usual comes first.
  if (inputs.length === 1 && input !== undefined && input.length > 0 && (rank === null || input.length === rank)) {
    return { input, facts: [] };
  }
  const anything = rank === null ? UNKNOWN_SHAPE : Array.from({ length: rank }, () => null);
  if (input === undefined || inputs.length > 1) {
    return { input: anything, facts: [{ kind: 'input-count', expected: told('one input'), actual: inputs.length }] };
  }
  if (isUnknownShape(input) || rank === null) return { input: anything, facts: [] };
  return { input: anything, facts: [{ kind: 'rank-mismatch', expected: describeRank(rank), input }] };
}

function describeRank(rank: number): Told {
  const words: Readonly<Record<number, ToldWords>> = {
    2: '{0} dimensions (batch, features)',
    3: '{0} dimensions (batch, steps, channels)',
    4: '{0} dimensions (batch, height, width, channels)',
    5: '{0} dimensions (batch, depth, height, width, channels)',
  };
  return told(words[rank] ?? '{0} dimensions', rank);
}
