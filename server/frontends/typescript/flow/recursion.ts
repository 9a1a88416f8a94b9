import * as l10n from '@vscode/l10n';
import type ts from 'typescript';
import { touch } from '../values/machine.ts';
import type { Unknown } from '../values/unknown.ts';
import type { CallSite, ClassValue, FunctionValue, Recursion, Run, Value } from '../values/values.ts';
import { isKind, isStructured, unknown } from '../values/values.ts';
import { withRun } from '../values/with-run.ts';
import { undoneBy } from './branches.ts';
import { mayRunAnytime } from './mutations.ts';

/** A function that calls itself under an unknown condition doubles the work each time; more calls show nothing new. */
const mostDoubts = 3;

/** A recursion that nothing ends, as an unfinished line makes of a function that swallows the calls behind it. */
class Endless {}

/** What can call itself: a function, and a class without a constructor whose fields make another instance of it. */
type Callee = FunctionValue | ClassValue;

/**
 * Runs a function's body, or fills the fields of an instance, one level deeper, unless it is a recursion whose end depends
 * on unknown conditions: a function that walks an unknown tree would never come to leaves. Of a recursion without any end
 * only the first activation counts.
 */
export function recurse(callee: Callee, args: readonly Value[], site: CallSite, body: () => Value): Value {
  const { run } = site.scope.frame;
  const { node } = callee;
  const outer = run.recursions.get(node);
  const branches = run.branches.length;
  const doubts = outer ? outer.doubts + (branches > outer.branches ? 1 : 0) : 0;
  if (doubts > mostDoubts) return giveUp(callee, args, site);
  if (run.depth >= run.budget.depth) return tooDeep(outer, args, run);
  const isFirst = outer !== undefined && !run.isRecursing;
  const enter = (): Value => {
    run.recursions.set(node, { branches: run.branches.length, doubts, args });
    try {
      return withRun(run, { depth: run.depth + 1 }, body);
    } finally {
      leave(run, node, outer);
    }
  };
  return isFirst ? withRun(run, { isRecursing: true }, () => unlessEndless(run, enter)) : enter();
}

/** @throws Endless when the function calls itself with what it was called with */
function tooDeep(outer: Recursion | undefined, args: readonly Value[], { budget }: Run): Unknown {
  if (outer && args.every((arg, at) => isStructured(arg) || Object.is(arg, outer.args[at]))) throw new Endless();
  return unknown(l10n.t('calls are nested deeper than {0}', budget.depth));
}

function unlessEndless(run: Run, body: () => Value): Value {
  const [models, layers] = [run.models.length, run.layers.length];
  return undoneBy(
    run,
    (error) => error instanceof Endless,
    body,
    () => {
      run.models.length = models;
      run.layers.length = layers;
      return unknown(l10n.t('a recursion that does not end'));
    },
  );
}

function leave(run: Run, node: ts.Node, outer: Recursion | undefined): void {
  if (outer) run.recursions.set(node, outer);
  else run.recursions.delete(node);
}

/** What the call would have changed is not known, and the models that it was given may be missing layers. */
function giveUp(callee: Callee, args: readonly Value[], site: CallSite): Unknown {
  mayRunAnytime(callee, site);
  for (const arg of args) {
    if (!isKind(arg, 'layer') || !arg.model) continue;
    touch(site.scope.frame.run, arg);
    arg.model.complete = false;
  }
  return unknown(l10n.t('a recursion whose end is not known'));
}
