/** Operations that put tensors together and take them apart. */
import * as l10n from '@vscode/l10n';
import {
  type Dimension,
  floorDivide,
  isKnown,
  multiply,
  subtract,
  sum,
} from '../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../core/vocabulary/operator.ts';
import { integerAttribute } from '../node-def.ts';
import { asOperator, type Operation, type Outcome, outcome, type Rules, unknownOutcome } from '../operation.ts';
import { axisOf, lengthOf, mostValues, numbersOf, openSizes, scalarOf, type Tensor, tensor } from '../tensor.ts';

export const joinings: Rules = {
  ConcatV2: (operation) => concatenate(operation, operation.inputs.slice(0, -1), operation.inputs.at(-1)),
  Concat: (operation) => concatenate(operation, operation.inputs.slice(1), operation.inputs[0]),
  Pack: pack,
  Unpack: unpack,
  Split: ({ def, inputs }) => split(def.op, inputs[1], inputs[0], integerAttribute(def, 'num_split') ?? 1, null),
  SplitV: ({ def, inputs }) => {
    const count = integerAttribute(def, 'num_split') ?? lengthOf(inputs[1]) ?? 1;
    return split(def.op, inputs[0], inputs[2], count, inputs[1]?.values ?? openSizes(Math.min(count, mostParts)));
  },
  Tile: tile,
};

/** A file that cuts a tensor into more parts than this is damaged. */
const mostParts = 4096;

function concatenate(operation: Operation, parts: readonly Tensor[], where: Tensor | undefined): Outcome {
  const shapes = parts.map(({ shape }) => shape).filter((shape) => shape !== null);
  const [first] = shapes;
  if (!first || shapes.length < parts.length) return unknownOutcome(l10n.t('the shape of what it joins is unknown'));
  const rank = first.length;
  if (shapes.some(({ length }) => length !== rank)) return problem(rank, l10n.t('it joins tensors of different ranks'));
  const values = parts.every((part) => part.values) ? parts.flatMap((part) => part.values ?? []) : null;
  const short = rank === 1 && values !== null && values.length <= mostValues ? values : null;
  const axis = rank === 1 ? 0 : axisOf(scalarOf(where), rank);
  // Sizes that are equal everywhere may be along any axis; one that differs tells the axis.
  const along =
    axis ?? first.findIndex((size, at) => shapes.some((own) => isKnown(size) && isKnown(own[at]!) && own[at] !== size));
  if (along < 0) return outcome([tensor(openSizes(rank))], { why: l10n.t('the axis is not known') });
  const sizes = first.map((_, at): Dimension => {
    const own = shapes.map((shape) => shape[at] ?? null);
    return at === along ? sum(own) : (own.find(isKnown) ?? own.find((size) => size !== null) ?? null);
  });
  const clash = sizes.some((size, at) => at !== along && shapes.some((own) => differs(own[at]!, size)));
  if (clash) return problem(rank, l10n.t('what it joins differs along other axes'));
  const made = outcome([tensor(sizes, short)]);
  const isData = parts.length > 1 && parts.every(({ constant, shape }) => constant === null && shape!.length > 1);
  if (!isData) return made;
  const { same, reach } = asOperator(operation, 'concatenate', { axis: along }, { data: indicesOf(operation, parts) });
  return { ...made, reach, ...(same === undefined ? {} : { same }) };
}

function indicesOf({ inputs }: Operation, parts: readonly Tensor[]): readonly number[] {
  return inputs.flatMap((input, index) => (parts.includes(input) && input.shape!.length > 0 ? [index] : []));
}

function differs(a: Dimension, b: Dimension): boolean {
  return isKnown(a) && isKnown(b) && a !== b;
}

function problem(rank: number, text: string): Outcome {
  return outcome([tensor(openSizes(rank))], { problem: text });
}

function pack({ def, inputs }: Operation): Outcome {
  const shape = inputs.map((input) => input.shape).find((own) => own !== null) ?? null;
  if (shape === null) return unknownOutcome(l10n.t('the shape of what it stacks is unknown'));
  const axis = axisOf(integerAttribute(def, 'axis') ?? 0, shape.length + 1);
  const merged = shape.map((size, at) => inputs.map((input) => input.shape?.[at] ?? null).find(isKnown) ?? size);
  const made: Shape =
    axis === null ? openSizes(shape.length + 1) : [...merged.slice(0, axis), inputs.length, ...merged.slice(axis)];
  const values = shape.length === 0 && inputs.length <= mostValues ? inputs.map((input) => scalarOf(input)) : null;
  return outcome([tensor(made, values)]);
}

function unpack({ def, inputs }: Operation): Outcome {
  const [input] = inputs;
  const shape = input?.shape ?? null;
  const count = integerAttribute(def, 'num') ?? 0;
  if (count < 1 || count > mostParts)
    return unknownOutcome(l10n.t('into how many parts it cuts its input is not known'));
  const axis = shape === null ? null : axisOf(integerAttribute(def, 'axis') ?? 0, shape.length);
  const rest = axis === null ? null : shape!.filter((_, at) => at !== axis);
  return outcome(
    Array.from({ length: count }, (_, at) =>
      tensor(rest, rest?.length === 0 && input?.values ? [input.values[at] ?? null] : null),
    ),
  );
}

function split(
  op: string,
  input: Tensor | undefined,
  where: Tensor | undefined,
  count: number,
  given: Shape | null,
): Outcome {
  if (count < 1 || count > mostParts) return unknownOutcome(l10n.t('{0} into {1} parts is not followed', op, count));
  const shape = input?.shape ?? null;
  if (shape === null) return unknownOutcome(l10n.t('the shape of its input is unknown'), count);
  const axis = axisOf(scalarOf(where), shape.length);
  const why = axis === null ? l10n.t('the axis is not known') : undefined;
  const whole = axis === null ? null : shape[axis]!;
  const fixed = (given ?? []).filter((size) => size !== -1);
  const outputs = Array.from({ length: count }, (_, part) => {
    const asked = given === null ? floorDivide(whole, count) : (given[part] ?? null);
    const size = asked === -1 ? subtract(whole, sum(fixed)) : asked;
    return tensor(axis === null ? openSizes(shape.length) : shape.map((own, at) => (at === axis ? size : own)));
  });
  return outcome(outputs, { why });
}

function tile({ inputs }: Operation): Outcome {
  const [input, times] = inputs;
  const shape = input?.shape ?? null;
  const factors = numbersOf(times);
  if (shape === null) return unknownOutcome(l10n.t('the shape of its input is unknown'));
  const why = factors === null ? l10n.t('how often it repeats its input is not known') : undefined;
  return outcome([tensor(shape.map((size, axis) => multiply(size, times?.values?.[axis] ?? null)))], { why });
}
