import ts from 'typescript';
import { eitherWay } from './branches.ts';
import { iterate } from './iteration.ts';
import type { Completion, Scope } from './machine.ts';
import { evaluate, placeOf } from './machine.ts';
import { truth } from './numbers.ts';
import { whyOf } from './operations.ts';
import { assignTo, bindPattern } from './patterns.ts';
import { childScope, declare, declareVar } from './scope.ts';
import type { Value } from './values.ts';
import { isKind, unknown } from './values.ts';
import { executeVariables } from './variables.ts';

/** A loop that has gone round more often than this is not one that builds layers: half-typed loops never end. */
const mostIterations = 20_000;

/** In a function that nobody called, what would end the loop may never come. */
const mostGuessedIterations = 1000;

function isWithin(count: number, node: ts.Node, scope: Scope): boolean {
  const { run } = scope.frame;
  if (count < (run.isGuessing ? mostGuessedIterations : mostIterations)) return true;
  if (!run.isGuessing) {
    const message = `a loop was left after ${mostIterations} iterations: models may be missing layers`;
    run.findings.push({ kind: 'budget', message, place: placeOf(node, scope) });
  }
  return false;
}

type Execute = (node: ts.Statement, scope: Scope) => Completion | undefined;

/** What an iteration asks of its loop: go on, or leave with this. */
type Next = 'on' | { readonly leave: Completion | undefined };

export function executeFor(
  node: ts.ForStatement,
  outer: Scope,
  labels: readonly string[],
  execute: Execute,
): Completion | undefined {
  let scope = childScope(outer);
  if (node.initializer) {
    if (ts.isVariableDeclarationList(node.initializer)) executeVariables(node.initializer, scope);
    else evaluate(node.initializer, scope);
  }
  for (let count = 0; isWithin(count, node, scope); count += 1) {
    const condition = node.condition ? evaluate(node.condition, scope) : true;
    const known = truth(condition);
    if (known === undefined)
      return maybeOnce(whyOf(condition), () => execute(node.statement, childScope(scope)), scope);
    if (!known) return undefined;
    const next = afterIteration(execute(node.statement, childScope(scope)), labels, scope);
    if (next !== 'on') return next.leave;
    // Closures made by the body keep this iteration's variables.
    scope = nextIteration(scope);
    if (node.incrementor) evaluate(node.incrementor, scope);
  }
  return undefined;
}

function nextIteration(scope: Scope): Scope {
  const fresh: Scope = { ...scope, variables: new Map() };
  for (const [name, binding] of scope.variables) declare(fresh, name, binding.value);
  return fresh;
}

export function executeWhile(
  node: ts.WhileStatement | ts.DoStatement,
  scope: Scope,
  labels: readonly string[],
  execute: Execute,
): Completion | undefined {
  let isFirst = ts.isDoStatement(node);
  for (let count = 0; isWithin(count, node, scope); count += 1) {
    const condition = isFirst || evaluate(node.expression, scope);
    const known = truth(condition);
    if (known === undefined) {
      // A `do` has run its body once already; a `while` may run it.
      return ts.isDoStatement(node)
        ? undefined
        : maybeOnce(whyOf(condition), () => execute(node.statement, childScope(scope)), scope);
    }
    if (!known) return undefined;
    isFirst = false;
    const next = afterIteration(execute(node.statement, childScope(scope)), labels, scope);
    if (next !== 'on') return next.leave;
  }
  return undefined;
}

export function executeForOf(
  node: ts.ForOfStatement,
  scope: Scope,
  labels: readonly string[],
  execute: Execute,
): Completion | undefined {
  const value = evaluate(node.expression, scope);
  const items = iterate(value, scope);
  const run = (item: Value) => {
    const inner = childScope(scope);
    bindLoopVariable(node.initializer, item, inner);
    return execute(node.statement, inner);
  };
  const open = isKind(value, 'array') ? value.open : null;
  if (items) {
    // The list may grow while it is walked.
    for (let index = 0; index < items.length; index += 1) {
      const next = afterIteration(run(items[index]), labels, scope);
      if (next !== 'on') return next.leave;
    }
    if (!open) return undefined;
  }
  const why = open?.why ?? whyOf(value);
  const symbol = isKind(value, 'unknown') && value.symbol !== null ? `${value.symbol}[…]` : null;
  return maybeOnce(why, () => run(unknown(why, symbol)), scope);
}

export function executeForIn(
  node: ts.ForInStatement,
  scope: Scope,
  labels: readonly string[],
  execute: Execute,
): Completion | undefined {
  const value = evaluate(node.expression, scope);
  const keys = isKind(value, 'object')
    ? [...value.properties.keys()]
    : isKind(value, 'array')
      ? value.elements.map((_, index) => String(index))
      : null;
  const run = (key: Value) => {
    const inner = childScope(scope);
    bindLoopVariable(node.initializer, key, inner);
    return execute(node.statement, inner);
  };
  if (!keys) return maybeOnce(whyOf(value), () => run(unknown('a key of an unknown object')), scope);
  for (const key of keys) {
    const next = afterIteration(run(key), labels, scope);
    if (next !== 'on') return next.leave;
  }
  return undefined;
}

function bindLoopVariable(initializer: ts.ForInitializer, value: Value, scope: Scope): void {
  if (!ts.isVariableDeclarationList(initializer)) {
    assignTo(initializer, value, scope);
    return;
  }
  const name = initializer.declarations[0]?.name;
  const isBlockScoped = (initializer.flags & ts.NodeFlags.BlockScoped) !== 0;
  if (name)
    bindPattern(name, value, scope, (text, bound) => (isBlockScoped ? declare : declareVar)(scope, text, bound));
}

/** Nobody knows how often the body runs: it is read once, as a branch that may not be taken. */
function maybeOnce(why: string, body: () => Completion | undefined, scope: Scope): Completion | undefined {
  const { frame } = scope;
  const [completion] = eitherWay(frame.run, why, [body, () => undefined], () => true, true);
  if (completion?.kind === 'return') frame.maybeReturned.push(completion.value);
  frame.mayHaveLeft = false;
  return undefined;
}

function afterIteration(completion: Completion | undefined, labels: readonly string[], scope: Scope): Next {
  if (scope.frame.mayHaveLeft) {
    scope.frame.mayHaveLeft = false;
    return { leave: undefined };
  }
  if (!completion) return 'on';
  if (completion.kind === 'return') return { leave: completion };
  const isMine = completion.label === null || labels.includes(completion.label);
  if (completion.kind === 'continue' && isMine) return 'on';
  return { leave: isMine ? undefined : completion };
}
