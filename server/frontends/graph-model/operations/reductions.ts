import * as l10n from '@vscode/l10n';
/** Operations that reduce axes to one value. */

import type { OperatorName } from '../../../../core/operators/index.ts';
import { product } from '../../../../core/vocabulary/dimension.ts';
import { flagAttribute } from '../node-def.ts';
import {
  asOperator,
  elementsOfTensor,
  type Operation,
  type Outcome,
  outcome,
  type Rule,
  type Rules,
  unknownOutcome,
} from '../operation.ts';
import { axisOf, lengthOf, openSizes, scalarOf, type Tensor, tensor } from '../tensor.ts';

export const reductions: Rules = {
  Mean: reducing('globalAveragePooling2d'),
  Max: reducing('globalMaxPooling2d'),
  ...Object.fromEntries(['Sum', 'Min', 'All', 'Any', 'EuclideanNorm'].map((op) => [op, reducing()])),
  Prod: (operation) => {
    const made = reducing()(operation);
    const values = operation.inputs[0]?.values;
    const [output] = made.outputs;
    return values && output?.shape?.length === 0 ? { ...made, outputs: [tensor([], [product(values)])] } : made;
  },
  ArgMax: place,
  ArgMin: place,
  Cumsum: same,
  Cumprod: same,
  Reverse: same,
  ReverseV2: same,
  LRN: same,
  FFT: same,
  IFFT: same,
  MatrixBandPart: same,
  TensorScatterUpdate: same,
  TopKV2: top,
};

function reducing(pooling?: OperatorName): Rule {
  return (operation) => {
    const [input, axes] = operation.inputs;
    const keeps = flagAttribute(operation.def, 'keep_dims') || flagAttribute(operation.def, 'keepDims');
    const made = reduce(input, axesOf(input, axes), lengthOf(axes) ?? (axes?.shape?.length === 0 ? 1 : null), keeps);
    const isPooling = input?.shape?.length === 4 && axesOf(input, axes)?.toSorted().join() === '1,2';
    if (pooling === undefined || !isPooling) return made;
    const { same: alike } = asOperator(operation, pooling, { keepDims: keeps });
    return alike === undefined ? made : { ...made, reach: 'whole', same: alike };
  };
}

/** The axes from the front; null when they are unknown. */
function axesOf(input: Tensor | undefined, axes: Tensor | undefined): readonly number[] | null {
  const rank = input?.shape?.length ?? 0;
  const known = axes?.values?.map((axis) => axisOf(axis, rank)).filter((axis) => axis !== null);
  return known && known.length === axes?.values?.length ? known : null;
}

function reduce(
  input: Tensor | undefined,
  axes: readonly number[] | null,
  count: number | null,
  keeps: boolean,
): Outcome {
  const shape = input?.shape ?? null;
  if (shape === null) return unknownOutcome(l10n.t('the shape of its input is unknown'));
  const cost = { otherOps: input === undefined ? null : elementsOfTensor(input) };
  if (axes !== null) {
    const made = shape.flatMap((size, axis) => (!axes.includes(axis) ? [size] : keeps ? [1] : []));
    return outcome([tensor(made)], { cost, reach: 'whole' });
  }
  const why = l10n.t('the axes are not known');
  // All axes: which they are does not matter.
  if (count === shape.length) return outcome([tensor(keeps ? shape.map(() => 1) : [])], { cost, reach: 'whole' });
  if (keeps) return outcome([tensor(openSizes(shape.length))], { cost, why });
  return outcome([tensor(count === null ? null : openSizes(Math.max(0, shape.length - count)))], { cost, why });
}

function place({ inputs }: Operation): Outcome {
  const [input, dimension] = inputs;
  const shape = input?.shape ?? null;
  const axis = shape?.length === 1 ? 0 : axisOf(scalarOf(dimension), shape?.length ?? 0);
  return reduce(input, axis === null ? null : [axis], 1, false);
}

function same({ inputs }: Operation): Outcome {
  const [input] = inputs;
  return outcome([tensor(input?.shape ?? null)], { cost: { otherOps: input ? elementsOfTensor(input) : null } });
}

function top({ inputs }: Operation): Outcome {
  const [input, count] = inputs;
  const shape = input?.shape ? [...input.shape.slice(0, -1), scalarOf(count)] : null;
  const why = count?.values ? undefined : l10n.t('how many it keeps is not known');
  return outcome([tensor(shape), tensor(shape)], { why });
}
