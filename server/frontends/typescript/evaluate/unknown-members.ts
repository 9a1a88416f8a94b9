import * as l10n from '@vscode/l10n';
import { reduceUnknown, repeatUnknown } from '../flow/repetition.ts';
import { isCallable } from '../values/callable.ts';
import { callValue } from '../values/machine.ts';
import type { Unknown } from '../values/unknown.ts';
import type { NativeFunction, Value } from '../values/values.ts';
import { array, native, unknown } from '../values/values.ts';

/** Methods that call their callback while they run, if there is anything to call it with. */
const iterators = new Set(['forEach', 'map', 'flatMap', 'filter', 'reduce', 'reduceRight', 'find', 'some', 'every']);

/** A member of a parameter keeps a name, so that `config.filters` can stand in a shape. */
export function unknownMember(target: Unknown, name: string): Value {
  if (iterators.has(name)) return iterator(target, name);
  const members = membersOf(target);
  if (!members.has(name)) members.set(name, newMember(target, name));
  return members.get(name);
}

/** `options.name = value`: reading the member gives the value, until code that may run at any time assigns it. */
export function setUnknownMember(target: Unknown, name: string, value: Value): void {
  membersOf(target).set(name, value);
}

/** The same member of the same thing is the same wherever it is read. */
const members = new WeakMap<Unknown, Map<string, Value>>();

function membersOf(target: Unknown): Map<string, Value> {
  const known = members.get(target) ?? new Map<string, Value>();
  members.set(target, known);
  return known;
}

function newMember(target: Unknown, name: string): Unknown {
  if (target.symbol === null) return unknown(target.why);
  // A destructured parameter has no name of its own.
  if (target.symbol === '') return unknown(target.why, name);
  const isIndex = /^\d+$/.test(name);
  return unknown(target.why, isIndex ? `${target.symbol}[${name}]` : `${target.symbol}.${name}`);
}

/** `list.forEach(callback)` of an unknown list: the callback is executed as the body of a loop of unknown length. */
function iterator(target: Unknown, name: string): NativeFunction {
  return native(name, ([callback, initial], site) => {
    if (!isCallable(callback)) return unknown(target.why);
    const element = unknown(target.why, target.symbol === null ? null : `${target.symbol}[…]`);
    const { run } = site.scope.frame;
    const index = unknown(l10n.t('an index of an unknown list'));
    if (name.startsWith('reduce')) {
      const call = (sum: Value) => callValue(callback, [sum, element, index, target], site);
      return reduceUnknown(run, target.why, initial === undefined ? unknown(target.why) : initial, call);
    }
    repeatUnknown(run, target.why, () => callValue(callback, [element, index, target], site));
    return name === 'map' || name === 'flatMap' ? array([], unknown(target.why)) : unknown(target.why);
  });
}
