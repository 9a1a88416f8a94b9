import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import { regexp } from '../builtins/regexp-values.ts';
import { awaited } from '../builtins/rejections.ts';
import { resume } from '../flow/generators.ts';
import { visitEach } from '../flow/iteration.ts';
import { textOf, toNumber } from '../values/coercion.ts';
import { boundedText } from '../values/extent.ts';
import { callValue, evaluate, getMember, step } from '../values/machine.ts';
import { binary, not } from '../values/numbers.ts';
import { keyOf, memberName } from '../values/property-name.ts';
import { derived } from '../values/questions.ts';
import { rest } from '../values/rest.ts';
import type { Scope, Value } from '../values/values.ts';
import { array, isKind, isStructured, unknown } from '../values/values.ts';
import { evaluateCall, evaluateNew } from './calls.ts';
import { createClass } from './classes.ts';
import { evaluateDelete } from './delete.ts';
import { createFunction } from './functions.ts';
import { identifierValue } from './globals.ts';
import { evaluateArray, evaluateObject } from './literals.ts';
import { evaluateAssignment, evaluateBinary, evaluateConditional, evaluateUpdate } from './operations.ts';
import { superMember } from './super.ts';

/** The meaning of any expression. Kinds that nothing follows from are unknown. */
export function evaluateExpression(node: ts.Expression, scope: Scope): Value {
  step(scope.frame.run);
  if (ts.isIdentifier(node)) return identifierValue(node, scope);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text.replaceAll('_', ''));
  if (ts.isCallExpression(node)) return evaluateCall(node, scope);
  if (ts.isPropertyAccessExpression(node)) return evaluateProperty(node, scope);
  if (ts.isElementAccessExpression(node)) return evaluateElement(node, scope);
  if (ts.isObjectLiteralExpression(node)) return evaluateObject(node, scope);
  if (ts.isArrayLiteralExpression(node)) return evaluateArray(node, scope);
  if (ts.isBinaryExpression(node)) {
    return isAssignment(node.operatorToken.kind) ? evaluateAssignment(node, scope) : evaluateBinary(node, scope);
  }
  if (ts.isParenthesizedExpression(node)) return evaluate(node.expression, scope);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return createFunction(node, scope);
  return evaluateRarer(node, scope);
}

function evaluateRarer(node: ts.Expression, scope: Scope): Value {
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return true;
    case ts.SyntaxKind.FalseKeyword:
      return false;
    case ts.SyntaxKind.NullKeyword:
      return null;
    case ts.SyntaxKind.ThisKeyword:
      return scope.frame.self;
    case ts.SyntaxKind.SuperKeyword:
      return isKind(scope.frame.home, 'class') ? scope.frame.home.base : scope.frame.home?.prototype;
    default:
  }
  if (ts.isConditionalExpression(node)) return evaluateConditional(node, scope);
  if (ts.isNewExpression(node)) return evaluateNew(node, scope);
  if (ts.isTemplateExpression(node)) return evaluateTemplate(node, scope);
  if (ts.isPrefixUnaryExpression(node)) return evaluatePrefix(node, scope);
  if (ts.isPostfixUnaryExpression(node)) return evaluateUpdate(node, scope);
  if (ts.isAwaitExpression(node)) return awaited(evaluate(node.expression, scope));
  if (ts.isYieldExpression(node)) return evaluateYield(node, scope);
  if (ts.isClassExpression(node)) return createClass(node, scope);
  if (isTypeSyntax(node)) return evaluate(node.expression, scope);
  if (ts.isTypeOfExpression(node)) return typeOf(evaluate(node.expression, scope));
  if (ts.isVoidExpression(node)) return void evaluate(node.expression, scope);
  if (ts.isDeleteExpression(node)) return evaluateDelete(node, scope);
  if (ts.isTaggedTemplateExpression(node)) return evaluateTagged(node, scope);
  if (ts.isBigIntLiteral(node)) return BigInt(node.text.slice(0, -1));
  if (ts.isRegularExpressionLiteral(node)) return patternOf(node, scope);
  if (ts.isMetaProperty(node)) return metaProperty(node, scope);
  return unknown(l10n.t('an expression that is not interpreted'));
}

function patternOf({ text }: ts.RegularExpressionLiteral, scope: Scope): Value {
  const end = text.lastIndexOf('/');
  return regexp(text.slice(1, end), text.slice(end + 1), scope.frame.run) ?? unknown(l10n.t('a pattern that is none'));
}

/** `new.target`: what `new` was called with. `import.meta` is unknown. */
function metaProperty(node: ts.MetaProperty, scope: Scope): Value {
  return node.keywordToken === ts.SyntaxKind.NewKeyword
    ? scope.frame.target
    : unknown(l10n.t('a property of the module'));
}

