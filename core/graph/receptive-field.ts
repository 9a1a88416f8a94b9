/**
 * Receptive fields, per spatial axis and in pixels of the model's input.
 *
 * Output 0 sees `size` positions from `first` on; output i sees as many, `stride`·i further. A window of extent K, stride
 * s and padding p on top of it sees (K − 1)·stride more, starts p·stride earlier, and moves by stride·s.
 * Araujo, Norris, Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill 2019.
 *
 * TensorFlow's `same` makes p depend on the input size. Where that is open, the size of a chain's field is known all the
 * same and its beginning is known to lie between two bounds.
 */
import {
  add,
  type Dimension,
  floorDivide,
  isKnown,
  maximum,
  multiply,
  same,
  subtract,
} from '../vocabulary/dimension.ts';
import type { Reach, Shape, WindowAxis } from '../vocabulary/operator.ts';
import { effectiveKernel } from '../vocabulary/window.ts';
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
  readonly size: Dimension;
  readonly stride: Dimension;
  /** Bounds of the first position; equal where it is known, null where not even bounds are. */
  readonly first: { readonly least: number; readonly most: number } | null;
}

/** A model's input: every element sees itself. `shape` is (N, …spatial, C). */
export function inputField(origin: number, shape: Shape): Field {
  const whole = shape.slice(1, -1);
  const axes = whole.map(() => ({ size: 1, stride: 1, first: { least: 0, most: 0 } }));
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
    // Behind up-sampling the ends may be fractions; no more whole positions fit between them than this.
    size: field.axes.map(({ size }) => (isKnown(size) ? wholePart(size) : size)),
    stride: field.axes.map(({ stride }) => stride),
    padding: field.axes.map(({ first }) => (first && first.least === first.most ? wholePart(-first.least) : null)),
    status,
    aligned,
  };
}

/** Rounds down, thirds that add up to 0.999… not included. */
function wholePart(value: number): number {
  return Math.floor(value + 1e-9) + 0;
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
  const beyond = subtract(effectiveKernel(window.kernel, window.dilation), 1);
  const [least, most] = paddingBounds(window);
  return {
    size: add(axis.size, multiply(beyond, axis.stride)),
    stride: multiply(axis.stride, window.stride),
    first: earlier(axis, multiply(least, axis.stride), multiply(most, axis.stride)),
  };
}

/**
 * Output y of a transposed convolution reads the inputs x with (y + p − K + 1)/s ≤ x ≤ (y + p)/s. Which of them are whole
 * numbers depends on y, so the ends are kept as fractions and the field is an upper bound.
 */
function throughTransposed(axis: FieldAxis, window: WindowAxis): FieldAxis {
  const beyond = subtract(effectiveKernel(window.kernel, window.dilation), 1);
  const step = isKnown(axis.stride) && isKnown(window.stride) ? axis.stride / window.stride : null;
  const before = multiply(subtract(beyond, window.padBegin), step);
  return { size: add(axis.size, multiply(beyond, step)), stride: step, first: earlier(axis, before, before) };
}

function earlier({ first }: FieldAxis, least: Dimension, most: Dimension): FieldAxis['first'] {
  if (first === null || !isKnown(least) || !isKnown(most)) return null;
  return { least: first.least - most, most: first.most - least };
}

/** `same` pads ⌊max((o − 1)·s + K − n, 0)/2⌋ before; whatever n is, the total lies between K − s and K − 1. */
function paddingBounds(window: WindowAxis): readonly [Dimension, Dimension] {
  if (isKnown(window.padBegin)) return [window.padBegin, window.padBegin];
  const extent = effectiveKernel(window.kernel, window.dilation);
  const [small, large] = [maximum(subtract(extent, window.stride), 0), subtract(extent, 1)];
  if (window.padding === 'same') return [floorDivide(small, 2), floorDivide(large, 2)];
  if (window.padding === 'sameLower') return [floorDivide(add(small, 1), 2), floorDivide(add(large, 1), 2)];
  return [null, null];
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
  // Branches that move at different speeds see, together, a field that grows with the position.
  const strided = a.axes.every((axis, index) => same(axis.stride, b.axes[index]!.stride) !== false);
  const axes = a.axes.map((axis, index) => mergeAxes(axis, b.axes[index]!));
  if (!strided || axes.some((axis) => axis === null))
    return { ...a, status: 'unknown', aligned: a.aligned && b.aligned && strided };
  const certain = [a, b].every(({ status, axes: parts }) => status === 'exact' && parts.every(isPlaced));
  const centred = a.axes.every((axis, index) => sameCentre(axis, b.axes[index]!));
  return {
    ...a,
    axes: axes.filter((axis) => axis !== null),
    status: certain ? 'exact' : 'upper-bound',
    aligned: a.aligned && b.aligned && centred,
  };
}

/** The union, as tight as the bounds of both allow; null when nothing is known of one of them. */
function mergeAxes(a: FieldAxis, b: FieldAxis): FieldAxis | null {
  if (a.first === null || b.first === null || !isKnown(a.size) || !isKnown(b.size)) return null;
  const least = Math.min(a.first.least, b.first.least);
  const end = Math.max(a.first.most + a.size, b.first.most + b.size);
  return { size: end - least, stride: a.stride, first: { least, most: least } };
}

function isPlaced({ first }: FieldAxis): boolean {
  return first !== null && first.least === first.most;
}

/** Half a stride either way is what an even kernel or a lopsided padding costs; more is a misalignment. */
function sameCentre(a: FieldAxis, b: FieldAxis): boolean {
  if (!isPlaced(a) || !isPlaced(b) || !isKnown(a.size) || !isKnown(b.size) || !isKnown(a.stride)) return true;
  const difference = 2 * a.first!.least + a.size - (2 * b.first!.least + b.size);
  return Math.abs(difference) <= a.stride;
}
