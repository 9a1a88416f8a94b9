import type { Completion } from '../values/machine.ts';
import type { Fork } from '../values/unknown.ts';
import type { Frame, Scope } from '../values/values.ts';
import { eitherWay, type Outcome } from './branches.ts';
import { onlyWays } from './forks.ts';
import { joinAll } from './join.ts';

type End = Outcome<Completion | undefined>;

/** Executes branches of which one is taken. A value that only some of them return is joined at the end of the function. */
export function eitherCompletion(
  scope: Scope,
  why: string,
  branches: readonly (() => Completion | undefined)[],
  fork: Fork = { isLoop: false },
): Completion | undefined {
  const { frame } = scope;
  const ends = eitherWay(frame.run, why, branches, (completion) => completion === undefined, fork);
  const left = ends.filter(({ result }) => result !== undefined);
  if (left.length < ends.length) {
    for (const { result } of left) if (result) leaveMaybe(frame, result);
    assumeRest(frame, fork, ends, branches.length);
    return undefined;
  }
  const returned = left.filter(({ result }) => result?.kind === 'return');
  if (returned.length === 0) {
    for (const { result } of left) if (result) leaveMaybe(frame, result);
    return left[0]?.result;
  }
  const values = returned.map(({ result }) => (result?.kind === 'return' ? result.value : undefined));
  // Those that do not return go on behind the loop; their ways are not told apart.
  const met =
    returned.length === left.length
      ? onlyWays(
          fork,
          returned.map(({ way }) => way),
          branches.length,
        )
      : { isLoop: false };
  return { kind: 'return', value: joinAll(frame.run, met, values, why) };
}

/** Behind `if (a) return;` the path condition says `!a` until the function ends. */
function assumeRest({ run }: Frame, fork: Fork, ends: readonly End[], count: number): void {
  const on = ends.filter(({ result }) => result === undefined);
  const [only] = on;
  const isGuard = ends.every(({ result }) => result === undefined || result.kind === 'return');
  if (count > 1 && on.length === 1 && only && isGuard) run.assumptions.push(...(fork.literals?.[only.way] ?? []));
}

function leaveMaybe(frame: Frame, completion: Completion): void {
  if (frame.run.isRehearsing && completion.kind === 'return') return;
  if (completion.kind === 'return') frame.maybeReturned.push(completion.value);
  else if (frame.mayHaveLeft !== 'break') frame.mayHaveLeft = completion.kind;
}
