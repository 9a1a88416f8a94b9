import { eitherWay } from './branches.ts';
import { joinAll } from './join.ts';
import type { Completion, Frame, Scope } from './machine.ts';
import type { Fork } from './values.ts';

/** Executes branches of which one is taken. What only some of them leave with is kept for the end of the function. */
export function eitherCompletion(
  scope: Scope,
  why: string,
  branches: readonly (() => Completion | undefined)[],
  fork: Fork = { isLoop: false },
): Completion | undefined {
  const { frame } = scope;
  const completions = eitherWay(frame.run, why, branches, (completion) => completion === undefined, fork);
  const left = completions.filter((completion) => completion !== undefined);
  if (left.length < completions.length) {
    for (const completion of left) leaveMaybe(frame, completion);
    return undefined;
  }
  const values = left.flatMap((completion) => (completion.kind === 'return' ? [completion.value] : []));
  if (values.length === 0) {
    for (const completion of left) leaveMaybe(frame, completion);
    return left[0];
  }
  // Those that do not return go on behind the loop; their ways are not told apart.
  const isSame = values.length === left.length;
  return { kind: 'return', value: joinAll(frame.run, isSame ? fork : { isLoop: false }, values, why) };
}

function leaveMaybe(frame: Frame, completion: Completion): void {
  if (frame.run.isRehearsing && completion.kind === 'return') return;
  if (completion.kind === 'return') frame.maybeReturned.push(completion.value);
  else if (frame.mayHaveLeft !== 'break') frame.mayHaveLeft = completion.kind;
}
