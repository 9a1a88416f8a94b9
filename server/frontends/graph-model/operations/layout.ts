/** Operations that lay the same values out in other shapes. */
import * as l10n from '@vscode/l10n';
import {
  add,
  type Dimension,
  floorDivide,
  isKnown,
  multiply,
  product,
  same,
} from '../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../core/vocabulary/operator.ts';
import { integerAttribute, integersAttribute } from '../node-def.ts';
import { asOperator, type Operation, type Outcome, outcome, type Rules, type SameOperator } from '../operation.ts';
import { axisOf, lengthOf, mostValues, numbersOf, openSizes, scalarOf, tensor } from '../tensor.ts';

export const layouts: Rules = {
  Reshape: reshape,
  EnsureShape: ({ inputs }) => outcome([tensor(inputs[0]?.shape ?? null)], { reach: 'pointwise' }),
  Transpose: transpose,
  ExpandDims: expandDims,
  Squeeze: squeeze,
  DepthToSpace: (operation) => blocks(operation, false),
  SpaceToDepth: (operation) => blocks(operation, true),
  SpaceToBatchND: (operation) => batches(operation, true),
  BatchToSpaceND: (operation) => batches(operation, false),
};

function reshape(operation: Operation): Outcome {
  const [input, target] = operation.inputs;
  const asked = target?.values;
  if (!asked) {
    const rank = lengthOf(target);
    const why = l10n.t('the shape that it is given is not known');
    return outcome([tensor(rank === null ? null : openSizes(rank))], { why });
  }
  const total = input?.shape ? product(input.shape) : null;
  const open = asked.filter((size) => size === -1).length;
  const rest = product(asked.filter((size) => size !== -1));
  const shape = asked.map((size) => (size === -1 ? (open === 1 ? floorDivide(total, rest) : null) : size));
  const fits = same(product(shape), total) !== false;
  const problem = fits ? undefined : l10n.t('it cannot hold the values of its input');
  const made = tensor(shape, input?.values && input.values.length <= mostValues ? input.values : null);
  return withSame(outcome([made], { reach: 'pointwise', problem }), reshaping(operation, shape));
}

/** A reshaping layer leaves the batch alone. */
function reshaping(operation: Operation, shape: Shape): SameOperator | undefined {
  const from = operation.inputs[0]?.shape;
  const keepsBatch = from != null && from.length > 1 && shape.length > 1 && same(from[0] ?? null, shape[0]!) === true;
  if (!keepsBatch || !shape.slice(1).every(isKnown)) return undefined;
  return asOperator(operation, 'reshape', { targetShape: shape.slice(1) }).same;
}

function transpose(operation: Operation): Outcome {
  const [input, order] = operation.inputs;
  const axes = numbersOf(order);
  const shape = input?.shape ?? null;
  if (axes === null || shape === null) {
    const rank = lengthOf(order) ?? shape?.length ?? null;
    const why = l10n.t('the order of the axes is not known');
    return outcome([tensor(rank === null ? null : openSizes(rank))], { why });
  }
  const made = outcome([tensor(axes.map((axis) => shape[axis] ?? null))], { reach: 'unknown' });
  if (axes[0] !== 0 || axes.length !== shape.length) return made;
  return withSame(made, asOperator(operation, 'permute', { dims: axes.slice(1) }).same);
}

function expandDims(operation: Operation): Outcome {
  const [input, where] = operation.inputs;
  const shape = input?.shape ?? null;
  if (shape === null) return outcome([tensor(null)], { why: l10n.t('the shape of its input is unknown') });
  const axis = axisOf(scalarOf(where), shape.length + 1);
  // All sizes 1: wherever the new axis stands, the result is the same.
  if (axis === null) {
    const alike = shape.every((size) => size === 1);
    const why = alike ? undefined : l10n.t('the axis is not known');
    return outcome([tensor(alike ? [...shape, 1] : openSizes(shape.length + 1), input?.values)], { why });
  }
  const made = [...shape.slice(0, axis), 1, ...shape.slice(axis)];
  return withSame(outcome([tensor(made, input?.values)], { reach: 'pointwise' }), reshaping(operation, made));
}

function squeeze(operation: Operation): Outcome {
  const [input] = operation.inputs;
  const shape = input?.shape ?? null;
  const listed = integersAttribute(operation.def, 'squeeze_dims') ?? integersAttribute(operation.def, 'axis') ?? [];
  if (shape === null) return outcome([tensor(null)], { why: l10n.t('the shape of its input is unknown') });
  const axes = listed.map((axis) => axisOf(axis, shape.length));
  if (axes.length === 0 && shape.some((size) => !isKnown(size))) {
    return outcome([tensor(null)], { why: l10n.t('it drops every axis of size 1, and not all sizes are known') });
  }
  const isDropped = (axis: number): boolean => (axes.length === 0 ? shape[axis] === 1 : axes.includes(axis));
  const wrong = axes.find((axis) => axis === null || (isKnown(shape[axis]!) && shape[axis] !== 1));
  const problem = wrong === undefined ? undefined : l10n.t('it drops an axis whose size is not 1');
  const made = shape.filter((_, axis) => !isDropped(axis));
  return withSame(
    outcome([tensor(made, input?.values)], { reach: 'pointwise', problem }),
    problem === undefined ? reshaping(operation, made) : undefined,
  );
}

/** Blocks of pixels into channels and back. */
function blocks({ def, inputs }: Operation, gathers: boolean): Outcome {
  const shape = inputs[0]?.shape;
  const size = integerAttribute(def, 'block_size');
  if (shape?.length !== 4 || size === null) return outcome([tensor(openSizes(4))]);
  const [own, height, width, channels] = shape as [Dimension, Dimension, Dimension, Dimension];
  const grow = (from: Dimension): Dimension => (gathers ? floorDivide(from, size) : multiply(from, size));
  const depth = gathers ? multiply(channels, size * size) : floorDivide(channels, size * size);
  return outcome([tensor([own, grow(height), grow(width), depth])]);
}

/** Dilated convolutions, written as an ordinary one between these two. */
function batches({ inputs }: Operation, cuts: boolean): Outcome {
  const [input, block, borders] = inputs;
  const shape = input?.shape;
  if (!shape) return outcome([tensor(null)], { why: l10n.t('the shape of its input is unknown') });
  const sizes = numbersOf(block);
  const pads = numbersOf(borders);
  const count = sizes?.length ?? lengthOf(block);
  if (sizes === null || pads === null || count === null) {
    const kept = count === null ? openSizes(shape.length) : shape.map((size, at) => (at > count ? size : null));
    return outcome([tensor(kept)], { why: l10n.t('its blocks are not known') });
  }
  const factor = sizes.reduce((a, b) => a * b, 1);
  const spatial = sizes.map((size, axis) => {
    const border = (pads[2 * axis] ?? 0) + (pads[2 * axis + 1] ?? 0);
    const from = shape[axis + 1] ?? null;
    return cuts ? floorDivide(add(from, border), size) : add(multiply(from, size), -border);
  });
  const own = cuts ? multiply(shape[0] ?? null, factor) : floorDivide(shape[0] ?? null, factor);
  return outcome([tensor([own, ...spatial, ...shape.slice(count + 1)])]);
}

function withSame(made: Outcome, same: SameOperator | undefined): Outcome {
  return same === undefined ? made : { ...made, same };
}
