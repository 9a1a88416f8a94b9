import * as l10n from '@vscode/l10n';
import type ts from 'typescript';
import type { Place } from '../../../../core/graph/node.ts';
import { aliasesOf } from './aliases.ts';
import type { CallSite, Entity, Run, Scope, Slot, Value } from './values.ts';
import { unknown } from './values.ts';

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
 * be taken back. Outside of such branches this costs nothing. Of lists that may be this one nothing is known any more.
 */
export function touch(run: Run, entity: Entity): void {
  keep(run, entity);
  if (entity.kind !== 'array') return;
  for (const alias of aliasesOf(entity)) {
    keep(run, alias);
    alias.elements = [];
    alias.open ??= unknown(l10n.t('one of several lists was changed'));
  }
}

function keep(run: Run, entity: Entity): void {
  const branch = run.branches.at(-1);
  if (branch && entity.born < branch.began) branch.keep(entity);
}

/** Counts one step. @throws Stopped */
export function step(run: Run): void {
  run.steps += 1;
  run.work.spend(UNITS.step);
}

/**
 * What executing a program costs, in units of work. `converted` is a node of a model whose graph is asked for. The tree of
 * another file stays until the end and takes 60 bytes a character.
 */
export const UNITS = {
  step: 4,
  object: 16,
  closure: 40,
  layer: 500,
  application: 200,
  converted: 40,
  file: 50,
  parsedCharacter: 6,
} as const;

export function placeOf(node: ts.Node, scope: Scope): Place {
  const source = scope.frame.module?.source;
  return { file: scope.frame.module?.uri ?? '', range: { start: node.getStart(source), end: node.getEnd() } };
}
