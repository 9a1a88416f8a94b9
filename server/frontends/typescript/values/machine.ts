import type ts from 'typescript';
import type { Place } from '../../../../core/graph/node.ts';
import type { CallSite, Entity, Run, Scope, Slot, Value } from './values.ts';

/** How a statement ended, when not by reaching its end. */
export type Completion =
  | { readonly kind: 'return'; readonly value: Value }
  | { readonly kind: 'break' | 'continue'; readonly label: string | null };

/** A `throw` of the program under analysis. */
export class Thrown {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
}

/** Ends the analysis: a budget ran out, or it is cancelled. */
export class Stopped {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

export function evaluate(node: ts.Expression, scope: Scope): Value {
  return scope.frame.run.machine.evaluate(node, scope);
}

export function callValue(callee: Value, args: readonly Value[], site: CallSite, self?: Value): Value {
  return site.scope.frame.run.machine.call(callee, self, args, site);
}

export function constructValue(callee: Value, args: readonly Value[], site: CallSite): Value {
  return site.scope.frame.run.machine.construct(callee, args, site);
}

export function getMember(target: Value, name: string, site: CallSite): Value {
  return site.scope.frame.run.machine.getMember(target, name, site);
}

export function setMember(target: Value, name: string, slot: Slot, site: CallSite): void {
  site.scope.frame.run.machine.setMember(target, name, slot, site);
}

/**
 * To be called before something changes: a branch that may not be taken keeps what was there before it, so that it can
 * be taken back. Outside of such branches this costs nothing.
 */
export function touch(run: Run, entity: Entity): void {
  const branch = run.branches.at(-1);
  if (branch && entity.born < branch.began) branch.keep(entity);
}

/** Counts one step of work and stops the analysis when a limit is reached. */
export function step(run: Run): void {
  run.steps += 1;
  if (run.steps > run.budget.steps) throw new Stopped(`stopped after ${run.budget.steps} steps`);
  if (run.steps % 256 === 0) {
    if (run.isCancelled()) throw new Stopped('cancelled');
    if (Date.now() > run.deadline) throw new Stopped(`stopped after ${run.budget.milliseconds} ms`);
  }
}

export function placeOf(node: ts.Node, scope: Scope): Place {
  const source = scope.frame.module?.source;
  return { file: scope.frame.module?.uri ?? '', range: { start: node.getStart(source), end: node.getEnd() } };
}
