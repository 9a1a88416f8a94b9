import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import { isIn, isInstance } from '../builtins/instances.ts';
import { eitherWay, type Outcome } from '../flow/branches.ts';
import { decided } from '../flow/conditions.ts';
import { forkOn, onlyWays, twoWays } from '../flow/forks.ts';
import { joinAll } from '../flow/join.ts';
import { toNumber, toPrimitive } from '../values/coercion.ts';
import { evaluate } from '../values/machine.ts';
import { binary, truth } from '../values/numbers.ts';
import { memberName } from '../values/property-name.ts';
import { combined, isNothing as isNothingAt } from '../values/questions.ts';
import type { Fork, Unknown } from '../values/unknown.ts';
import type { CallSite, Run, Scope, Value } from '../values/values.ts';
import { isKind, isStructured, unknown } from '../values/values.ts';
import { evaluateFunction } from './functions.ts';
import { assignTo } from './patterns.ts';

export function evaluateBinary(node: ts.BinaryExpression, scope: Scope): Value {
  const operator = node.operatorToken.kind;
  switch (operator) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
      return shortCircuit(operator, evaluate(node.left, scope), node.right, scope);
    case ts.SyntaxKind.CommaToken:
      evaluate(node.left, scope);
      return evaluate(node.right, scope);
    case ts.SyntaxKind.InKeyword:
      return isIn(leftOfIn(node.left, scope), evaluate(node.right, scope));
    case ts.SyntaxKind.InstanceOfKeyword:
      return isInstance(evaluate(node.left, scope), evaluate(node.right, scope), { node, scope });
    default:
      return compute(operator, evaluate(node.left, scope), evaluate(node.right, scope), { node, scope });
  }
}

/** Operators on objects work on what these are as numbers or texts; identity does not. */
function compute(operator: ts.SyntaxKind, left: Value, right: Value, site: CallSite): Value {
  if (operator === ts.SyntaxKind.EqualsEqualsEqualsToken || operator === ts.SyntaxKind.ExclamationEqualsEqualsToken) {
    return binary(operator, left, right);
  }
  const isEquality = operator === ts.SyntaxKind.EqualsEqualsToken || operator === ts.SyntaxKind.ExclamationEqualsToken;
  const isIdentity = isStructured(left) === isStructured(right) || isNothing(left) || isNothing(right);
  if (isEquality && isIdentity) return binary(operator, left, right);
  const hint = isEquality || operator === ts.SyntaxKind.PlusToken ? 'default' : 'number';
  return binary(operator, toPrimitive(left, hint, site), toPrimitive(right, hint, site));
}

function isNothing(value: Value): value is null | undefined {
  return value === null || value === undefined;
}

/**
 * `a || b`, `a && b`, `a ?? b`. A parameter without an argument takes its default here too:
 * `options.filters || 32` is 32.
 */
function shortCircuit(operator: ts.SyntaxKind, left: Value, right: ts.Expression, scope: Scope): Value {
  const isMissingArgument = isKind(left, 'unknown') && left.symbol !== null;
  if (operator !== ts.SyntaxKind.AmpersandAmpersandToken && isMissingArgument) return evaluate(right, scope);
  if (operator === ts.SyntaxKind.QuestionQuestionToken) {
    if (isKind(left, 'unknown')) return unlessNothing(left, right, scope);
    return left === null || left === undefined ? evaluate(right, scope) : left;
  }
  // Sizes that have a name are positive.
  const known = isKind(left, 'number') ? true : (truth(left) ?? decided(left, scope.frame.run));
  const isOr = operator === ts.SyntaxKind.BarBarToken;
  if (known !== undefined) return known === isOr ? left : evaluate(right, scope);
  const more = () => evaluate(right, scope);
  const { fork, ways } = twoWays<() => Value>(left, isOr ? () => left : more, isOr ? more : () => left);
  return either(left, ways, fork, isOr, scope);
}

/** `a ?? b` of an `a` that may be there. */
function unlessNothing(left: Unknown, right: ts.Expression, scope: Scope): Value {
  const { run } = scope.frame;
  const known = decided(isNothingAt(left), run);
  if (known !== undefined) return known ? evaluate(right, scope) : left;
  const ways = [() => evaluate(right, scope), () => left];
  const fork = forkOn(isNothingAt(left));
  return joinEnds(
    run,
    fork,
    eitherWay<Value>(run, left.why, ways, () => true, fork),
    ways.length,
    left.why,
  );
}

/** The join of both sides; of two unknown conditions, the one condition `a && b` or `a || b`. */
function either(left: Value, ways: readonly (() => Value)[], fork: Fork, isOr: boolean, scope: Scope): Value {
  const { run } = scope.frame;
  const why = whyOf(left);
  const ends = eitherWay<Value>(run, why, ways, () => true, fork);
  const right = ends.map(({ result }) => result).find((value) => value !== left);
  const together = isKind(left, 'unknown') ? combined(isOr ? 'either' : 'both', left, right) : null;
  if (together !== null) return together;
  return joinEnds(run, fork, ends, ways.length, why);
}