/** `x as T`, `<T>x`, `x!`, `x satisfies T`: types mean nothing at run time. */
function isTypeSyntax(node: ts.Expression): node is ts.AsExpression | ts.NonNullExpression {
  return (
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isExpressionWithTypeArguments(node)
  );
}

function evaluateProperty(node: ts.PropertyAccessExpression, scope: Scope): Value {
  if (node.expression.kind === ts.SyntaxKind.SuperKeyword) {
    return superMember(node.name.text, scope, node);
  }
  const target = evaluate(node.expression, scope);
  if (isNothing(target) && (node.questionDotToken || ts.isOptionalChain(node))) return undefined;
  return getMember(target, memberName(node.name), { node, scope });
}

function evaluateElement(node: ts.ElementAccessExpression, scope: Scope): Value {
  const target = evaluate(node.expression, scope);
  if (isNothing(target) && ts.isOptionalChain(node)) return undefined;
  const key = evaluate(node.argumentExpression, scope);
  const name = keyOf(key);
  if (name !== null) return getMember(target, name, { node, scope });
  if (isKind(target, 'map') || !isStructured(target)) return unknown(l10n.t('an element with an unknown index'));
  const why = isKind(key, 'unknown') ? key.why : l10n.t('an element with an unknown index');
  return unknown(why, isKind(target, 'unknown') && target.symbol !== null ? `${target.symbol}[…]` : null);
}

function evaluateTemplate(node: ts.TemplateExpression, scope: Scope): Value {
  let text: string | null = node.head.text;
  let why = l10n.t('not a constant');
  for (const span of node.templateSpans) {
    const value = evaluate(span.expression, scope);
    const part = textOf(value, { node: span.expression, scope });
    if (part === null && isKind(value, 'unknown')) why = value.why;
    text = text === null || part === null ? null : text + part + span.literal.text;
  }
  return text === null ? unknown(why) : boundedText(text);
}

function negate(value: Value): Value {
  return typeof value === 'bigint' || typeof value === 'number' ? -value : binary(ts.SyntaxKind.MinusToken, 0, value);
}

function evaluatePrefix(node: ts.PrefixUnaryExpression, scope: Scope): Value {
  if (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken) {
    return evaluateUpdate(node, scope);
  }
  const value = evaluate(node.operand, scope);
  switch (node.operator) {
    case ts.SyntaxKind.ExclamationToken:
      return not(value);
    case ts.SyntaxKind.MinusToken:
      return negate(toNumber(value, { node, scope }));
    case ts.SyntaxKind.PlusToken:
      return toNumber(value, { node, scope });
    case ts.SyntaxKind.TildeToken:
      return binary(ts.SyntaxKind.CaretToken, toNumber(value, { node, scope }), -1);
    default:
      return unknown(l10n.t('an operator that is not interpreted'));
  }
}

function evaluateYield(node: ts.YieldExpression, scope: Scope): Value {
  const value = node.expression ? evaluate(node.expression, scope) : undefined;
  const { onYield } = scope.frame;
  if (!onYield) return undefined;
  if (!node.asteriskToken) return onYield(value);
  if (isKind(value, 'generator')) return resume(value, scope.frame.run, onYield);
  if (!visitEach(value, scope, onYield)) onYield(rest(unknown(l10n.t('elements that are not known'))));
  return undefined;
}

function evaluateTagged(node: ts.TaggedTemplateExpression, scope: Scope): Value {
  const tag = evaluate(node.tag, scope);
  const { template } = node;
  const texts = ts.isTemplateExpression(template)
    ? [template.head.text, ...template.templateSpans.map((span) => span.literal.text)]
    : [template.text];
  const values = ts.isTemplateExpression(template)
    ? template.templateSpans.map((span) => evaluate(span.expression, scope))
    : [];
  const pieces = ts.isTemplateExpression(template)
    ? [template.head, ...template.templateSpans.map((s) => s.literal)]
    : [template];
  const raw = array(pieces.map((piece) => piece.rawText ?? piece.text));
  return callValue(tag, [{ ...array(texts), raw }, ...values], { node, scope });
}

function typeOf(value: Value): Value {
  if (!isStructured(value)) return typeof value;
  switch (value.kind) {
    case 'unknown':
      return derived('typeof', [value], value.why);
    case 'number':
      return 'number';
    case 'function':
    case 'class':
      return 'function';
    case 'native':
      return value.isObject ? 'object' : 'function';
    case 'symbol':
      return 'symbol';
    case 'library':
      return value.namespace.typeOf(value);
    case 'global':
      // `window` is there in a page, `global` in Node.
      return unknown(l10n.t('where the program runs'));
    default:
      return 'object';
  }
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}

function isNothing(value: Value): value is null | undefined {
  return value === null || value === undefined;
}
