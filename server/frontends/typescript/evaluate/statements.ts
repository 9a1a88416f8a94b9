import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import { Stopped } from '../../../../core/graph/work.ts';
import { isComponent } from '../../program-files.ts';
import { decided } from '../flow/conditions.ts';
import { eitherCompletion } from '../flow/either-completion.ts';
import { twoWays } from '../flow/forks.ts';
import { isStateGuard } from '../flow/guards.ts';
import { joinAll } from '../flow/join.ts';
import { bindExport } from '../modules/modules.ts';
import type { Completion } from '../values/machine.ts';
import { evaluate, placeOf, step, Thrown } from '../values/machine.ts';
import { nameReturned } from '../values/model-names.ts';
import { truth } from '../values/numbers.ts';
import { childScope, declare } from '../values/scope.ts';
import type { Scope, Value } from '../values/values.ts';
import { unknown } from '../values/values.ts';
import { withRun } from '../values/with-run.ts';
import { createClass } from './classes.ts';
import { hoist, hoistAll } from './hoist.ts';
import { executeFor, executeForIn, executeForOf, executeWhile } from './loops.ts';
import { whyOf } from './operations.ts';
import { bindPattern } from './patterns.ts';
import { executeSwitch } from './switch.ts';
import { declareEnum, declareNamespace } from './typescript-syntax.ts';
import { executeVariables } from './variables.ts';

/** The value of a function's body: of its expression, or what it returns. */
export function executeBody(body: ts.ConciseBody | undefined, scope: Scope): Value {
  if (!body) return unknown(l10n.t('a function without a body'));
  const { frame } = scope;
  const completion = ts.isBlock(body)
    ? executeStatements(body.statements, scope)
    : ({ kind: 'return', value: evaluate(body, scope) } as const);
  let value = completion?.kind === 'return' ? completion.value : undefined;
  nameReturned(value, frame);
  for (const other of frame.maybeReturned) {
    nameReturned(other, frame);
    value = joinAll(frame.run, { isLoop: false }, [other, value], l10n.t('depends on a condition that is not known'));
  }
  return value;
}

/**
 * Executes statements until one leaves. One that the interpreter trips over is skipped, so that a broken line does
 * not take the models around it along.
 */
function executeStatements(statements: readonly ts.Statement[], scope: Scope): Completion | undefined {
  hoistAll(statements, scope);
  return executeFrom(0, statements, scope);
}

function executeFrom(start: number, statements: readonly ts.Statement[], scope: Scope): Completion | undefined {
  for (let index = start; index < statements.length; index += 1) {
    try {
      const completion = executeStatement(statements[index]!, scope);
      if (completion) return completion;
    } catch (error) {
      // A fault of the interpreter ends with its statement; an exception of the program goes on, and so does `Stopped`.
      if (!(error instanceof Error)) throw error;
    }
    if (scope.frame.mayHaveLeft && index + 1 < statements.length) return maybeFrom(index + 1, statements, scope);
  }
  return undefined;
}

/** What stands behind a `break` or `continue` that may not happen may be skipped. */
function maybeFrom(start: number, statements: readonly ts.Statement[], scope: Scope): Completion | undefined {
  const { frame } = scope;
  const left = frame.mayHaveLeft;
  frame.mayHaveLeft = null;
  const completion = eitherCompletion(scope, l10n.t('a condition that is not known'), [
    () => executeFrom(start, statements, scope),
    () => undefined,
  ]);
  if (frame.mayHaveLeft !== 'break') frame.mayHaveLeft = left;
  return completion;
}

/** A module's top level: not even a `throw` takes the statements after it along. */
export function executeModule(source: ts.SourceFile, scope: Scope): void {
  hoistAll(source.statements, scope);
  for (const statement of source.statements) {
    try {
      executeStatement(statement, scope);
    } catch (error) {
      if (error instanceof Stopped) throw error;
    }
  }
}

function executeStatement(node: ts.Statement, scope: Scope, labels: readonly string[] = []): Completion | undefined {
  try {
    step(scope.frame.run);
    return executeKind(node, scope, labels);
  } catch (error) {
    // The innermost statement comes first.
    if (error instanceof Stopped) error.place ??= placeOf(node, scope);
    throw error;
  }
}

