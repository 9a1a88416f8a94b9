import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import { iterate, openEnd } from '../flow/iteration.ts';
import { elementAt } from '../flow/lists.ts';
import { evaluate, getMember, placeOf, setMember, touch } from '../values/machine.ts';
import { nameModel } from '../values/model-names.ts';
import { keyOf, memberName, propertyName } from '../values/property-name.ts';
import { symbolPrefix } from '../values/prototypes.ts';
import { assign } from '../values/scope.ts';
import type { ArrayValue, LibraryValue, Namespace, ObjectValue, Run, Scope, Slot, Value } from '../values/values.ts';
import { array, isKind, object, unknown } from '../values/values.ts';

/** What to do with each name of a pattern: declare it or assign to it. */
export type Bind = (name: string, value: Value, node: ts.Identifier) => void;

/** Binds a declaration's pattern: `x`, `{a, b: [c] = d, ...rest}`. */
export function bindPattern(pattern: ts.BindingName, value: Value, scope: Scope, bind: Bind): void {
  if (ts.isIdentifier(pattern)) bind(pattern.text, value, pattern);
  else if (ts.isArrayBindingPattern(pattern)) bindArray(pattern, value, scope, bind);
  else bindObject(pattern, value, scope, bind);
}

function bindObject(pattern: ts.ObjectBindingPattern, value: Value, scope: Scope, bind: Bind): void {
  const taken: string[] = [];
  for (const element of pattern.elements) {
    if (element.dotDotDotToken) {
      bindPattern(element.name, withoutKeys(value, taken), scope, bind);
      continue;
    }
    const key = element.propertyName ?? element.name;
    const name = ts.isIdentifier(key) ? key.text : ts.isBindingName(key) ? null : propertyName(key, scope);
    if (name !== null) taken.push(name);
    const member = name === null ? unknown(l10n.t('computed key')) : getMember(value, name, { node: element, scope });
    bindPattern(element.name, orDefault(member, element.initializer, scope), scope, bind);
  }
}

function bindArray(pattern: ts.ArrayBindingPattern, value: Value, scope: Scope, bind: Bind): void {
  const hasRest = pattern.elements.some((element) => ts.isBindingElement(element) && element.dotDotDotToken);
  const items = iterate(value, scope, hasRest ? undefined : pattern.elements.length);
  pattern.elements.forEach((element, index) => {
    if (ts.isOmittedExpression(element)) return;
    if (element.dotDotDotToken) {
      bindPattern(element.name, items ? restOf(value, items, index) : unknownElement(value, index), scope, bind);
      return;
    }
    const item = items ? elementAt(restOf(value, items, 0), index) : unknownElement(value, index);
    bindPattern(element.name, orDefault(item, element.initializer, scope), scope, bind);
  });
}

/** Assigns to anything that may stand left of `=`: names, members, and patterns written as literals. */
export function assignTo(target: ts.Expression, value: Value, scope: Scope, assignment?: ts.BinaryExpression): void {
  if (ts.isParenthesizedExpression(target) || ts.isNonNullExpression(target) || ts.isAsExpression(target)) {
    assignTo(target.expression, value, scope, assignment);
  } else if (ts.isIdentifier(target)) {
    nameModel(value, target.text, placeOf(target, scope));
    assign(scope, target.text, value);
  } else if (ts.isPropertyAccessExpression(target)) {
    const receiver = evaluate(target.expression, scope);
    setMember(receiver, memberName(target.name), slotFor(assignment, target.name, value, scope), {
      node: target,
      scope,
    });
  } else if (ts.isElementAccessExpression(target)) {
    assignToElement(target, value, scope, assignment);
  } else if (ts.isArrayLiteralExpression(target)) {
    assignToArray(target, value, scope);
  } else if (ts.isObjectLiteralExpression(target)) {
    assignToObject(target, value, scope);
  } else if (ts.isBinaryExpression(target) && target.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    assignTo(target.left, orDefault(value, target.right, scope), scope);
  } else {
    // Half-typed: nothing can be assigned to it, but calls in it are executed.
    evaluate(target, scope);
  }
}

