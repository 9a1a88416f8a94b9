import ts from 'typescript';
import { settled } from '../builtins/rejections.ts';
import { generator } from '../flow/generators.ts';
import { recurse } from '../flow/recursion.ts';
import { evaluate, UNITS } from '../values/machine.ts';
import { childScope, declare } from '../values/scope.ts';
import type { CallSite, Frame, FunctionValue, Home, Scope, Value } from '../values/values.ts';
import { array, now } from '../values/values.ts';
import { bindPattern } from './patterns.ts';

/** A closure over the scope that it is written in. */
export function createFunction(
  node: ts.FunctionLikeDeclaration,
  scope: Scope,
  options: { readonly name?: string; readonly nameNode?: ts.Node; readonly home?: Home } = {},
): FunctionValue {
  const { run, module, self, home } = scope.frame;
  const own = node.name && ts.isIdentifier(node.name) ? node.name.text : '';
  if (!module) throw new TypeError('code without a module');
  run.work.spend(UNITS.closure);
  // A function expression knows itself by its own name.
  const inner = ts.isFunctionExpression(node) && own !== '' ? childScope(scope) : scope;
  const value: FunctionValue = {
    kind: 'function',
    node,
    name: options.name ?? own,
    nameNode: options.nameNode ?? node.name ?? null,
    scope: inner,
    module,
    boundThis: self,
    home: options.home ?? (ts.isArrowFunction(node) ? home : null),
    properties: new Map(),
    born: now(),
  };
  if (inner !== scope) declare(inner, own, value);
  run.functions.push(value);
  return value;
}

/** An expression whose function, if it is one, is known by the name that it is given to. */
export function evaluateFunction(node: ts.Expression, name: ts.Node, scope: Scope): Value {
  const isFunction = ts.isArrowFunction(node) || ts.isFunctionExpression(node);
  if (!isFunction || node.name || !ts.isIdentifier(name)) return evaluate(node, scope);
  return createFunction(node, scope, { name: name.text, nameNode: name });
}

/** For calls that `new` makes. */
interface Construction {
  /** What `new` was called with. */
  readonly target?: Value;
  /** Is called when the parameters are bound, before the body. */
  readonly prepare?: (scope: Scope) => void;
}

/** Runs a function's body with these arguments; too deep a recursion is unknown. */
export function callFunction(
  callee: FunctionValue,
  self: Value,
  args: readonly Value[],
  site: CallSite,
  construction: Construction = {},
): Value {
  const { run } = site.scope.frame;
  run.called.add(callee.node);
  const isArrow = ts.isArrowFunction(callee.node);
  const frame: Frame = {
    run,
    module: callee.module,
    self: isArrow ? callee.boundThis : self,
    home: callee.home,
    function: callee,
    args,
    target: isArrow ? callee.scope.frame.target : construction.target,
    maybeReturned: [],
    onYield: null,
    mayHaveLeft: null,
    ...(isWritten(callee, site) ? { call: { site, id: run.steps } } : {}),
  };
  const { node } = callee;
  const execute = (own: Frame) =>
    recurse(callee, args, site, () => runBody(callee, args, childScope(callee.scope, own, true), construction.prepare));
  if ('asteriskToken' in node && node.asteriskToken) return generator((onYield) => execute({ ...frame, onYield }));
  return isAsync(node) ? settled(() => execute(frame)) : execute(frame);
}

function isAsync(node: ts.FunctionLikeDeclaration): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
  );
}

function runBody(
  { node }: FunctionValue,
  args: readonly Value[],
  scope: Scope,
  prepare: Construction['prepare'],
): Value {
  const { run } = scope.frame;
  const { length } = run.assumptions;
  try {
    bindParameters(node, args, scope);
    prepare?.(scope);
    return run.machine.executeBody(node.body, scope);
  } finally {
    run.assumptions.length = length;
  }
}

/** Whether the program has written the call. Callbacks are called where they are passed, and some functions are tried. */
function isWritten({ node, module }: FunctionValue, site: CallSite): boolean {
  const within = site.node.pos <= node.pos && node.end <= site.node.end;
  return (
    !(within && site.scope.frame.module === module) && (ts.isCallExpression(site.node) || ts.isNewExpression(site.node))
  );
}

function bindParameters(node: ts.FunctionLikeDeclaration, args: readonly Value[], scope: Scope): void {
  parametersOf(node).forEach((parameter, index) => {
    const passed = parameter.dotDotDotToken ? array(args.slice(index)) : args[index];
    const value = passed === undefined && parameter.initializer ? evaluate(parameter.initializer, scope) : passed;
    bindPattern(parameter.name, value, scope, (name, bound) => declare(scope, name, bound));
  });
}

/** A `this` among the parameters is a type and no parameter. */
export function parametersOf(node: ts.FunctionLikeDeclaration): readonly ts.ParameterDeclaration[] {
  const [first, ...others] = node.parameters;
  return first && ts.isIdentifier(first.name) && first.name.text === 'this' ? others : node.parameters;
}
