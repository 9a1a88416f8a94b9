import { type Dimension, isKnown } from '../../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../../core/vocabulary/operator.ts';
import type { Operation, Operations } from './outcome.ts';
import { unknownOutcome } from './outcome.ts';
import { differ, shapeOfOperand } from './shapes.ts';

/** Each element by itself, or in its row: the shape stays. */
const keeping = [
  ...['abs', 'acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'ceil', 'clipByValue', 'cos', 'cosh', 'elu', 'erf'],
  ...['exp', 'expm1', 'floor', 'isFinite', 'isInf', 'isNaN', 'leakyRelu', 'log', 'log1p', 'logSigmoid', 'logSoftmax'],
  ...['logicalNot', 'neg', 'reciprocal', 'relu', 'relu6', 'round', 'rsqrt', 'selu', 'sigmoid', 'sign', 'sin', 'sinh'],
  ...['softmax', 'softplus', 'sqrt', 'square', 'step', 'tan', 'tanh', 'reverse', 'clone'],
  ...['variable', 'zerosLike', 'onesLike', 'keep', 'localResponseNormalization'],
] as const;

/** Two operands whose shapes are stretched over each other. */
const broadcasting = [
  ...['add', 'sub', 'mul', 'div', 'divNoNan', 'floorDiv', 'mod', 'pow', 'maximum', 'minimum', 'squaredDifference'],
  ...['atan2', 'equal', 'notEqual', 'greater', 'greaterEqual', 'less', 'lessEqual', 'logicalAnd', 'logicalOr'],
  ...['logicalXor', 'prelu'],
] as const;

const keep: Operation = ([tensor], run) => ({ shape: shapeOfOperand(tensor, run) });

function toType(dtype: string): Operation {
  return ([tensor], run) => ({ shape: shapeOfOperand(tensor, run), dtype });
}

const cast: Operation = ([tensor, dtype], run) => ({
  shape: shapeOfOperand(tensor, run),
  dtype: typeof dtype === 'string' ? dtype : null,
});

function broadcast(operation: string): Operation {
  return ([a, b], run) => {
    const [first, second] = [shapeOfOperand(a, run), shapeOfOperand(b, run)];
    if (!first || !second) return unknownOutcome;
    const shape = stretched(first, second);
    return shape ? { shape } : { fault: { kind: 'operands', operation, shapes: [first, second] }, at: 1 };
  };
}

/** The shape that two are stretched to; null when they certainly cannot be. */
function stretched(a: Shape, b: Shape): Shape | null {
  const rank = Math.max(a.length, b.length);
  const sizeOf = (shape: Shape, axis: number): Dimension => {
    const at = axis - (rank - shape.length);
    return at < 0 ? 1 : (shape[at] ?? null);
  };
  const shape: Dimension[] = [];
  for (let axis = 0; axis < rank; axis += 1) {
    const [first, second] = [sizeOf(a, axis), sizeOf(b, axis)];
    if (differ(first, second) && first !== 1 && second !== 1) return null;
    shape.push(first === 1 ? second : second === 1 || isKnown(first) ? first : second);
  }
  return shape;
}

export const elementwise: Operations = {
  ...Object.fromEntries(keeping.map((name) => [name, keep])),
  ...Object.fromEntries(broadcasting.map((name) => [name, broadcast(name)])),
  cast,
  asType: cast,
  toFloat: toType('float32'),
  toInt: toType('int32'),
  toBool: toType('bool'),
};
