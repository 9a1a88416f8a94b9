import { isKnown } from '../../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../../core/vocabulary/operator.ts';
import type { Value } from '../../values/values.ts';
import { isKind } from '../../values/values.ts';
import type { Operation, Operations, Outcome } from './outcome.ts';
import { unknownOutcome } from './outcome.ts';
import { axisOf, differ, shapeOfOperand } from './shapes.ts';
import { axesOf } from './shaping.ts';

/** A value of each row along the axes; of all elements when none is said. */
const reduce: Operation = ([tensor, axis, keepDims], run) => {
  const shape = shapeOfOperand(tensor, run);
  if (!shape || (keepDims !== undefined && typeof keepDims !== 'boolean')) return unknownOutcome;
  const axes = axis === undefined || axis === null ? shape.map((_, at) => at) : axesOf(axis, shape.length);
  return axes ? { shape: without(shape, axes, keepDims === true) } : unknownOutcome;
};

function without(shape: Shape, axes: readonly number[], keepsRank: boolean): Shape {
  return shape.flatMap((size, at) => (axes.includes(at) ? (keepsRank ? [1] : []) : [size]));
}

/** The index of the largest or smallest, along the first axis unless another one is said. */
const pick: Operation = ([tensor, axis = 0], run) => {
  const shape = shapeOfOperand(tensor, run);
  const at = shape && axisOf(axis, shape.length);
  return shape && at !== null ? { shape: shape.toSpliced(at, 1), dtype: 'int32' } : unknownOutcome;
};

const matMul: Operation = ([a, b, transposeA, transposeB], run) => {
  const [first, second] = [shapeOfOperand(a, run), shapeOfOperand(b, run)];
  if (!first || !second || first.length < 2 || second.length < 2) return unknownOutcome;
  const [left, right] = [turned(first, transposeA), turned(second, transposeB)];
  if (!left || !right) return unknownOutcome;
  if (differ(left.at(-1) ?? null, right.at(-2) ?? null)) {
    return { fault: { kind: 'operands', operation: 'matMul', shapes: [first, second] }, at: 1 };
  }
  const isPlain = left.length === 2 && right.length === 2;
  return isPlain ? { shape: [left[0] ?? null, right[1] ?? null] } : unknownOutcome;
};

/** With the last two axes exchanged, where the program says so. */
function turned(shape: Shape, isTransposed: Value): Shape | null {
  if (isTransposed === undefined || isTransposed === false) return shape;
  if (isTransposed !== true) return null;
  return [...shape.slice(0, -2), shape.at(-1) ?? null, shape.at(-2) ?? null];
}

/** One more axis, as long as there are classes. */
const oneHot: Operation = ([indices, depth], run) => {
  const dtype = isKind(indices, 'data') ? indices.dtype : null;
  if (dtype !== null && dtype !== 'int32') return { fault: { kind: 'dtype', operation: 'oneHot', dtype }, at: 0 };
  const shape = shapeOfOperand(indices, run);
  return { shape: shape && [...shape, typeof depth === 'number' ? depth : null] };
};

/** Pictures of another size. */
function resize([images, size]: Parameters<Operation>[0], run: Parameters<Operation>[1]): Outcome {
  const shape = shapeOfOperand(images, run);
  const channels = shape?.at(-1) ?? null;
  if (!shape || shape.length < 3) return unknownOutcome;
  const [height = null, width = null] = shapeOf(size);
  return { shape: [...shape.slice(0, -3), height, width, channels] };
}

function shapeOf(size: Value): Shape {
  const sizes = isKind(size, 'array') ? size.elements : [];
  return sizes.map((each) => (typeof each === 'number' ? each : null));
}

const greyToColour: Operation = ([images], run) => {
  const shape = shapeOfOperand(images, run);
  return { shape: shape && shape.length > 1 && !differ(shape.at(-1) ?? null, 1) ? shape.with(-1, 3) : null };
};

const colourToGrey: Operation = ([images], run) => {
  const shape = shapeOfOperand(images, run);
  return { shape: shape && shape.length > 2 ? shape.with(-1, 1) : null };
};

const crops: Operation = ([images, boxes, , size], run) => {
  const [height = null, width = null] = shapeOf(size);
  const channels = shapeOfOperand(images, run)?.at(-1) ?? null;
  const count = shapeOfOperand(boxes, run)?.[0] ?? null;
  return { shape: [isKnown(count) ? count : null, height, width, channels] };
};

/** Functions of the library, and methods of tensors. */
export const reducing: Operations = {
  ...Object.fromEntries(['sum', 'mean', 'max', 'min', 'prod', 'any', 'all', 'logSumExp'].map((name) => [name, reduce])),
  argMax: pick,
  argMin: pick,
  matMul,
  oneHot,
  resizeBilinear: resize,
  resizeNearestNeighbor: resize,
};

/** Those that a program finds in `tf.image`. */
export const imaging: Operations = {
  resizeBilinear: resize,
  resizeNearestNeighbor: resize,
  flipLeftRight: ([images], run) => ({ shape: shapeOfOperand(images, run) }),
  grayscaleToRGB: greyToColour,
  rgbToGrayscale: colourToGrey,
  cropAndResize: crops,
};
