import { type Dimension, isKnown } from '../../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../../core/vocabulary/operator.ts';
import type { Run, Value } from '../../values/values.ts';
import { isKind } from '../../values/values.ts';
import type { Operation, Operations } from './outcome.ts';
import { unknownOutcome } from './outcome.ts';
import { axisOf, differ, shapeOfOperand } from './shapes.ts';

/** The shapes of a list of tensors; null when they are not all known, and `count` when their number is not. */
function shapesOf(list: Value, run: Run): { readonly shapes: readonly Shape[]; readonly isOpen: boolean } | null {
  if (!isKind(list, 'array') || run.escaped.has(list)) return null;
  const isOpen = list.open !== null;
  const known = list.elements.filter((element) => isKind(element, 'data'));
  const shapes = known.map((element) => shapeOfOperand(element, run)).filter((shape) => shape !== null);
  const isWhole = shapes.length === list.elements.length || (isOpen && shapes.length === known.length);
  return shapes.length > 0 && isWhole ? { shapes, isOpen } : null;
}

/** The sizes that all shapes have; null when two certainly differ elsewhere than along `free`. */
function common(shapes: readonly Shape[], free: number | null): Shape | null {
  const [first, ...others] = shapes;
  if (!first || others.some(({ length }) => length !== first.length)) return null;
  const isFree = (axis: number) => axis === free;
  if (others.some((shape) => shape.some((size, axis) => !isFree(axis) && differ(size, first[axis] ?? null))))
    return null;
  return first.map((_, axis) => shapes.map((shape) => shape[axis] ?? null).find(isKnown) ?? null);
}

const stack: Operation = ([list, axis = 0], run) => {
  const found = shapesOf(list, run);
  if (!found) return unknownOutcome;
  const { shapes, isOpen } = found;
  const each = common(shapes, null);
  if (!each) return { fault: { kind: 'operands', operation: 'stack', shapes }, at: 0 };
  const at = axisOf(axis, each.length + 1);
  return { shape: at === null ? null : each.toSpliced(at, 0, isOpen ? null : shapes.length) };
};

function concatAlong(fixed: number | null): Operation {
  return ([list, axis = 0], run) => {
    const found = shapesOf(list, run);
    if (!found) return unknownOutcome;
    const { shapes, isOpen } = found;
    const at = axisOf(fixed ?? axis, shapes[0]?.length ?? 0);
    if (at === null) return unknownOutcome;
    const each = common(shapes, at);
    if (!each) return { fault: { kind: 'operands', operation: 'concat', shapes }, at: 0 };
    const total = shapes.reduce<Dimension>((sum, shape) => plus(sum, shape[at] ?? null), 0);
    return { shape: each.with(at, isOpen ? null : total) };
  };
}

function plus(a: Dimension, b: Dimension): number | null {
  return isKnown(a) && isKnown(b) ? a + b : null;
}

/** `a.concat(b)`, `a.concat([b, c])`: the tensor itself comes first. */
const concatMethod: Operation = ([tensor, others, axis = 0], run) => {
  const shapes = [tensor, ...(isKind(others, 'array') ? others.elements : [others])].map((each) =>
    shapeOfOperand(each, run),
  );
  if ((isKind(others, 'array') && others.open) || !shapes.every((shape) => shape !== null)) return unknownOutcome;
  const at = axisOf(axis, shapes[0]?.length ?? 0);
  const each = at === null ? null : common(shapes, at);
  if (at === null) return unknownOutcome;
  if (!each) return { fault: { kind: 'operands', operation: 'concat', shapes }, at: 1 };
  return {
    shape: each.with(
      at,
      shapes.reduce<Dimension>((sum, shape) => plus(sum, shape[at] ?? null), 0),
    ),
  };
};

/** Lists of tensors along an axis. */
const unstack: Operation = ([tensor, axis = 0], run) => {
  const shape = shapeOfOperand(tensor, run);
  const at = shape && axisOf(axis, shape.length);
  const count = shape && at !== null ? shape[at] : null;
  if (!shape || at === null || !isKnown(count ?? null) || (count as number) > mostParts) return unknownOutcome;
  return { list: Array.from({ length: count as number }, () => shape.toSpliced(at, 1)) };
};

const split: Operation = ([tensor, parts, axis = 0], run) => {
  const shape = shapeOfOperand(tensor, run);
  const at = shape && axisOf(axis, shape.length);
  const size = shape && at !== null ? (shape[at] ?? null) : null;
  if (!shape || at === null) return unknownOutcome;
  if (isKind(parts, 'array') && !parts.open && parts.elements.every((part) => typeof part === 'number' && part >= 0)) {
    const total = parts.elements.reduce<number>((sum, part) => sum + Number(part), 0);
    return differ(total, size) ? unknownOutcome : { list: parts.elements.map((part) => shape.with(at, Number(part))) };
  }
  if (typeof parts !== 'number' || parts > mostParts || !isKnown(size) || size % parts !== 0) return unknownOutcome;
  return { list: Array.from({ length: parts }, () => shape.with(at, size / parts)) };
};

/** More parts than any program names. */
const mostParts = 1000;

/** Of functions of the library. */
export const joining: Operations = {
  stack,
  concat: concatAlong(null),
  concat1d: concatAlong(0),
  concat2d: concatAlong(null),
  concat3d: concatAlong(null),
  concat4d: concatAlong(null),
  unstack,
  split,
};

/** Of methods of tensors. */
export const joiningMethods: Operations = {
  concat: concatMethod,
  stack: ([tensor, others, axis = 0], run) => {
    const list = isKind(others, 'array') ? others.elements : [others];
    const shapes = [tensor, ...list].map((each) => shapeOfOperand(each, run));
    const isOpen = isKind(others, 'array') && others.open !== null;
    const [first] = shapes;
    const at = first ? axisOf(axis, first.length + 1) : null;
    const each = shapes.every((shape) => shape !== null) ? common(shapes, null) : null;
    return { shape: each && at !== null ? each.toSpliced(at, 0, isOpen ? null : shapes.length) : null };
  },
};