function executeKind(node: ts.Statement, scope: Scope, labels: readonly string[]): Completion | undefined {
  if (ts.isExpressionStatement(node)) return void evaluate(node.expression, scope);
  if (ts.isVariableStatement(node)) {
    return executeVariables(node.declarationList, scope, isGivenElsewhere(node, scope));
  }
  if (ts.isReturnStatement(node)) {
    return { kind: 'return', value: node.expression ? evaluate(node.expression, scope) : undefined };
  }
  if (ts.isIfStatement(node)) return executeIf(node, scope);
  if (ts.isBlock(node)) return executeStatements(node.statements, childScope(scope));
  if (ts.isForStatement(node)) return executeFor(node, scope, labels, executeStatement);
  if (ts.isForOfStatement(node)) return executeForOf(node, scope, labels, executeStatement);
  if (ts.isForInStatement(node)) return executeForIn(node, scope, labels, executeStatement);
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) return executeWhile(node, scope, labels, executeStatement);
  if (ts.isSwitchStatement(node)) return executeSwitch(node, scope, executeStatement);
  if (ts.isBreakStatement(node)) return { kind: 'break', label: node.label?.text ?? null };
  if (ts.isContinueStatement(node)) return { kind: 'continue', label: node.label?.text ?? null };
  if (ts.isThrowStatement(node)) throw new Thrown(evaluate(node.expression, scope));
  if (ts.isTryStatement(node)) return executeTry(node, scope);
  if (ts.isLabeledStatement(node)) return executeLabeled(node, scope, labels);
  return executeDeclaration(node, scope);
}

/** `declare let x;`, and `export let x;` in a component: another file or the page gives the value. */
function isGivenElsewhere({ modifiers }: ts.VariableStatement, { frame }: Scope): boolean {
  const giving = isComponent(frame.module?.uri ?? '') ? ts.SyntaxKind.ExportKeyword : ts.SyntaxKind.DeclareKeyword;
  return modifiers?.some(({ kind }) => kind === giving || kind === ts.SyntaxKind.DeclareKeyword) ?? false;
}

function executeDeclaration(node: ts.Statement, scope: Scope): undefined {
  // A function where a half-typed `if (` makes it a branch has not been hoisted.
  if (ts.isFunctionDeclaration(node)) {
    if (node.name && !scope.variables.has(node.name.text)) hoist([node], scope);
  } else if (ts.isClassDeclaration(node)) declare(scope, node.name?.text ?? 'default', createClass(node, scope));
  else if (ts.isEnumDeclaration(node)) declareEnum(node, scope);
  else if (ts.isModuleDeclaration(node)) declareNamespace(node, scope, executeStatements);
  else if (ts.isExportAssignment(node) || ts.isExportDeclaration(node)) bindExport(node, scope);
}

function executeIf(node: ts.IfStatement, scope: Scope): Completion | undefined {
  const condition = evaluate(node.expression, scope);
  const known = truth(condition) ?? decided(condition, scope.frame.run);
  const branch = (statement: ts.Statement | undefined) => statement && executeStatement(statement, childScope(scope));
  const { isGuessing, tries } = scope.frame.run;
  if (known && isGuessing && tries === 0 && isStateGuard(node, scope)) return branch(node.elseStatement);
  if (known !== undefined) return branch(known ? node.thenStatement : node.elseStatement);
  const { fork, ways } = twoWays(
    condition,
    () => branch(node.thenStatement),
    () => branch(node.elseStatement),
  );
  return eitherCompletion(scope, whyOf(condition), ways, fork);
}

function executeTry(node: ts.TryStatement, scope: Scope): Completion | undefined {
  const last = () => node.finallyBlock && executeStatement(node.finallyBlock, scope);
  let completion: Completion | undefined;
  try {
    completion = tryAndCatch(node, scope);
  } catch (error) {
    if (error instanceof Stopped) throw error;
    const left = last();
    if (left) return left;
    throw error;
  }
  return last() ?? completion;
}

function tryAndCatch({ tryBlock, catchClause }: ts.TryStatement, scope: Scope): Completion | undefined {
  const { run } = scope.frame;
  if (!catchClause) return executeStatement(tryBlock, scope);
  const { tries, mayThrow } = run;
  let completion: Completion | undefined;
  try {
    completion = withRun(run, { tries: tries + 1 }, () => executeStatement(tryBlock, scope));
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    return executeCatch(catchClause, error.value, scope);
  }
  if (run.mayThrow === mayThrow) return completion;
  // Loading a model may fail: then it is made.
  const why = l10n.t('depends on whether something failed');
  return eitherCompletion(scope, why, [() => completion, () => executeCatch(catchClause, unknown(why), scope)]);
}

function executeCatch(clause: ts.CatchClause, error: Value, scope: Scope): Completion | undefined {
  const inner = childScope(scope);
  const name = clause.variableDeclaration?.name;
  if (name) bindPattern(name, error, inner, (text, value) => declare(inner, text, value));
  return executeStatement(clause.block, inner);
}

function executeLabeled(node: ts.LabeledStatement, scope: Scope, labels: readonly string[]): Completion | undefined {
  const label = node.label.text;
  const completion = executeStatement(node.statement, scope, [...labels, label]);
  return completion?.kind === 'break' && completion.label === label ? undefined : completion;
}
