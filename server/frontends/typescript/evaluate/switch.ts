import ts from 'typescript';
import { decided, literalsOf } from '../flow/conditions.ts';
import { eitherCompletion } from '../flow/either-completion.ts';
import { forkBetween } from '../flow/forks.ts';
import type { Completion } from '../values/machine.ts';
import { evaluate } from '../values/machine.ts';
import { binary, truth } from '../values/numbers.ts';
import { childScope } from '../values/scope.ts';
import type { Literal } from '../values/unknown.ts';
import type { Scope } from '../values/values.ts';
import { isKind } from '../values/values.ts';
import { whyOf } from './operations.ts';

type Execute = (node: ts.Statement, scope: Scope) => Completion | undefined;

/** `switch`: from the clause that matches on; an unknown subject may enter at any clause. */
export function executeSwitch(node: ts.SwitchStatement, outer: Scope, execute: Execute): Completion | undefined {
  const subject = evaluate(node.expression, outer);
  const scope = childScope(outer);
  const { clauses } = node.caseBlock;
  const runFrom = (start: number): Completion | undefined => {
    for (const clause of clauses.slice(start)) {
      for (const statement of clause.statements) {
        const completion = execute(statement, scope);
        if (completion?.kind === 'break' && completion.label === null) return undefined;
        if (completion) return completion;
      }
    }
    return undefined;
  };
  const { run } = scope.frame;
  const entrances: Entrance[] = [];
  const missed: Literal[] = [];
  const { module } = scope.frame;
  for (const [index, clause] of clauses.entries()) {
    if (!ts.isCaseClause(clause)) continue;
    const test = binary(ts.SyntaxKind.EqualsEqualsEqualsToken, subject, evaluate(clause.expression, scope));
    const matches = truth(test) ?? decided(test, run);
    if (matches && entrances.length === 0) return runFrom(index);
    if (matches === false) continue;
    run.work.spend(missed.length * unitsPerMissed);
    const literals = isKind(test, 'unknown') ? [...missed, ...literalsOf(test, true)] : missed.slice();
    entrances.push({ text: clause.expression.getText(module?.source), literals, enter: () => runFrom(index) });
    if (matches) break;
    if (isKind(test, 'unknown')) missed.push(...literalsOf(test, false));
  }
  const fallback = clauses.findIndex((clause) => ts.isDefaultClause(clause));
  const enterDefault = () => (fallback >= 0 ? runFrom(fallback) : undefined);
  if (entrances.length === 0) return enterDefault();
  entrances.push({ text: 'default', literals: missed, enter: enterDefault });
  const fork = forkBetween(
    subject,
    entrances.map(({ text }) => text).join(),
    entrances.map(({ literals }) => literals),
  );
  return eitherCompletion(
    scope,
    whyOf(subject),
    entrances.map(({ enter }) => enter),
    fork,
  );
}

/** Each clause keeps what the subject is not when it is entered: all that the clauses before it stand for. */
const unitsPerMissed = 8;

/** One way into the clauses: from where on they are executed, and what holds then. */
interface Entrance {
  readonly text: string;
  readonly literals: readonly Literal[];
  enter(): Completion | undefined;
}
