import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import type { Dimension } from '../../../../core/vocabulary/dimension.ts';
import {
  add,
  ceilDivide,
  floorDivide,
  multiply,
  same,
  subtract,
  symbol,
} from '../../../../core/vocabulary/dimension.ts';
import { boundedText } from './extent.ts';
import { isSameMember } from './library-member.ts';
import { derived, isEqualTo, isNothing, negated } from './questions.ts';
import type { Unknown } from './unknown.ts';
import type { Value } from './values.ts';
import { isKind, unknown } from './values.ts';

/** The value as a size: a number, an expression, or a parameter's own name; null when it is none of these. */
export function toDimension(value: Value): Dimension {
  if (typeof value === 'number') return value;
  if (isKind(value, 'number')) return value.expression;
  if (isKind(value, 'unknown') && value.symbol !== null) return symbol(value.symbol);
  return null;
}

export function fromDimension(dimension: Dimension, why?: string): Value {
  if (typeof dimension === 'number') return dimension;
  return dimension === null ? unknown(why ?? l10n.t('an unknown size')) : { kind: 'number', expression: dimension };
}

/** Whether a condition holds; undefined when that is unknown. */
export function truth(value: Value): boolean | undefined {
  if (isKind(value, 'unknown') || isKind(value, 'number')) return undefined;
  return Boolean(value);
}

/** `a ∘ b` for every binary operator but the short-circuiting ones and assignments. */
export function binary(operator: ts.SyntaxKind, a: Value, b: Value): Value {
  if (isPrimitive(a) && isPrimitive(b)) return foldPrimitives(operator, a, b);
  switch (operator) {
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsToken:
      return equal(a, b, operator === ts.SyntaxKind.EqualsEqualsToken);
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsToken:
      return not(equal(a, b, operator === ts.SyntaxKind.ExclamationEqualsToken));
    case ts.SyntaxKind.PlusToken:
      return typeof a === 'string' || typeof b === 'string' ? concatenate(a, b) : symbolic(add, a, b);
    case ts.SyntaxKind.MinusToken:
      return symbolic(subtract, a, b);
    case ts.SyntaxKind.AsteriskToken:
      return symbolic(multiply, a, b);
    case ts.SyntaxKind.SlashToken:
      return typeof b === 'number' && b !== 0 ? symbolic(multiply, a, 1 / b) : cannot(a, b);
    case ts.SyntaxKind.GreaterThanGreaterThanToken:
      return typeof b === 'number' ? symbolic(floorDivide, a, 2 ** b) : cannot(a, b);
    case ts.SyntaxKind.LessThanLessThanToken:
      return typeof b === 'number' ? symbolic(multiply, a, 2 ** b) : cannot(a, b);
    case ts.SyntaxKind.LessThanToken:
      return derived('<', [a, b], cannot(a, b).why);
    case ts.SyntaxKind.GreaterThanToken:
      return derived('<', [b, a], cannot(a, b).why);
    case ts.SyntaxKind.LessThanEqualsToken:
      return not(derived('<', [b, a], cannot(a, b).why));
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return not(derived('<', [a, b], cannot(a, b).why));
    case ts.SyntaxKind.BarToken:
      return b === 0 ? roundDown(a) : cannot(a, b);
    default:
      return cannot(a, b);
  }
}

/** ⌊a⌋. A half of an even thing is not recognised as whole; the floor stays in the expression. */
export function roundDown(value: Value): Value {
  return round(value, floorDivide);
}

/** ⌈a⌉. */
export function roundUp(value: Value): Value {
  return round(value, ceilDivide);
}

function round(value: Value, divide: (a: Dimension, b: Dimension) => Dimension): Value {
  const dimension = toDimension(value);
  if (dimension === null || typeof dimension === 'number') return unknown(l10n.t('rounding an unknown number'));
  for (let denominator = 1; denominator <= 64; denominator += 1) {
    if (isWhole(multiply(dimension, denominator))) {
      return fromDimension(divide(multiply(dimension, denominator), denominator));
    }
  }
  return unknown(l10n.t('rounding an unknown number'));
}

function isWhole(dimension: Dimension): boolean {
  if (dimension === null) return false;
  return typeof dimension === 'number'
    ? Number.isInteger(dimension)
    : dimension.terms.every((term) => Number.isInteger(term.coefficient));
}

function symbolic(operation: (a: Dimension, b: Dimension) => Dimension, a: Value, b: Value): Value {
  const [left, right] = [toDimension(a), toDimension(b)];
  return left === null || right === null ? cannot(a, b) : fromDimension(operation(left, right));
}

/** Text with a hole keeps its hole: names made of unknown parts are unknown. */
function concatenate(a: Value, b: Value): Value {
  const text = toText(a);
  const other = toText(b);
  return text === null || other === null ? cannot(a, b) : boundedText(text + other);
}

export function toText(value: Value): string | null {
  if (isPrimitive(value)) return String(value);
  if (!isKind(value, 'array')) return null;
  const parts = value.elements.map((element) => (element === null || element === undefined ? '' : toText(element)));
  return parts.includes(null) ? null : parts.join(',');
}

