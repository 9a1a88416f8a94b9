import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import type { Reached } from '../../../../core/graph/limit.ts';
import { awaited } from '../builtins/rejections.ts';
import { Enough, visitEach } from '../flow/iteration.ts';
import { repeatUnknown } from '../flow/repetition.ts';
import type { Completion } from '../values/machine.ts';
import { evaluate, placeOf } from '../values/machine.ts';
import { truth } from '../values/numbers.ts';
import { keysInChain } from '../values/prototypes.ts';
import { isRest } from '../values/rest.ts';
import { childScope, declare, declareVar } from '../values/scope.ts';
import type { Scope, Value } from '../values/values.ts';
import { isKind, unknown } from '../values/values.ts';
import { whyOf } from './operations.ts';
import { assignTo, bindPattern } from './patterns.ts';
import { executeVariables } from './variables.ts';

/** A loop that has gone round more often than this is not one that builds layers: half-typed loops never end. */
const mostIterations = 20_000;

/** In a function that is tried without a call of the program, what would end the loop may never come. */
const mostGuessedIterations = 1000;

/** Units of work after which a loop that has neither made nor applied a layer is taken for one that prepares data: it is left. */
const mostUnitsWithoutLayers = 240_000;

/** A population of networks that is bred for generations has no more kinds of them than these show. */
const mostModels = 100;

/** Answers, before each iteration, whether the loop may go round once more. */
function limit(node: ts.Node, scope: Scope): () => boolean {
  const { run } = scope.frame;
  const { layerCount, applications } = run;
  const { left } = run.work;
  const models = run.models.length;
  let count = 0;
  const leave = (reached: Reached, most: number): false => {
    if (!run.isGuessing) run.limits.push({ stage: 'program', reached, count: most, place: placeOf(node, scope) });
    return false;
  };
  return () => {
    const buildsNothing = run.layerCount === layerCount && run.applications === applications;
    if (buildsNothing && left - run.work.left > mostUnitsWithoutLayers) return false;
    if (run.models.length - models > mostModels) return leave('models', mostModels);
    count += 1;
    if (count <= (run.isGuessing ? mostGuessedIterations : mostIterations)) return true;
    return leave('rounds', mostIterations);
  };
}

type Execute = (node: ts.Statement, scope: Scope) => Completion | undefined;

/** What an iteration asks of its loop: go on, go on perhaps, or leave with this. */
type Next = 'on' | 'perhaps' | { readonly leave: Completion | undefined };

const endless = (): string => l10n.t('a loop that goes round very often');

const mayEnd = (): string => l10n.t('a loop that may be left early');

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
  const repeat = (why: string) =>
    repeatBody(
      why,
      () => {
        if (node.condition) evaluate(node.condition, scope);
        const completion = execute(node.statement, childScope(scope));
        if (node.incrementor) evaluate(node.incrementor, scope);
        return completion;
      },
      scope,
    );
  const mayGoOn = limit(node, scope);
  while (mayGoOn()) {
    const condition = node.condition ? evaluate(node.condition, scope) : true;
    const known = truth(condition);
    if (known === undefined) return repeat(whyOf(condition));
    if (!known) return undefined;
    const next = afterIteration(
      iteration(() => execute(node.statement, childScope(scope)), scope),
      labels,
      scope,
    );
    if (typeof next === 'object') return next.leave;
    // Closures made by the body keep this iteration's variables.
    scope = nextIteration(scope);
    if (node.incrementor) evaluate(node.incrementor, scope);
    if (next === 'perhaps') return repeat(mayEnd());
  }
  return repeat(endless());
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
  const body = () => execute(node.statement, childScope(scope));
  const repeat = (why: string) =>
    repeatBody(
      why,
      () => {
        if (!ts.isDoStatement(node)) evaluate(node.expression, scope);
        const completion = body();
        if (ts.isDoStatement(node)) evaluate(node.expression, scope);
        return completion;
      },
      scope,
    );
  let isFirst = ts.isDoStatement(node);
  const mayGoOn = limit(node, scope);
  while (mayGoOn()) {
    const condition = isFirst || evaluate(node.expression, scope);
    const known = truth(condition);
    if (known === undefined) return repeat(whyOf(condition));
    if (!known) return undefined;
    isFirst = false;
    const next = afterIteration(iteration(body, scope), labels, scope);
    if (typeof next === 'object') return next.leave;
    if (next === 'perhaps') return repeat(mayEnd());
  }
  return repeat(endless());
}

