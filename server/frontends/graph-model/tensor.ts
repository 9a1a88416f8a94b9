import { type Dimension, isKnown, substitute, symbol } from '../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';

/** What is known of a tensor that an operation makes. */
export interface Tensor {
  /** Null when not even the rank is known; the empty list is a single number. */
  readonly shape: Shape | null;
  /** The elements in row-major order, where they are few and follow from the graph; single ones may be unknown. */
  readonly values: readonly Dimension[] | null;
  /** The constant that the tensor is. */
  readonly constant: Constant | null;
  /** What is in the list that the tensor stands for. */
  readonly list?: ListContent;
}

/** Tensors of one shape in a row. */
export interface ListContent {
  /** Null where the shapes differ or one is not known, `unset` before there is one. */
  readonly element: Shape | null | 'unset';
  readonly length: Dimension;
}

export interface Constant {
  readonly name: string;
  /** Whether it holds real numbers, which training may have found. */
  readonly isReal: boolean;
}

export const unknownTensor: Tensor = { shape: null, values: null, constant: null };

/** What comes back to the beginning of a loop that has not run yet: nothing. */
export const notYet: Tensor = { shape: null, values: null, constant: null };

/** What comes back to an operation that begins no loop: no program has such a circle. */
export const ownOutput: Tensor = { shape: null, values: null, constant: null };

export function tensor(shape: Shape | null, values: readonly Dimension[] | null = null): Tensor {
  return { shape, values, constant: null };
}

/** Shapes and axes are short. More is data, and never followed. */
export const mostValues = 64;

/**
 * While a graph is read, the open batch is a size with a name, so that a reshape can cancel it. The graph does
 * not have the name: in its shapes the batch is unknown, in costs it is 1.
 */
export const batch = symbol('batch');

export function withoutBatch(shape: Shape): Shape {
  return shape.map((size) => (size === null || isKnown(size) ? size : substitute(size, { batch: null })));
}

export function atBatchOne(size: Dimension): Dimension {
  return substitute(size, { batch: 1 });
}

/** The first element, for scalar operands. */
export function scalarOf(operand: Tensor | undefined): Dimension {
  return operand?.values?.[0] ?? null;
}

/** Elements of an operand, all of them plain numbers; null when one is not known. */
export function numbersOf(operand: Tensor | undefined): readonly number[] | null {
  const numbers = operand?.values?.filter(isKnown);
  return numbers && numbers.length === operand?.values?.length ? numbers : null;
}

/** How many elements a vector has; null when unknown or too many to be a list of axes. */
export function lengthOf(operand: Tensor | undefined): number | null {
  if (operand?.values) return operand.values.length;
  const [length, ...more] = operand?.shape ?? [];
  return operand?.shape?.length === 1 && more.length === 0 && isKnown(length ?? null) && Number(length) <= mostValues
    ? Number(length)
    : null;
}

/** `count` sizes of which nothing is known. */
export function openSizes(count: number): Shape {
  return Array.from({ length: count }, () => null);
}

/** An axis counted from the front; null outside the rank. */
export function axisOf(axis: Dimension, rank: number): number | null {
  if (!isKnown(axis) || !Number.isInteger(axis) || axis < -rank || axis >= rank) return null;
  return axis < 0 ? axis + rank : axis;
}
