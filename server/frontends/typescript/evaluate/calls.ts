import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import { iterate, openEnd } from '../flow/iteration.ts';
import { mayRunAnytime, noteEscape } from '../flow/mutations.ts';
import { applyUnknown } from '../libraries/layers/apply.ts';
import { dynamicImport } from '../modules/modules.ts';
import { boundedText, extentOf } from '../values/extent.ts';
import { callValue, evaluate, getMember, UNITS } from '../values/machine.ts';
import { keyOf, memberName } from '../values/property-name.ts';
import { prototypeOf } from '../values/prototypes.ts';
import { isRest, rest } from '../values/rest.ts';
import type { CallSite, Scope, Value } from '../values/values.ts';
import { isKind, isStructured, object, unknown } from '../values/values.ts';
import { constructClass, superCall } from './classes.ts';
import { callFunction } from './functions.ts';
import { superMember } from './super.ts';

export function evaluateCall(node: ts.CallExpression, scope: Scope): Value {
  const { expression } = node;
  if (expression.kind === ts.SyntaxKind.SuperKeyword) return superCall(evaluateArguments(node, scope), { node, scope });
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return dynamicImport(evaluateArguments(node, scope)[0], scope);
  const site = { node, scope };
  if (ts.isPropertyAccessExpression(expression) || ts.isElementAccessExpression(expression)) {
    if (expression.expression.kind === ts.SyntaxKind.SuperKeyword && ts.isPropertyAccessExpression(expression)) {
      const method = superMember(expression.name.text, scope, node);
      return callValue(method, evaluateArguments(node, scope), site, scope.frame.self);
    }
    return callMethod(node, expression, scope);
  }
  const callee = evaluate(expression, scope);
  if (isNothing(callee) && ts.isOptionalChain(node)) return undefined;
  return callValue(callee, evaluateArguments(node, scope), site);
}

function callMethod(
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  scope: Scope,
): Value {
  const receiver = evaluate(callee.expression, scope);
  if (isNothing(receiver) && ts.isOptionalChain(callee)) return undefined;
  const key = ts.isPropertyAccessExpression(callee)
    ? memberName(callee.name)
    : keyOf(evaluate(callee.argumentExpression, scope));
  const site = { node, scope };
  const method = key === null ? memberByUnknownName(receiver) : getMember(receiver, key, site);
  if (isNothing(method) && ts.isOptionalChain(node)) return undefined;
  return callValue(method, evaluateArguments(node, scope), site, receiver);
}

/** A library may know what all members of one of its namespaces have in common. */
function memberByUnknownName(receiver: Value): Value {
  return isKind(receiver, 'library')
    ? receiver.namespace.getMember(receiver, null)
    : unknown(l10n.t('a method whose name is not known'));
}

function evaluateArguments(node: ts.CallExpression | ts.NewExpression, scope: Scope): Value[] {
  const values: Value[] = [];
  for (const argument of node.arguments ?? []) {
    if (ts.isSpreadElement(argument)) {
      const value = evaluate(argument.expression, scope);
      const items = iterate(value, scope);
      const end = items ? openEnd(value) : unknown(l10n.t('spread of something unknown'));
      scope.frame.run.work.spend(items?.length ?? 0);
      for (const item of items ?? []) values.push(item);
      if (end) values.push(rest(end));
    } else {
      values.push(evaluate(argument, scope));
    }
  }
  // Behind a spread of unknown length the position of an argument is unknown.
  const gap = values.findIndex(isRest);
  return gap < 0
    ? values
    : values.map((value, index) => (index < gap ? value : unknown(l10n.t('an argument whose place is not known'))));
}

export function evaluateNew(node: ts.NewExpression, scope: Scope): Value {
  const callee = evaluate(node.expression, scope);
  return constructValue(callee, evaluateArguments(node, scope), { node, scope });
}

/** Calls anything. What cannot be called is unknown, and so is its result. */
export function dispatchCall(callee: Value, self: Value, args: readonly Value[], site: CallSite): Value {
  if (!isStructured(callee)) return unknown(l10n.t('a call of something that is no function'));
  switch (callee.kind) {
    case 'function':
      return callFunction(callee, self, args, site);
    case 'native':
      payForArguments(self, args, site);
      return paid(callee.call(args, site, self), site);
    case 'library':
      return callee.namespace.call(callee, args, site);
    case 'class':
      return constructClass(callee, args, site);
    case 'unknown':
      return applyUnknown(callee, args, site);
    default:
      return unknown(l10n.t('a call of something that is no function'));
  }
}

/** Functions such as `Object.keys` look through what they are given; methods pay for themselves. @throws Stopped */
function payForArguments(self: Value, args: readonly Value[], { scope }: CallSite): void {
  const isMethod = self !== undefined && !isKind(self, 'native');
  const walked = isMethod ? 0 : args.reduce<number>((sum, arg) => sum + extentOf(arg), 0);
  scope.frame.run.work.spend(UNITS.object + args.length + walked);
}

/** What a built-in hands back, paid for by how much of it there is. @throws Stopped */
function paid(result: Value, { scope }: CallSite): Value {
  const { work } = scope.frame.run;
  if (typeof result === 'string') work.spend(extentOf(result));
  return typeof result === 'string' ? boundedText(result) : result;
}

export function constructValue(callee: Value, args: readonly Value[], site: CallSite): Value {
  if (!isStructured(callee)) return unknown(l10n.t('an instance of an unknown class'));
  switch (callee.kind) {
    case 'class':
      return constructClass(callee, args, site);
    case 'native':
      payForArguments(undefined, args, site);
      return paid(callee.construct ? callee.construct(args, site) : callee.call(args, site, undefined), site);
    case 'library':
      return callee.namespace.construct(callee, args, site);
    case 'function': {
      const instance = object([], { prototype: prototypeOf(callee) });
      const result = callFunction(callee, instance, args, site, { target: callee });
      return isKind(result, 'object') ? result : instance;
    }
    default:
      for (const arg of args) mayRunAnytime(arg, site);
      noteEscape(args, site.scope.frame.run);
      return unknown(callee.kind === 'unknown' ? callee.why : l10n.t('an instance of an unknown class'));
  }
}

function isNothing(value: Value): value is null | undefined {
  return value === null || value === undefined;
}