export function executeForOf(
  node: ts.ForOfStatement,
  scope: Scope,
  labels: readonly string[],
  execute: Execute,
): Completion | undefined {
  const value = evaluate(node.expression, scope);
  const { run } = scope.frame;
  const depth = run.branches.length;
  const enough = new Enough();
  const body = (item: Value) => {
    const inner = childScope(scope);
    bindLoopVariable(node.initializer, node.awaitModifier ? awaited(item) : item, inner);
    return execute(node.statement, inner);
  };
  const anyNumber = (why: string, symbol: string | null = null) =>
    repeatBody(why, () => body(unknown(why, symbol)), scope);
  let left: Completion | undefined;
  let isLeft = false;
  const mayGoOn = limit(node, scope);
  const visit = (item: Value): undefined => {
    // Elements that an iterator may not hand out any more, now that the loop may have been left.
    if (isLeft) return repeatBody(mayEnd(), () => body(item), scope);
    if (isRest(item)) return anyNumber(item.why);
    const next = mayGoOn()
      ? afterIteration(
          iteration(() => body(item), scope),
          labels,
          scope,
        )
      : 'perhaps';
    if (next === 'on') return;
    isLeft = true;
    if (next === 'perhaps') anyNumber(mayEnd());
    else if (run.branches.length === depth) left = next.leave;
    else if (next.leave?.kind === 'return') scope.frame.maybeReturned.push(next.leave.value);
    if (run.branches.length === depth) throw enough;
  };
  try {
    if (visitEach(value, scope, visit)) return undefined;
  } catch (error) {
    if (error !== enough) throw error;
    return left;
  }
  return anyNumber(whyOf(value), isKind(value, 'unknown') && value.symbol !== null ? `${value.symbol}[…]` : null);
}

export function executeForIn(
  node: ts.ForInStatement,
  scope: Scope,
  labels: readonly string[],
  execute: Execute,
): Completion | undefined {
  const value = evaluate(node.expression, scope);
  const listed = isKind(value, 'object')
    ? keysInChain(value)
    : isKind(value, 'array')
      ? { keys: value.elements.map((_, index) => String(index)), open: value.open }
      : null;
  const run = (key: Value) => {
    const inner = childScope(scope);
    bindLoopVariable(node.initializer, key, inner);
    return execute(node.statement, inner);
  };
  const anyKey = (why: string) => repeatBody(why, () => run(unknown(l10n.t('a key of an unknown object'))), scope);
  for (const key of listed?.keys ?? []) {
    const next = afterIteration(
      iteration(() => run(key), scope),
      labels,
      scope,
    );
    if (typeof next === 'object') return next.leave;
    if (next === 'perhaps') return anyKey(mayEnd());
  }
  return listed === null || listed.open !== null ? anyKey(listed?.open?.why ?? whyOf(value)) : undefined;
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

/** A loop of unknown length: its body runs any number of times. */
function repeatBody(why: string, body: () => Completion | undefined, scope: Scope): undefined {
  const { frame } = scope;
  const completion = repeatUnknown(frame.run, why, () => {
    const result = iteration(body, scope);
    frame.mayHaveLeft = null;
    return result;
  });
  if (completion?.kind === 'return') frame.maybeReturned.push(completion.value);
}

/** Runs the body once. What an outer loop's body may have skipped is no matter of this one. */
function iteration(body: () => Completion | undefined, scope: Scope): Completion | undefined {
  scope.frame.mayHaveLeft = null;
  return body();
}

function afterIteration(completion: Completion | undefined, labels: readonly string[], scope: Scope): Next {
  const { mayHaveLeft } = scope.frame;
  scope.frame.mayHaveLeft = null;
  const isMine =
    completion && (completion.kind === 'return' || completion.label === null || labels.includes(completion.label));
  if (completion?.kind === 'return') return { leave: completion };
  if (completion && !isMine) return { leave: completion };
  if (completion?.kind === 'break') return { leave: undefined };
  return mayHaveLeft === 'break' ? 'perhaps' : 'on';
}
