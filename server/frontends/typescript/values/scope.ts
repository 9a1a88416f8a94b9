import * as l10n from '@vscode/l10n';
import { touch } from './machine.ts';
import type { Unknown } from './unknown.ts';
import type { Binding, Frame, Run, Scope, Value } from './values.ts';
import { now, unknown } from './values.ts';

/** A scope for a block (`isFunctionScope` false) or for the body of a function. */
export function childScope(parent: Scope, frame: Frame = parent.frame, isFunctionScope = false): Scope {
  return { variables: new Map(), parent, frame, isFunctionScope, hides: nothing };
}

export function rootScope(frame: Frame, variables: Map<string, Binding>): Scope {
  return { variables, parent: null, frame, isFunctionScope: true, hides: nothing };
}

const nothing: ReadonlySet<string> = new Set<string>([]);

/** Creates or replaces a variable of this very scope. */
export function declare(scope: Scope, name: string, value: Value): void {
  const existing = scope.variables.get(name);
  if (existing) {
    touch(scope.frame.run, existing);
    existing.value = value;
  } else {
    scope.variables.set(name, { kind: 'binding', value, born: now() });
  }
}

/** `var` belongs to the function, not to the block. */
export function declareVar(scope: Scope, name: string, value: Value): void {
  let target = scope;
  while (!target.isFunctionScope && target.parent) target = target.parent;
  setVariable(target.variables, name, value, target.frame.run);
}

export function lookup(scope: Scope, name: string): Binding | undefined {
  for (let current: Scope | null = scope; current; current = current.parent) {
    const binding = current.variables.get(name);
    if (binding) return binding;
    if (current.hides.has(name)) return notYetDeclared(current, name);
  }
  return scope.frame.run.globals.get(name);
}

/** To read it is an exception, unless the declaration was not understood and has been skipped: it is unknown. */
function notYetDeclared({ variables, frame }: Scope, name: string): Binding {
  const value: Unknown = { ...unknown(l10n.t('{0} is not declared yet', name), name), isUndeclared: true };
  const binding: Binding = { kind: 'binding', value, born: bornBefore(frame.run) };
  variables.set(name, binding);
  return binding;
}

/** Assigns to the nearest variable of that name; an undeclared one becomes a global, as in a script. */
export function assign(scope: Scope, name: string, value: Value): void {
  const run: Run = scope.frame.run;
  const binding = lookup(scope, name);
  if (binding) {
    touch(run, binding);
    binding.value = value;
  } else assignGlobal(run, name, value);
}

/** `window.name = value`. */
export function assignGlobal(run: Run, name: string, value: Value): void {
  setVariable(run.globals, name, value, run);
}

/** The variable exists before any branch that is the first to assign it: taken back, the branch leaves nothing in it. */
function setVariable(variables: Map<string, Binding>, name: string, value: Value, run: Run): void {
  const binding: Binding = variables.get(name) ?? { kind: 'binding', value: undefined, born: bornBefore(run) };
  variables.set(name, binding);
  touch(run, binding);
  binding.value = value;
}

/** Before every branch that is being executed. */
function bornBefore(run: Run): number {
  return (run.branches[0]?.began ?? now()) - 1;
}
