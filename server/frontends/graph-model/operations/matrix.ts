import * as l10n from '@vscode/l10n';
import { type Dimension, isKnown, multiply, product } from '../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../core/vocabulary/operator.ts';
import { flagAttribute, textAttribute } from '../node-def.ts';
import {
  asOperator,
  elementsOfTensor,
  type Operation,
  type Outcome,
  outcome,
  type Rules,
  unknownOutcome,
} from '../operation.ts';
import { atBatchOne, mostValues, type Tensor, tensor } from '../tensor.ts';
import { broadcastShapes } from './broadcast.ts';
import { fusedInto } from './fused.ts';

export const matrixProducts: Rules = {
  MatMul: (operation) => product2d(operation),
  _FusedMatMul: (operation) => product2d(operation),
  BatchMatMul: (operation) => batched(operation),
  BatchMatMulV2: (operation) => batched(operation),
  Einsum: einsum,
};

/** A matrix times constants is what a fully connected layer is. */
function product2d(operation: Operation): Outcome {
  const { def, inputs } = operation;
  const fused = fusedInto(operation);
  if (fused === null) return unknownOutcome(l10n.t('what is fused into it cannot be read'));
  const { rows, inner, columns, disagree } = factors(operation, 'transpose_a', 'transpose_b');
  const isDense =
    inputs[0]?.shape?.length === 2 &&
    inputs[1]?.constant != null &&
    !flagAttribute(def, 'transpose_a') &&
    !flagAttribute(def, 'transpose_b');
  const weights = { kernel: 1, ...fused.weights };
  const attributes = { units: columns, activation: fused.activation, useBias: fused.useBias };
  if (isDense && disagree === undefined && inputs[0]?.shape?.[1] !== null) {
    return asOperator(operation, 'dense', attributes, { weights, runs: fused.runs });
  }
  const made = tensor([rows, columns]);
  const elements = elementsOfTensor(made);
  const cost = {
    macs: multiply(elements, inner),
    biasAdds: fused.useBias ? elements : 0,
    otherOps: fused.activation === 'linear' ? 0 : elements,
  };
  return outcome([made], { cost, reach: 'whole', problem: disagree });
}

function batched(operation: Operation): Outcome {
  const [a, b] = operation.inputs;
  if (!a?.shape || !b?.shape) return unknownOutcome(l10n.t('the shape of what it multiplies is unknown'));
  const { rows, inner, columns, disagree } = factors(operation, 'adj_x', 'adj_y');
  const { shape } = broadcastShapes([a.shape.slice(0, -2), b.shape.slice(0, -2)]);
  const made = tensor([...(shape ?? []), rows, columns]);
  return outcome([made], {
    cost: { macs: multiply(elementsOfTensor(made), inner) },
    reach: 'whole',
    problem: disagree,
  });
}

interface Factors {
  readonly rows: Dimension;
  readonly inner: Dimension;
  readonly columns: Dimension;
  readonly disagree: string | undefined;
}

/** What a product of the last two axes has for sizes. */
function factors({ def, inputs }: Operation, transposeA: string, transposeB: string): Factors {
  const [rows, left] = lastTwo(inputs[0], flagAttribute(def, transposeA));
  const [right, columns] = lastTwo(inputs[1], flagAttribute(def, transposeB));
  const disagree =
    isKnown(left) && isKnown(right) && left !== right
      ? l10n.t('it multiplies {0} columns by {1} rows', left, right)
      : undefined;
  return { rows, inner: isKnown(right) ? right : left, columns, disagree };
}

function lastTwo(operand: Tensor | undefined, transposed: boolean): readonly [Dimension, Dimension] {
  const rows = operand?.shape?.at(-2) ?? null;
  const columns = operand?.shape?.at(-1) ?? null;
  return transposed ? [columns, rows] : [rows, columns];
}

/** Sums of products by letters: `bij,bjk->bik`. Every letter that occurs is a loop, so the product of all is the work. */
function einsum({ def, inputs }: Operation): Outcome {
  const equation = textAttribute(def, 'equation')?.replaceAll(' ', '') ?? '';
  const [from, to, ...more] = equation.split('->');
  const terms = from?.split(',') ?? [];
  const plain = /^[A-Za-z,]+$/.test(from ?? '') && /^[A-Za-z]*$/.test(to ?? '') && equation.length < mostValues;
  if (!plain || to === undefined || more.length > 0 || terms.length !== inputs.length) {
    return unknownOutcome(l10n.t('its equation cannot be read'));
  }
  const sizes = new Map<string, Dimension>();
  for (const [index, term] of terms.entries()) {
    const shape: Shape | null | undefined = inputs[index]?.shape;
    for (const [axis, letter] of [...term].entries()) {
      sizes.set(letter, sizes.get(letter) ?? shape?.[axis] ?? null);
    }
  }
  const macs = inputs.length > 1 ? atBatchOne(product([...sizes.values()])) : 0;
  return outcome([tensor([...to].map((letter) => sizes.get(letter) ?? null))], { cost: { macs } });
}
