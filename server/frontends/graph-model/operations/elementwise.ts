import * as l10n from '@vscode/l10n';
/** Operations on each element by itself, and the arithmetic of sizes that programs do with them. */

import type { OperatorName } from '../../../../core/operators/index.ts';
import * as sizes from '../../../../core/vocabulary/dimension.ts';
import { type Dimension, isKnown, printDimension } from '../../../../core/vocabulary/dimension.ts';
import { numberAttribute, typeAttribute } from '../node-def.ts';
import {
  asOperator,
  elementsOfTensor,
  type Operation,
  type Outcome,
  outcome,
  type Rule,
  type Rules,
} from '../operation.ts';
import { mostValues, scalarOf, type Tensor, tensor, withoutBatch } from '../tensor.ts';
import { broadcastShapes } from './broadcast.ts';

export const elementwise: Rules = {
  Add: merging('add', sizes.add, (offset) => ({ scale: 1, offset })),
  AddV2: merging('add', sizes.add, (offset) => ({ scale: 1, offset })),
  AddN: merging('add', sizes.add),
  Sub: merging('subtract', sizes.subtract, (offset, at) =>
    at === 1 ? { scale: 1, offset: -offset } : { scale: -1, offset },
  ),
  Mul: merging('multiply', sizes.multiply, (scale) => ({ scale, offset: 0 })),
  Maximum: merging('maximum', sizes.maximum),
  Minimum: merging('minimum', sizes.minimum),
  BiasAdd: (operation) => withConstant(operation, 'add', combined(operation, null)),
  RealDiv: (operation) => withConstant(operation, 'divide', combined(operation, quotient)),
  Div: (operation) => withConstant(operation, 'divide', combined(operation, quotient)),
  Prelu: (operation) => prelu(operation, combined(operation, null)),
  FloorDiv: (operation) => combined(operation, sizes.floorDivide),
  ...rulesFor(['DivNoNan', 'Mod', 'FloorMod', 'Pow', 'SquaredDifference', 'Atan2'], (operation) =>
    combined(operation, null),
  ),
  ...rulesFor(
    ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'LogicalAnd', 'LogicalOr', 'LogicalXor'],
    (operation) => combined(operation, null),
  ),
  ...rulesFor(['Select', 'SelectV2', 'BitwiseAnd', 'ClipByValue'], (operation) => combined(operation, null)),
  ...rulesFor(
    [
      ...['Abs', 'Acos', 'Acosh', 'Asin', 'Asinh', 'Atan', 'Atanh', 'Ceil', 'Cos', 'Cosh', 'Erf', 'Exp', 'Expm1'],
      ...['Floor', 'Log', 'Log1p', 'LogicalNot', 'Inv', 'Reciprocal', 'Round', 'Rsqrt', 'Sign', 'Sin', 'Sinh', 'Sqrt'],
      ...['Square', 'Tan', 'Neg', 'IsNan', 'IsInf', 'IsFinite', 'ComplexAbs', 'Softsign', 'HardSwish'],
    ],
    (operation) => each(operation, 1),
  ),
  ...rulesFor(
    [
      'ZerosLike',
      'OnesLike',
      'StopGradient',
      'PreventGradient',
      'Print',
      'Real',
      'Imag',
      'Complex',
      'Copy',
      'FakeQuantWithMinMaxVars',
    ],
    (operation) => each(operation, 0),
  ),
  Relu: activation('relu'),
  Relu6: activation('relu6'),
  Elu: activation('elu'),
  Selu: activation('selu'),
  Sigmoid: activation('sigmoid'),
  Softplus: activation('softplus'),
  Tanh: activation('tanh'),
  LeakyRelu: (operation) =>
    shaped(operation, () =>
      asOperator(operation, 'leakyReLU', { alpha: numberAttribute(operation.def, 'alpha') ?? 0.2 }),
    ),
  Softmax: (operation) => shaped(operation, () => asOperator(operation, 'softmax', { axis: -1 })),
  LogSoftmax: activation('logSoftmax'),
  Identity: identity,
  Snapshot: identity,
  CheckNumerics: identity,
  Cast: cast,
  IdentityN: ({ inputs }) =>
    outcome(
      inputs.map(({ shape, values }) => tensor(shape, values)),
      { reach: 'pointwise' },
    ),
};

function rulesFor(names: readonly string[], rule: Rule): Rules {
  return Object.fromEntries(names.map((name) => [name, rule]));
}

type Arithmetic = (a: Dimension, b: Dimension) => Dimension;

/** What a known number as operand `at` makes of every value. */
type Rescale = (value: number, at: number) => { readonly scale: number; readonly offset: number };

/** Several tensors into one. Where none is a constant, a merging layer does the same; with a number, a rescaling. */
function merging(operator: OperatorName, arithmetic: Arithmetic, rescale?: Rescale): Rule {
  return (operation) => {
    const made = combined(operation, arithmetic);
    const { inputs } = operation;
    const at = inputs.length === 2 ? inputs.findIndex(({ shape }) => shape?.length === 0) : -1;
    const value = scalarOf(inputs[at]);
    if (rescale && isKnown(value) && isData(inputs[1 - at]?.shape ?? null)) {
      const { same } = asOperator(operation, 'rescaling', rescale(value, at), { data: [1 - at] });
      return same === undefined ? made : { ...made, same };
    }
    if (inputs.some(({ constant }) => constant)) return withConstant(operation, operator, made);
    const isMerge =
      inputs.length >= 2 && inputs.every(({ constant, shape, values }) => isData(shape) && !constant && !values);
    if (!isMerge || made.problem !== undefined) return made;
    const { same } = asOperator(operation, operator, {}, { data: [...inputs.keys()] });
    return same === undefined ? made : { ...made, same };
  };
}

