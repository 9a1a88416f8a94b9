import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import { maximum, minimum } from '../../../../core/vocabulary/dimension.ts';
import { binary, fromDimension, isPrimitive, roundDown, roundUp, toDimension } from '../values/numbers.ts';
import type { NativeFunction, Value } from '../values/values.ts';
import { native, unknown } from '../values/values.ts';

const constants = ['E', 'LN10', 'LN2', 'LOG10E', 'LOG2E', 'PI', 'SQRT1_2', 'SQRT2'] as const;

const functions = [
  ...['abs', 'acos', 'asin', 'atan', 'atan2', 'cbrt', 'ceil', 'cos', 'cosh', 'exp', 'expm1', 'floor', 'fround'],
  ...['hypot', 'imul', 'log', 'log10', 'log1p', 'log2', 'max', 'min', 'pow', 'round', 'sign', 'sin', 'sqrt', 'tan'],
  ...['tanh', 'trunc', 'clz32', 'sinh', 'asinh', 'acosh', 'atanh'],
] as const;

/** `Math`: constants are computed, sizes that have a name stay symbolic where that has a meaning. */
export const math = (): NativeFunction =>
  native('Math', () => unknown(l10n.t('Math is no function')), {
    isObject: true,
    members: {
      ...Object.fromEntries(constants.map((name) => [name, Math[name]])),
      ...Object.fromEntries(functions.map((name) => [name, native(name, (args) => compute(name, args))])),
      random: native('random', () => unknown(l10n.t('a random number'))),
    },
  });

function compute(name: (typeof functions)[number], args: readonly Value[]): Value {
  if (args.every(isPrimitive)) {
    const operation = Math[name] as (...values: readonly number[]) => number;
    return operation(...args.map(Number));
  }
  switch (name) {
    case 'floor':
    case 'trunc':
      return roundDown(args[0]);
    case 'ceil':
      return roundUp(args[0]);
    case 'max':
      return fromDimension(maximum(...args.map(toDimension)));
    case 'min':
      return fromDimension(minimum(...args.map(toDimension)));
    case 'round':
      return roundDown(binary(ts.SyntaxKind.PlusToken, args[0], 0.5));
    default:
      return unknown(l10n.t('a function of something unknown'));
  }
}
