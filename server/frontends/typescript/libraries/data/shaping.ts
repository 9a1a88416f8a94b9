import { type Dimension, isKnown } from '../../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../../core/vocabulary/operator.ts';
import type { Value } from '../../values/values.ts';
import { isKind } from '../../values/values.ts';
import type { Operation, Operations, Outcome } from './outcome.ts';
import { unknownOutcome } from './outcome.ts';
import { axisOf, countOf, differ, shapeOfOperand, sizesOf } from './shapes.ts';

/** The same numbers in another shape, one of whose sizes may be -1. */
function reshaped(from: Shape | null, to: Shape | null): Outcome {
  if (!to) return unknownOutcome;
  const open = to.indexOf(-1);
  const given = countOf(to.filter((_, axis) => axis !== open));
  const count = from && countOf(from);
  const fault: Outcome = { fault: { kind: 'reshape', from: from ?? [], to }, at: 1 };
  if (open < 0) return count !== null && given !== null && count !== given ? fault : { shape: to };
  if (count === null || given === null) return { shape: to.with(open, null) };
  return given === 0 || count % given !== 0 ? fault : { shape: to.with(open, count / given) };
}

const reshape: Operation = ([tensor, shape], run) => reshaped(shapeOfOperand(tensor, run), sizesOf(shape));

/** `as4D(1, 28, 28, 3)` */
function asRank(rank: number): Operation {
  return ([tensor, ...sizes], run) => {
    const to = sizesOf({
      kind: 'array',
      elements: sizes.slice(0, rank),
      open: null,
      properties: null,
      isFrozen: null,
      born: 0,
    });
    return reshaped(shapeOfOperand(tensor, run), to);
  };
}

const flatten: Operation = ([tensor], run) => reshaped(shapeOfOperand(tensor, run), [-1]);

const reshapeAs: Operation = ([tensor, other], run) =>
  reshaped(shapeOfOperand(tensor, run), isKind(other, 'data') ? other.shape : null);

/** Counts from behind the last axis when it is negative. */
const expandDims: Operation = ([tensor, axis = 0], run) => {
  const shape = shapeOfOperand(tensor, run);
  if (!shape) return unknownOutcome;
  const at = axisOf(axis, shape.length + 1);
  if (at !== null) return { shape: shape.toSpliced(at, 0, 1) };
  return typeof axis === 'number'
    ? { fault: { kind: 'axis', operation: 'expandDims', shape, axis }, at: 1 }
    : unknownOutcome;
};

const squeeze: Operation = ([tensor, axes], run) => {
  const shape = shapeOfOperand(tensor, run);
  if (!shape) return unknownOutcome;
  if (axes === undefined) return shape.every(isKnown) ? { shape: shape.filter((size) => size !== 1) } : unknownOutcome;
  const listed = axesOf(axes, shape.length);
  if (!listed) return unknownOutcome;
  const wrong = listed.find((axis) => differ(shape[axis] ?? null, 1));
  if (wrong !== undefined) return { fault: { kind: 'axis', operation: 'squeeze', shape, axis: wrong }, at: 1 };
  return { shape: shape.filter((_, axis) => !listed.includes(axis)) };
};

/** One axis or a list of them; null when they are not all known. */
export function axesOf(value: Value, rank: number): readonly number[] | null {
  const values = isKind(value, 'array') ? (value.open ? null : value.elements) : [value];
  const axes = values?.map((each) => axisOf(each, rank));
  return axes?.every((axis) => axis !== null) ? axes : null;
}

const transpose: Operation = ([tensor, order], run) => {
  const shape = shapeOfOperand(tensor, run);
  if (!shape) return unknownOutcome;
  if (order === undefined) return { shape: shape.toReversed() };
  const axes = axesOf(order, shape.length);
  return axes?.length === shape.length ? { shape: axes.map((axis) => shape[axis] ?? null) } : unknownOutcome;
};

/** `begin` and `size` of the first axes, or of the first alone; without a size to the end. */
const slice: Operation = ([tensor, begin, size], run) => {
  const shape = shapeOfOperand(tensor, run);
  const begins = firstSizes(begin);
  const sizes = size === undefined ? [] : firstSizes(size);
  if (!shape) return unknownOutcome;
  if (!begins || !sizes) return { shape: shape.map(() => null) };
  const taken = shape.map((extent, axis) => partOf(extent, begins[axis] ?? 0, sizes[axis] ?? -1));
  const isInside = begins.length <= shape.length && taken.every((part) => part !== 'outside');
  return isInside ? { shape: taken } : unknownOutcome;
};

/** What is left of an axis; -1 takes all behind the beginning. */
function partOf(extent: Dimension, from: Dimension, wanted: Dimension): Dimension | 'outside' {
  if (!isKnown(extent) || !isKnown(from)) return isKnown(wanted) && wanted >= 0 ? wanted : null;
  const rest = extent - from;
  if (rest < 0 || (isKnown(wanted) && wanted > rest)) return 'outside';
  return wanted === -1 ? rest : wanted;
}

function firstSizes(value: Value): Shape | null {
  return typeof value === 'number' ? [value] : sizesOf(value);
}

const tile: Operation = ([tensor, times], run) => {
  const shape = shapeOfOperand(tensor, run);
  const repeats = sizesOf(times);
  if (!shape || repeats?.length !== shape.length) return unknownOutcome;
  return { shape: shape.map((size, axis) => timesOf(size, repeats[axis] ?? null)) };
};

function timesOf(a: Shape[number], b: Shape[number]): number | null {
  return isKnown(a) && isKnown(b) ? a * b : null;
}

const pad: Operation = ([tensor, paddings], run) => {
  const shape = shapeOfOperand(tensor, run);
  const around = isKind(paddings, 'array') && !paddings.open ? paddings.elements.map(sizesOf) : null;
  if (!shape || around?.length !== shape.length) return unknownOutcome;
  return {
    shape: shape.map((size, axis) => {
      const [before = null, after = null] = around[axis] ?? [];
      return isKnown(size) && isKnown(before) && isKnown(after) ? before + size + after : null;
    }),
  };
};

/** What takes some elements along an axis: how many, and for all that is known which, stays open. */
const gather: Operation = ([tensor, indices, axis = 0], run) => {
  const shape = shapeOfOperand(tensor, run);
  const picked = shapeOfOperand(indices, run);
  const at = shape && axisOf(axis, shape.length);
  return shape && picked && at !== null ? { shape: shape.toSpliced(at, 1, ...picked) } : unknownOutcome;
};

export const shaping: Operations = {
  reshape,
  flatten,
  reshapeAs,
  asScalar: asRank(0),
  as1D: flatten,
  as2D: asRank(2),
  as3D: asRank(3),
  as4D: asRank(4),
  as5D: asRank(5),
  expandDims,
  squeeze,
  transpose,
  slice,
  tile,
  pad,
  gather,
};
