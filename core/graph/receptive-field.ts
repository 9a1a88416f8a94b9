/**
 * Receptive fields, per spatial axis and in pixels of the model's input.
 *
 * Output 0 sees the input positions from `first` to `last`; output i sees the same, `stride`·i further. A window of extent
 * K, stride s and padding p on top of it sees first − p·stride … last + (K − 1 − p)·stride, and moves by stride·s.
 * Araujo, Norris, Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill 2019.
 */
import { add, type Dimension, isKnown, maximum, minimum, multiply, same, subtract } from '../operators/dimension.ts';
import type { Reach, Shape, WindowAxis } from '../operators/operator.ts';
import { effectiveKernel } from '../operators/window.ts';
import type { ReceptiveField } from './analysis.ts';

/** What one output element sees. `origin` is the input node that the positions belong to. */
export interface Field {
  readonly origin: number;
  readonly axes: readonly FieldAxis[];
  /** Spatial sizes of the origin: what "the whole input" is. */
  readonly whole: readonly Dimension[];
  readonly status: ReceptiveField['status'];
  readonly aligned: boolean;
}

interface FieldAxis {
  readonly first: Dimension;
  readonly last: Dimension;
  readonly stride: Dimension;
}

/** A model's input: every element sees itself. `shape` is (N, …spatial, C). */
export function inputField(origin: number, shape: Shape): Field {
  const whole = shape.slice(1, -1);
  const axes = whole.map(() => ({ first: 0, last: 0, stride: 1 }));
  return { origin, axes, whole, status: shape.length === 0 ? 'unknown' : 'exact', aligned: true };
}

/** The field of a layer that looks at `inputs` through `reach`. */
export function fieldThrough(reach: Reach, inputs: readonly Field[]): Field {
  const merged = mergeFields(inputs);
  if (merged === null) return unknownField();
  if (reach === 'pointwise' || merged.status === 'unknown') return merged;
  if (reach === 'whole') return wholeField(merged);
  if (reach === 'unknown') return { ...merged, status: 'unknown' };
  if (merged.status === 'whole-input') return merged;
  if (reach.length !== merged.axes.length) return { ...merged, status: 'unknown' };
  const upsamples = reach.some((axis) => axis.transposed && axis.stride !== 1);
  return {
    ...merged,
    axes: merged.axes.map((axis, index) => throughWindow(axis, reach[index]!)),
    status: upsamples ? 'upper-bound' : merged.status,
  };
}

export function receptiveFieldOf(field: Field): ReceptiveField {
  const { status, aligned } = field;
  const unknown = field.axes.map(() => null);
  if (status === 'unknown') return { size: unknown, stride: unknown, padding: unknown, status, aligned };
  if (status === 'whole-input') {
    return { size: field.whole, stride: unknown, padding: field.whole.map(() => 0), status, aligned };
  }
  return {
    size: field.axes.map(({ first, last }) => wholePositions(subtract(last, first))),
    stride: field.axes.map(({ stride }) => stride),
    padding: field.axes.map(({ first }) => (isKnown(first) ? Math.floor(-first) + 0 : multiply(-1, first))),
    status,
    aligned,
  };
}

/** A nested model seen from outside: one window per axis. */
export function reachOf(field: ReceptiveField, inputs: readonly Dimension[], outputs: readonly Dimension[]): Reach {
  if (field.status === 'whole-input') return 'whole';
  if (field.status === 'unknown') return 'unknown';
  return field.size.map((kernel, axis) => ({
    input: inputs[axis] ?? null,
    kernel,
    stride: field.stride[axis] ?? null,
    dilation: 1,
    padBegin: field.padding[axis] ?? null,
    padEnd: field.padding[axis] ?? null,
    output: outputs[axis] ?? null,
  }));
}

/** A field seen through a nested model is no more certain, and no better aligned, than the model's own. */
export function asCertainAs(field: Field, inner: ReceptiveField): Field {
  const status = field.status === 'exact' && inner.status === 'upper-bound' ? 'upper-bound' : field.status;
  return { ...field, status, aligned: field.aligned && inner.aligned };
}

export function unknownField(): Field {
  return { origin: -1, axes: [], whole: [], status: 'unknown', aligned: true };
}

function throughWindow(axis: FieldAxis, window: WindowAxis): FieldAxis {
  if (window.transposed) return throughTransposed(axis, window);
  const before = multiply(window.padBegin, axis.stride);
  const extent = effectiveKernel(window.kernel, window.dilation);
  const after = multiply(subtract(subtract(extent, 1), window.padBegin), axis.stride);
  return {
    first: subtract(axis.first, before),
    last: add(axis.last, after),
    stride: multiply(axis.stride, window.stride),
  };
}

/**
 * Output y of a transposed convolution reads the inputs x with (y + p − K + 1)/s ≤ x ≤ (y + p)/s. Which of them are whole
 * numbers depends on y, so the ends are kept as fractions and the field is an upper bound.
 */
function throughTransposed(axis: FieldAxis, window: WindowAxis): FieldAxis {
  const extent = effectiveKernel(window.kernel, window.dilation);
  const step = quotient(axis.stride, window.stride);
  const before = multiply(subtract(subtract(extent, 1), window.padBegin), step);
  return {
    first: subtract(axis.first, before),
    last: add(axis.last, multiply(window.padBegin, step)),
    stride: step,
  };
}

function quotient(a: Dimension, b: Dimension): Dimension {
  return isKnown(a) && isKnown(b) ? a / b : null;
}

/** The most whole positions that fit where the ends may be fractions. */
function wholePositions(distance: Dimension): Dimension {
  return add(isKnown(distance) ? Math.floor(distance) : distance, 1);
}

function wholeField(field: Field): Field {
  return { ...field, status: 'whole-input' };
}

/** The union of what several inputs see. Different strides or centres are a misalignment, and said. */
function mergeFields(fields: readonly Field[]): Field | null {
  const [first, ...rest] = fields;
  if (first === undefined) return null;
  return rest.reduce(mergePair, first);
}

function mergePair(a: Field, b: Field): Field {
  if (a === b) return a;
  if (a.status === 'unknown') return a;
  if (b.status === 'unknown') return b;
  if (a.status === 'whole-input') return a;
  if (b.status === 'whole-input') return b;
  if (a.axes.length !== b.axes.length) return { ...a, status: 'unknown' };
  const axes = a.axes.map((axis, index) => mergeAxes(axis, b.axes[index]!));
  // Branches that move at different speeds see, together, a field that grows with the position.
  const strided = a.axes.every((axis, index) => same(axis.stride, b.axes[index]!.stride) !== false);
  const centred = a.axes.every((axis, index) => sameCentre(axis, b.axes[index]!));
  return {
    ...a,
    axes,
    status: !strided ? 'unknown' : a.status === 'exact' && b.status === 'exact' ? 'exact' : 'upper-bound',
    aligned: a.aligned && b.aligned && strided && centred,
  };
}

function mergeAxes(a: FieldAxis, b: FieldAxis): FieldAxis {
  return {
    first: minimum(a.first, b.first),
    last: maximum(a.last, b.last),
    stride: maximum(a.stride, b.stride),
  };
}

/** Half a stride either way is what an even kernel or a lopsided padding costs; more is a misalignment. */
function sameCentre(a: FieldAxis, b: FieldAxis): boolean {
  const difference = subtract(add(a.first, a.last), add(b.first, b.last));
  return !isKnown(difference) || !isKnown(a.stride) || Math.abs(difference) <= a.stride;
}
