/** Layers that take parts of a tensor. */

import { numberOf, shapeOf } from '../vocabulary/attribute-values.ts';
import { NO_COST } from '../vocabulary/cost.ts';
import { type Dimension, floorDivide, isKnown, multiply, same, subtract, sum } from '../vocabulary/dimension.ts';
import type { Attributes, Inference, Operator, Reach, Shape } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { inferSingle, soleInput, UNKNOWN_SHAPE } from '../vocabulary/shape.ts';
import { told } from '../vocabulary/told.ts';
import { windowAxis } from '../vocabulary/window.ts';
import { reachAcross } from './activation.ts';

export const slice: Operator = {
  name: 'slice',
  title: 'Slice',
  doc: 'Takes a box out of every example.',
  family: 'shape',
  takes: 'anything',
  action: 'moving',
  attributes: {
    begin: { kind: 'shape', required: true, doc: 'First index along each axis, the batch left out.' },
    size: {
      kind: 'shape',
      required: true,
      doc: 'Extent along each axis, the batch left out; −1 takes all that is left.',
    },
  },
  infer: (attributes, inputs) => inferSingle(inputs, null, (input) => inferSlice(attributes, input)),
  weights: () => [],
  cost: () => NO_COST,
  reach: (attributes, inputs) => reachOfSlice(attributes, soleInput(inputs, null).input),
  summary: () => [],
};

export const split: Operator = {
  name: 'split',
  title: 'Split',
  doc: 'Cuts a tensor into parts along one axis, in equal ones or of given sizes. Each part is an output.',
  family: 'shape',
  takes: 'anything',
  action: 'moving',
  attributes: {
    parts: { kind: 'size', doc: 'How many equal parts.' },
    sizes: { kind: 'shape', doc: 'The size of each part, instead of `parts`.' },
    axis: { kind: 'axis', default: -1, doc: 'The axis to cut; the last one unless given.' },
  },
  infer: (attributes, inputs) => {
    const given = shapeOf(attributes, 'sizes');
    const parts = given?.length ?? numberOf(attributes, 'parts') ?? 1;
    const inferred = inferSingle(inputs, null, (input) => inferSplit(attributes, input, given, parts));
    const outputs =
      inferred.outputs.length === parts ? inferred.outputs : Array.from({ length: parts }, () => UNKNOWN_SHAPE);
    return { outputs, facts: inferred.facts };
  },
  weights: () => [],
  cost: () => NO_COST,
  reach: (attributes, inputs) => {
    const axis = numberOf(attributes, 'axis');
    const along = reachAcross(axis === null ? null : [axis], attributes, soleInput(inputs, null).input);
    return along === 'whole' ? 'unknown' : along;
  },
  summary: (attributes) => (numberOf(attributes, 'parts') === null ? [] : [phrase('{0} parts', `${attributes.parts}`)]),
};

function inferSlice(attributes: Attributes, input: Shape): Inference {
  const begin = shapeOf(attributes, 'begin');
  const size = shapeOf(attributes, 'size');
  if (begin === null || size === null) return { outputs: [[input[0]!, ...input.slice(1).map(() => null)]], facts: [] };
  const sizes = input.slice(1).map((from, axis): Dimension => {
    const asked = size[axis] ?? -1;
    return isKnown(asked) && asked < 0 ? subtract(from, begin[axis] ?? 0) : asked;
  });
  const outside = input.slice(1).findIndex((from, axis) => {
    const rest = subtract(subtract(from, begin[axis] ?? 0), sizes[axis]!);
    return isKnown(rest) && rest < 0;
  });
  const axis = outside + 1;
  const output = [input[0]!, ...sizes];
  return {
    outputs: [output],
    facts:
      outside < 0
        ? []
        : [{ kind: 'shape-mismatch', inputs: [input], axis, detail: told('the slice ends outside its input') }],
  };
}

/** Along spatial axes a slice is a window of one tap with negative padding. */
function reachOfSlice(attributes: Attributes, input: Shape): Reach {
  const begin = shapeOf(attributes, 'begin');
  const [output = UNKNOWN_SHAPE] = inferSlice(attributes, input).outputs;
  if (input.length < 3) return 'pointwise';
  return input.slice(1, -1).map((size, axis) => {
    const before = begin?.[axis] ?? (begin === null ? null : 0);
    const after = subtract(subtract(size, before), output[axis + 1] ?? null);
    return windowAxis({ input: size, kernel: 1, padding: [multiply(-1, before), multiply(-1, after)] });
  });
}

function inferSplit(
  attributes: Attributes,
  input: Shape,
  given: readonly Dimension[] | null,
  parts: number,
): Inference {
  const axis = numberOf(attributes, 'axis');
  const at = axis === null ? -1 : axis < 0 ? axis + input.length : axis;
  const whole = input[at];
  if (whole === undefined) return { outputs: [], facts: [] };
  const sizes = given ?? Array.from({ length: parts }, () => floorDivide(whole, parts));
  const outputs = sizes.map((size) => input.map((from, i) => (i === at ? size : from)));
  const fits = same(sum(sizes), whole) !== false;
  const detail = told('the parts do not add up to the whole');
  return { outputs, facts: fits ? [] : [{ kind: 'shape-mismatch', inputs: [input], axis: at, detail }] };
}
