import type ts from 'typescript';
import { touch } from '../values/machine.ts';
import type { Unknown } from '../values/unknown.ts';
import type { CallSite, FunctionValue, Recursion, Run, Value } from '../values/values.ts';
import { isKind, unknown } from '../values/values.ts';
import { mayRunAnytime } from './mutations.ts';

/** A function that calls itself under an unknown condition doubles the work each time; more calls show nothing new. */
const mostDoubts = 3;

/**
 * Runs a function's body, unless it is a recursion whose end depends on unknown conditions: a function that walks an
 * unknown tree would never come to leaves.
 */
export function recurse(callee: FunctionValue, args: readonly Value[], site: CallSite, body: () => Value): Value {
  const { run } = site.scope.frame;
  const { node } = callee;
  const outer = run.recursions.get(node);
  const branches = run.branches.length;
  const doubts = outer ? outer.doubts + (branches > outer.branches ? 1 : 0) : 0;
  if (doubts > mostDoubts) return giveUp(callee, args, site);
  run.recursions.set(node, { branches, doubts });
  try {
    return body();
  } finally {
    leave(run, node, outer);
  }
}

function leave(run: Run, node: ts.Node, outer: Recursion | undefined): void {
  if (outer) run.recursions.set(node, outer);
  else run.recursions.delete(node);
}

/** What the call would have changed is not known, and the models that it was given may be missing layers. */
function giveUp(callee: FunctionValue, args: readonly Value[], site: CallSite): Unknown {
  mayRunAnytime(callee, site);
  for (const arg of args) {
    if (!isKind(arg, 'layer') || !arg.model) continue;
    touch(site.scope.frame.run, arg);
    arg.model.complete = false;
  }
  return unknown('a recursion whose end is not known');
}
