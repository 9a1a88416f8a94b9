import ts from 'typescript';
import { eitherCompletion } from './either-completion.ts';
import { forkOn } from './forks.ts';
import type { Completion, Scope } from './machine.ts';
import { evaluate } from './machine.ts';
import { binary, truth } from './numbers.ts';
import { whyOf } from './operations.ts';
import { childScope } from './scope.ts';

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
  let isUnsure = false;
  for (const [index, clause] of clauses.entries()) {
    if (!ts.isCaseClause(clause)) continue;
    const matches = truth(binary(ts.SyntaxKind.EqualsEqualsEqualsToken, subject, evaluate(clause.expression, scope)));
    if (matches && !isUnsure) return runFrom(index);
    if (matches === undefined) isUnsure = true;
  }
  const fallback = clauses.findIndex((clause) => ts.isDefaultClause(clause));
  if (!isUnsure) return fallback >= 0 ? runFrom(fallback) : undefined;
  const entrances = clauses.map((_, index) => () => runFrom(index));
  if (fallback < 0) entrances.push(() => undefined);
  const { module } = scope.frame;
  const ways = clauses.map((clause) =>
    ts.isCaseClause(clause) ? clause.expression.getText(module?.source) : 'default',
  );
  return eitherCompletion(scope, whyOf(subject), entrances, forkOn(subject, ways.join(), scope.frame));
}
