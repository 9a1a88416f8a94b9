/** Operations on shapes and sequences of numbers. */
import * as l10n from '@vscode/l10n';
import { add, type Dimension, isKnown, product, subtract } from '../../../../core/vocabulary/dimension.ts';
import { type Operation, type Outcome, outcome, type Rules, unknownOutcome } from '../operation.ts';
import { lengthOf, mostValues, openSizes, scalarOf, type Tensor, tensor } from '../tensor.ts';

export const ranges: Rules = {
  Shape: ({ inputs }) => {
    const shape = inputs[0]?.shape ?? null;
    return outcome([tensor([shape === null ? null : shape.length], shape)]);
  },
  ShapeN: ({ inputs }) => outcome(inputs.map(({ shape }) => tensor([shape === null ? null : shape.length], shape))),
  Size: ({ inputs }) => outcome([tensor([], [inputs[0]?.shape ? product(inputs[0].shape) : null])]),
  Rank: ({ inputs }) => outcome([tensor([], [inputs[0]?.shape?.length ?? null])]),
  Range: range,
  Fill: ({ inputs }) => filled(inputs[0], inputs[1]),
  BroadcastTo: ({ inputs }) => filled(inputs[1]),
  BroadcastArgs: () => unknownOutcome(l10n.t('its shape follows from values')),
  LinSpace: ({ inputs }) => outcome([tensor([scalarOf(inputs[2])])]),
  Ones: ({ inputs }) => filled(inputs[0]),
  Zeros: ({ inputs }) => filled(inputs[0]),
  ScatterNd: ({ inputs }) => filled(inputs[2]),
  // Where nothing is put in, all is what it is by default.
  SparseToDense: ({ inputs }) => filled(inputs[1], inputs[0]?.shape?.[0] === 0 ? inputs[3] : undefined),
  Multinomial: ({ inputs }) => outcome([tensor([inputs[0]?.shape?.[0] ?? null, scalarOf(inputs[1])])]),
  Bincount: ({ inputs }) => outcome([tensor([scalarOf(inputs[1])])]),
  // How many different elements there are depends on the data.
  Unique: ({ inputs }) => outcome([tensor([null]), tensor(inputs[0]?.shape ?? null)]),
  ListDiff: () => outcome([tensor([null]), tensor([null])]),
  LowerBound: ({ inputs }) => outcome([tensor(inputs[1]?.shape ?? null)]),
  UpperBound: ({ inputs }) => outcome([tensor(inputs[1]?.shape ?? null)]),
  RandomUniformInt: ({ inputs }) => filled(inputs[0]),
  RandomUniform: ({ inputs }) => filled(inputs[0]),
  RandomStandardNormal: ({ inputs }) => filled(inputs[0]),
  TruncatedNormal: ({ inputs }) => filled(inputs[0]),
  OneHot: ({ inputs }) => {
    const shape = inputs[0]?.shape ?? null;
    return outcome([tensor(shape === null ? null : [...shape, scalarOf(inputs[1])])]);
  },
};

function filled(shape: Tensor | undefined, value?: Tensor): Outcome {
  if (!shape?.values) {
    const rank = lengthOf(shape);
    return outcome([tensor(rank === null ? null : openSizes(rank))], { why: l10n.t('its shape is not known') });
  }
  const [length, ...more] = shape.values;
  const isShort = more.length === 0 && isKnown(length ?? null) && Number(length) <= mostValues;
  const values = isShort && value ? Array.from({ length: Math.max(0, Number(length)) }, () => scalarOf(value)) : null;
  return outcome([tensor(shape.values, values)]);
}

function range({ inputs }: Operation): Outcome {
  const [start, limit, delta] = inputs.map((input): Dimension => scalarOf(input));
  if (delta === 1 && start !== undefined && limit !== undefined && !(isKnown(start) && isKnown(limit))) {
    return outcome([tensor([subtract(limit, start)])]);
  }
  if (!isKnown(start ?? null) || !isKnown(limit ?? null) || !isKnown(delta ?? null) || delta === 0) {
    return outcome([tensor([null])]);
  }
  const length = Math.max(0, Math.ceil((Number(limit) - Number(start)) / Number(delta)));
  const values = length <= mostValues ? Array.from({ length }, (_, at) => add(start!, at * Number(delta))) : null;
  return outcome([tensor([length], values)]);
}