function assignToElement(
  target: ts.ElementAccessExpression,
  value: Value,
  scope: Scope,
  assignment?: ts.BinaryExpression,
): void {
  const receiver = evaluate(target.expression, scope);
  const key = keyOf(evaluate(target.argumentExpression, scope));
  if (key !== null) {
    const slot = slotFor(assignment, target.argumentExpression, value, scope);
    setMember(receiver, key, slot, { node: target, scope });
  } else if (isKind(receiver, 'array') || isKind(receiver, 'object')) {
    writeSomewhere(receiver, scope.frame.run);
  }
}

function assignToArray(target: ts.ArrayLiteralExpression, value: Value, scope: Scope): void {
  const items = iterate(value, scope, target.elements.some(ts.isSpreadElement) ? undefined : target.elements.length);
  target.elements.forEach((element, index) => {
    if (ts.isOmittedExpression(element)) return;
    if (ts.isSpreadElement(element)) assignTo(element.expression, items ? restOf(value, items, index) : value, scope);
    else assignTo(element, items ? elementAt(restOf(value, items, 0), index) : unknownElement(value, index), scope);
  });
}

function assignToObject(target: ts.ObjectLiteralExpression, value: Value, scope: Scope): void {
  const taken: string[] = [];
  for (const property of target.properties) {
    if (ts.isSpreadAssignment(property)) {
      assignTo(property.expression, withoutKeys(value, taken), scope);
    } else if (ts.isShorthandPropertyAssignment(property)) {
      taken.push(property.name.text);
      const member = getMember(value, property.name.text, { node: property, scope });
      assign(scope, property.name.text, orDefault(member, property.objectAssignmentInitializer, scope));
    } else if (ts.isPropertyAssignment(property)) {
      const name = propertyName(property.name, scope);
      if (name !== null) taken.push(name);
      const member =
        name === null ? unknown(l10n.t('computed key')) : getMember(value, name, { node: property, scope });
      assignTo(property.initializer, member, scope);
    }
  }
}

/** An assignment's right side is where the value was written. */
function slotFor(assignment: ts.BinaryExpression | undefined, name: ts.Node, value: Value, scope: Scope): Slot {
  if (!assignment) return { value, source: null };
  const place = placeOf(assignment.right, scope);
  return {
    value,
    source: {
      file: place.file,
      name: placeOf(name, scope).range,
      value: place.range,
      property: placeOf(assignment, scope).range,
    },
  };
}

/** Parameters without an argument take their defaults in patterns too. */
function orDefault(value: Value, initializer: ts.Expression | undefined, scope: Scope): Value {
  const isMissing = value === undefined || (isKind(value, 'unknown') && value.symbol !== null);
  return isMissing && initializer ? evaluate(initializer, scope) : value;
}

function withoutKeys(value: Value, keys: readonly string[]): Value {
  if (isKind(value, 'library')) return libraryWithout(value, keys);
  if (!isKind(value, 'object')) return unknown(l10n.t('the rest of an unknown value'));
  const rest = object([], value.open ? { open: value.open } : {});
  for (const [key, slot] of value.properties) {
    if (!keys.includes(key) && !slot.isHidden && !key.startsWith(symbolPrefix)) rest.properties.set(key, slot);
  }
  return rest;
}

/** `const { conv2d, ...others } = tf.layers`: the members that were taken are missing. */
function libraryWithout(value: LibraryValue, keys: readonly string[]): LibraryValue {
  const { namespace } = value;
  const getMember: Namespace['getMember'] = (_, name) =>
    name !== null && keys.includes(name) ? undefined : namespace.getMember(value, name);
  return { ...value, namespace: { ...namespace, getMember } };
}

function unknownElement(value: Value, index: number): Value {
  const whole = isKind(value, 'unknown') ? value : unknown(l10n.t('not a list'));
  return unknown(whole.why, whole.symbol === null ? null : `${whole.symbol}[${index}]`);
}

/** What a pattern's `...rest` takes. */
function restOf(value: Value, items: readonly Value[], index: number): ArrayValue {
  if (isKind(value, 'array') && index === 0) return value;
  return array(items.slice(index), isKind(value, 'array') ? value.open : openEnd(value));
}

/** Any of the elements may have been overwritten, and there may be one more. */
export function writeSomewhere(receiver: ArrayValue | ObjectValue, run: Run): void {
  touch(run, receiver);
  const written = unknown(l10n.t('an element with an unknown index was assigned'));
  receiver.open ??= written;
  if (receiver.kind === 'array') receiver.elements = [];
  else receiver.properties = new Map([...receiver.properties].map(([key, slot]) => [key, { ...slot, value: written }]));
}