function joinEnds(run: Run, fork: Fork, ends: readonly Outcome<Value>[], count: number, why: string): Value {
  const met = onlyWays(
    fork,
    ends.map(({ way }) => way),
    count,
  );
  return joinAll(
    run,
    met,
    ends.map(({ result }) => result),
    why,
  );
}

export function evaluateConditional(node: ts.ConditionalExpression, scope: Scope): Value {
  const { run } = scope.frame;
  const condition = evaluate(node.condition, scope);
  const known = truth(condition) ?? decided(condition, run);
  if (known !== undefined) return evaluate(known ? node.whenTrue : node.whenFalse, scope);
  const why = whyOf(condition);
  const { fork, ways } = twoWays(
    condition,
    () => evaluate(node.whenTrue, scope),
    () => evaluate(node.whenFalse, scope),
  );
  return joinEnds(
    run,
    fork,
    eitherWay(run, why, ways, () => true, fork),
    ways.length,
    why,
  );
}

export function evaluateAssignment(node: ts.BinaryExpression, scope: Scope): Value {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.EqualsToken) {
    // `exports.createModel = function () {…}` names the function.
    const name = ts.isPropertyAccessExpression(node.left) ? node.left.name : node.left;
    const value = evaluateFunction(node.right, name, scope);
    assignTo(node.left, value, scope, node);
    return value;
  }
  const current = evaluate(node.left, scope);
  const plain = compound[operator];
  if (plain === undefined) return unknown(l10n.t('an operator that is not interpreted'));
  const value =
    plain === ts.SyntaxKind.BarBarToken ||
    plain === ts.SyntaxKind.AmpersandAmpersandToken ||
    plain === ts.SyntaxKind.QuestionQuestionToken
      ? shortCircuit(plain, current, node.right, scope)
      : compute(plain, current, evaluate(node.right, scope), { node, scope });
  assignTo(node.left, value, scope, node);
  return value;
}

const compound: { readonly [operator in ts.SyntaxKind]?: ts.SyntaxKind } = {
  [ts.SyntaxKind.PlusEqualsToken]: ts.SyntaxKind.PlusToken,
  [ts.SyntaxKind.MinusEqualsToken]: ts.SyntaxKind.MinusToken,
  [ts.SyntaxKind.AsteriskEqualsToken]: ts.SyntaxKind.AsteriskToken,
  [ts.SyntaxKind.SlashEqualsToken]: ts.SyntaxKind.SlashToken,
  [ts.SyntaxKind.PercentEqualsToken]: ts.SyntaxKind.PercentToken,
  [ts.SyntaxKind.AsteriskAsteriskEqualsToken]: ts.SyntaxKind.AsteriskAsteriskToken,
  [ts.SyntaxKind.LessThanLessThanEqualsToken]: ts.SyntaxKind.LessThanLessThanToken,
  [ts.SyntaxKind.GreaterThanGreaterThanEqualsToken]: ts.SyntaxKind.GreaterThanGreaterThanToken,
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanEqualsToken]: ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
  [ts.SyntaxKind.AmpersandEqualsToken]: ts.SyntaxKind.AmpersandToken,
  [ts.SyntaxKind.BarEqualsToken]: ts.SyntaxKind.BarToken,
  [ts.SyntaxKind.CaretEqualsToken]: ts.SyntaxKind.CaretToken,
  [ts.SyntaxKind.BarBarEqualsToken]: ts.SyntaxKind.BarBarToken,
  [ts.SyntaxKind.AmpersandAmpersandEqualsToken]: ts.SyntaxKind.AmpersandAmpersandToken,
  [ts.SyntaxKind.QuestionQuestionEqualsToken]: ts.SyntaxKind.QuestionQuestionToken,
};

/** `x++` and its kin. */
export function evaluateUpdate(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, scope: Scope): Value {
  const before = toNumber(evaluate(node.operand, scope), { node, scope });
  const isIncrement = node.operator === ts.SyntaxKind.PlusPlusToken;
  const one = typeof before === 'bigint' ? 1n : 1;
  const after = binary(isIncrement ? ts.SyntaxKind.PlusToken : ts.SyntaxKind.MinusToken, before, one);
  assignTo(node.operand, after, scope);
  return ts.isPrefixUnaryExpression(node) ? after : before;
}

/** `#field in value` has a name at its left and no value. */
function leftOfIn(node: ts.Expression, scope: Scope): Value {
  return ts.isPrivateIdentifier(node) ? memberName(node) : evaluate(node, scope);
}

export function whyOf(value: Value): string {
  return isKind(value, 'unknown') ? value.why : l10n.t('depends on a size that is not known');
}