function equal(a: Value, b: Value, loose: boolean): Value {
  if (isKind(a, 'unknown')) return equalTo(a, b, loose);
  if (isKind(b, 'unknown')) return equalTo(b, a, loose);
  const isSymbolic = isKind(a, 'number') || isKind(b, 'number');
  if (isSymbolic) {
    if (!isNumeric(a) || !isNumeric(b)) return false;
    return same(toDimension(a), toDimension(b)) ?? cannot(a, b);
  }
  if (loose && (a === null || a === undefined)) return b === null || b === undefined;
  if (isKind(a, 'library') && isKind(b, 'library')) return isSameMember(a, b);
  if (isKind(a, 'global') && isKind(b, 'global')) return true;
  return a === b;
}

function equalTo(a: Unknown, b: Value, loose: boolean): Value {
  if (loose && (b === null || b === undefined)) return isNothing(a);
  if (isPrimitive(b)) return isEqualTo(a, b);
  return a === b ? true : derived('===', [a, b], a.why);
}

function isNumeric(value: Value): boolean {
  return typeof value === 'number' || isKind(value, 'number');
}

export function not(value: Value): Value {
  const known = truth(value);
  if (known !== undefined) return !known;
  return isKind(value, 'unknown') ? negated(value) : cannot(value, value);
}

function cannot(a: Value, b: Value): Unknown {
  const cause = [a, b].find((value) => isKind(value, 'unknown'));
  return unknown(isKind(cause, 'unknown') ? cause.why : l10n.t('not a constant'));
}

type Primitive = undefined | null | boolean | number | bigint | string;

export function isPrimitive(value: Value): value is Primitive {
  return typeof value !== 'object' || value === null;
}

/** Plain JavaScript on constants; what throws there is unknown here. */
function foldPrimitives(operator: ts.SyntaxKind, left: Primitive, right: Primitive): Value {
  const fold = folds[operator];
  if (!fold) return unknown(l10n.t('an operator that is not interpreted'));
  try {
    // The operators coerce at run time exactly as they do here; the types only see numbers.
    const result = isTooLarge(operator, left, right) ? null : fold(left as number, right as number);
    if (result === null || isLargeBigInt(result)) return unknown(l10n.t('a number with very many digits'));
    return typeof result === 'string' ? boundedText(result) : result;
  } catch {
    return unknown(l10n.t('an operation that throws'));
  }
}

/** Powers of whole numbers of any size have as many digits as their exponents say. */
function isTooLarge(operator: ts.SyntaxKind, left: Primitive, right: Primitive): boolean {
  const grows = operator === ts.SyntaxKind.AsteriskAsteriskToken || operator === ts.SyntaxKind.LessThanLessThanToken;
  return grows && typeof left === 'bigint' && typeof right === 'bigint' && right > mostBits;
}

function isLargeBigInt(value: Value): boolean {
  return typeof value === 'bigint' && BigInt.asIntN(Number(mostBits), value) !== value;
}

const mostBits = 4096n;

const folds: { readonly [operator in ts.SyntaxKind]?: (a: number, b: number) => Value } = {
  [ts.SyntaxKind.PlusToken]: (a, b) => a + b,
  [ts.SyntaxKind.MinusToken]: (a, b) => a - b,
  [ts.SyntaxKind.AsteriskToken]: (a, b) => a * b,
  [ts.SyntaxKind.SlashToken]: (a, b) => a / b,
  [ts.SyntaxKind.PercentToken]: (a, b) => a % b,
  [ts.SyntaxKind.AsteriskAsteriskToken]: (a, b) => a ** b,
  [ts.SyntaxKind.LessThanToken]: (a, b) => a < b,
  [ts.SyntaxKind.GreaterThanToken]: (a, b) => a > b,
  [ts.SyntaxKind.LessThanEqualsToken]: (a, b) => a <= b,
  [ts.SyntaxKind.GreaterThanEqualsToken]: (a, b) => a >= b,
  // biome-ignore lint/suspicious/noDoubleEquals: this is what the program under analysis wrote.
  [ts.SyntaxKind.EqualsEqualsToken]: (a, b) => a == b,
  // biome-ignore lint/suspicious/noDoubleEquals: this is what the program under analysis wrote.
  [ts.SyntaxKind.ExclamationEqualsToken]: (a, b) => a != b,
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: (a, b) => a === b,
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: (a, b) => a !== b,
  [ts.SyntaxKind.AmpersandToken]: (a, b) => a & b,
  [ts.SyntaxKind.BarToken]: (a, b) => a | b,
  [ts.SyntaxKind.CaretToken]: (a, b) => a ^ b,
  [ts.SyntaxKind.LessThanLessThanToken]: (a, b) => a << b,
  [ts.SyntaxKind.GreaterThanGreaterThanToken]: (a, b) => a >> b,
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken]: (a, b) => a >>> b,
};
