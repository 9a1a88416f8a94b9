import * as l10n from '@vscode/l10n';
import type ts from 'typescript';
import { touch } from '../values/machine.ts';
import { lookup } from '../values/scope.ts';
import type { CallSite, ObjectValue, Run, Value } from '../values/values.ts';
import { isKind, isStructured, unknown } from '../values/values.ts';
import { forget } from './lists.ts';
import { type AssignedProperty, type Summary, summaryOf } from './summaries.ts';

/** What a function's body may change outside of itself: what it declares is its own. */
function changesOf(node: ts.Node): Pick<Summary, 'properties' | 'called'> & { assigned: string[]; filled: string[] } {
  const { declared, assigned, filled, properties, called } = summaryOf(node);
  const isOutside = (name: string) => !declared.has(name);
  return {
    assigned: [...assigned].filter(isOutside),
    filled: [...filled].filter(isOutside),
    properties: properties.filter(({ root }) => isOutside(root)),
    called,
  };
}

/**
 * A function escapes, as a callback of `addEventListener` does: it may be called at any time, any number of times, so
 * that each variable and property that it assigns is unknown from now on, unless `keeps` holds for its value.
 */
export function mayRunAnytime(
  value: Value,
  site: CallSite,
  keeps: (value: Value) => boolean = () => false,
  seen: Set<ts.Node> = new Set(),
): void {
  if (isKind(value, 'object')) {
    // Objects of callbacks: `{ onEpochEnd: () => … }`.
    if (seen.has(site.node) || value.class) return;
    for (const { value: member } of value.properties.values()) {
      if (isKind(member, 'function')) mayRunAnytime(member, site, keeps, seen);
    }
    return;
  }
  if (!isKind(value, 'function') || seen.has(value.node)) return;
  seen.add(value.node);
  const { assigned, properties, filled, called } = changesOf(value.node);
  const why = l10n.t('changed by code that runs at an unknown time');
  const { run } = site.scope.frame;
  for (const name of assigned) {
    const binding = lookup(value.scope, name);
    if (!binding || keeps(binding.value)) continue;
    touch(run, binding);
    binding.value = unknown(why);
  }
  for (const name of filled) loosen(lookup(value.scope, name)?.value, why, site);
  for (const property of properties) {
    const { root } = property;
    const from = root === 'this' ? value.boundThis : lookup(value.scope, root)?.value;
    forgetProperty(from, property, why, site, keeps);
  }
  for (const name of called) mayRunAnytime(lookup(value.scope, name)?.value, site, keeps, seen);
}

/** There may be more in it, or less. */
function loosen(value: Value, why: string, site: CallSite): void {
  if (!isStructured(value)) return;
  if (value.kind === 'array') forget(value, why, site);
  else if (value.kind === 'map' || value.kind === 'set') {
    touch(site.scope.frame.run, value);
    value.open ??= unknown(why);
    if (value.kind === 'map') value.entries = new Map();
    else value.elements = new Set();
  }
}

/** The property that is reached from this value has any value from now on, unless `keeps` holds for the one it has. */
export function forgetProperty(
  from: Value,
  { through, name }: AssignedProperty,
  why: string,
  site: CallSite,
  keeps: (value: Value) => boolean,
): void {
  let owner = from;
  let wanted = name;
  for (const key of through) {
    if (!isKind(owner, 'object')) break;
    // Any of its properties may be the way.
    if (key === null) {
      wanted = null;
      break;
    }
    owner = owner.properties.get(key)?.value;
  }
  if (isKind(owner, 'object')) overwrite(owner, wanted, why, site.scope.frame.run, keeps);
  else if (isKind(owner, 'array')) forget(owner, why, site);
}

function overwrite(
  owner: ObjectValue,
  name: string | null,
  why: string,
  run: Run,
  keeps: (value: Value) => boolean,
): void {
  touch(run, owner);
  owner.properties = new Map(
    [...owner.properties].map(([key, slot]) =>
      (name === null || key === name) && !keeps(slot.value) ? [key, { ...slot, value: unknown(why) }] : [key, slot],
    ),
  );
  if (name === null) owner.open ??= unknown(why);
}

/** What code that is not known is given may be changed by it. */
export function noteEscape(args: readonly Value[], run: Run): void {
  for (const arg of args) {
    if (isKind(arg, 'array') || isKind(arg, 'layer')) run.escaped.add(arg);
    if (!isKind(arg, 'object')) continue;
    for (const { value } of arg.properties.values())
      if (isKind(value, 'array') || isKind(value, 'layer')) run.escaped.add(value);
    if (arg.layer) run.escaped.add(arg.layer);
  }
}
