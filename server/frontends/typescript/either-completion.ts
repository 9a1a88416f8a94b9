import { eitherWay } from './branches.ts';
import { join } from './join.ts';
import type { Completion, Scope } from './machine.ts';

/** Executes branches of which one is taken. What only some of them leave with is kept for the end of the function. */
export function eitherCompletion(
  scope: Scope,
  why: string,
  branches: readonly (() => Completion | undefined)[],
): Completion | undefined {
  const { frame } = scope;
  const completions = eitherWay(frame.run, why, branches, (completion) => completion === undefined);
  const goesOn = completions.some((completion) => completion === undefined);
  let result: Completion | undefined;
  for (const completion of completions) {
    if (!completion) continue;
    if (goesOn && completion.kind === 'return') frame.maybeReturned.push(completion.value);
    else if (goesOn) frame.mayHaveLeft = true;
    else if (completion.kind === 'return' && result?.kind === 'return') {
      result = { kind: 'return', value: join(frame.run, result.value, completion.value, why) };
    } else if (!result || completion.kind === 'return') result = completion;
  }
  return result;
}