/** With one operand that is a weight, an operator of the core computes the same, as long as that fits into the other. */
function withConstant(operation: Operation, name: string, made: Outcome): Outcome {
  const { inputs } = operation;
  const at = inputs.findIndex(({ constant }) => constant?.isReal);
  const [data, constant] = [inputs[1 - at], inputs[at]];
  const sizes = constant?.shape ?? null;
  const isSole = inputs.length === 2 && at >= 0 && !data?.constant && isData(data?.shape ?? null);
  if (!isSole || !data || !sizes?.every(isKnown) || made.problem !== undefined) return made;
  if (!sameShape(made.outputs[0]!.shape, data.shape) || !leavesBatch(sizes, data.shape)) return made;
  const raw = { operation: name, shape: sizes, reversed: at === 0 };
  const { same } = asOperator(operation, 'constantOperand', raw, { data: [1 - at], weights: { constant: at } });
  return same === undefined ? made : { ...made, same };
}

/** The first axis of data is the batch, which has no values of its own. */
function leavesBatch(constant: readonly Dimension[], data: Tensor['shape']): boolean {
  return constant.length < (data?.length ?? 0) || constant[0] === 1;
}

/** Slopes along the last axis, or along others too where they are of size 1. */
function prelu(operation: Operation, made: Outcome): Outcome {
  const [data, slopes] = operation.inputs;
  const [shape, sizes] = [data?.shape ?? null, slopes?.shape ?? null];
  if (!shape || !sizes || !slopes?.constant || sizes.length !== shape.length - 1) return made;
  const sharedAxes = sizes.flatMap((size, axis) => (size === 1 ? [axis + 1] : []));
  const { same } = asOperator(operation, 'prelu', { sharedAxes }, { weights: { alpha: 1 } });
  return same === undefined ? made : { ...made, same };
}

function isData(shape: Tensor['shape']): boolean {
  return shape !== null && shape.length > 0;
}

function combined({ inputs }: Operation, arithmetic: Arithmetic | null): Outcome {
  const { shape, disagrees } = broadcastShapes(inputs.map((input) => input.shape));
  const values = arithmetic === null ? null : combineValues(inputs, arithmetic);
  const made = tensor(shape, values);
  const cost = { otherOps: sizes.multiply(Math.max(1, inputs.length - 1), elementsOfTensor(made)) };
  const problem = disagrees
    ? l10n.t('sizes {0} and {1} do not fit together', ...disagrees.map(printDimension))
    : undefined;
  return outcome([made], { cost, reach: 'pointwise', problem });
}

function combineValues(inputs: readonly Tensor[], arithmetic: Arithmetic): readonly Dimension[] | null {
  const lists = inputs.map(({ values }) => values).filter((values) => values !== null);
  if (lists.length < inputs.length || lists.length === 0) return null;
  const length = Math.max(...lists.map((list) => list.length));
  const isSimple = length <= mostValues && lists.every((list) => list.length === 1 || list.length === length);
  if (!isSimple || inputs.some(({ shape }) => shape === null || shape.length > 1)) return null;
  return Array.from({ length }, (_, at) => {
    const [first = null, ...rest] = lists.map((list): Dimension => list[list.length === 1 ? 0 : at] ?? null);
    return rest.reduce((a, b) => arithmetic(a, b), first);
  });
}

function quotient(a: Dimension, b: Dimension): Dimension {
  if (isKnown(a) && isKnown(b) && b !== 0) return a / b;
  return b === 1 ? a : null;
}

function each({ inputs }: Operation, operations: number): Outcome {
  const made = tensor(inputs[0]?.shape ?? null);
  return outcome([made], {
    cost: { otherOps: sizes.multiply(operations, elementsOfTensor(made)) },
    reach: 'pointwise',
  });
}

function activation(name: string): Rule {
  return (operation) => shaped(operation, () => asOperator(operation, 'activation', { activation: name }));
}

/** Operators have no single numbers. */
function shaped(operation: Operation, make: () => Outcome): Outcome {
  return isData(operation.inputs[0]?.shape ?? null) ? make() : each(operation, 1);
}

function identity(operation: Operation): Outcome {
  const [input] = operation.inputs;
  const made = shaped(operation, () => asOperator(operation, 'activation', { activation: 'linear' }));
  return { ...made, outputs: [tensor(input?.shape ?? null, input?.values ?? null)] };
}

function cast(operation: Operation): Outcome {
  const { def, inputs } = operation;
  const [input] = inputs;
  const isWhole = /^DT_U?INT/.test(typeAttribute(def, 'DstT') ?? '');
  const values = input?.values?.map((value) => (isWhole ? wholePart(value) : value)) ?? null;
  const made = outcome([tensor(input?.shape ?? null, values)], { reach: 'pointwise' });
  // Engines compute with real numbers throughout.
  const { same } =
    isWhole || !isData(made.outputs[0]!.shape) ? {} : asOperator(operation, 'activation', { activation: 'linear' });
  return same === undefined ? made : { ...made, same };
}

/** Casting cuts the fraction off. An expression with fractions in it is no longer followed. */
function wholePart(value: Dimension): Dimension {
  if (value === null || isKnown(value)) return value === null ? null : Math.trunc(value);
  return value.terms.every(({ coefficient }) => Number.isInteger(coefficient)) ? value : null;
}

/** Two shapes that print alike, the batch left open. */
export function sameShape(a: Tensor['shape'], b: Tensor['shape']): boolean {
  if (a === null || b === null || a.length !== b.length) return false;
  const other = withoutBatch(b);
  return withoutBatch(a).every((size, axis) => printDimension(size) === printDimension(other[axis]!));
}
