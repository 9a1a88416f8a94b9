import * as l10n from '@vscode/l10n';
import type { Unknown } from './unknown.ts';
import type { ClassValue, FunctionValue, NativeFunction, ObjectValue, Slot, Value } from './values.ts';
import { isKind, isStructured, object, unknown } from './values.ts';

/** Names of symbols and private fields begin so among the properties; no list of properties shows them. */
export const symbolPrefix = '@@';

/** Chains of prototypes longer than this are cycles. */
const longestChain = 64;

/** Whether a program may set any property on it. */
export function hasProperties(value: Value): value is ObjectValue | ClassValue | FunctionValue | NativeFunction {
  return isStructured(value) && ['object', 'class', 'function', 'native'].includes(value.kind);
}

/** A property of its own or one that it inherits. */
export function findSlot(target: ObjectValue, name: string): Slot | undefined {
  let current: ObjectValue | null = target;
  for (let count = 0; current && count < longestChain; count += 1) {
    const slot = current.properties.get(name);
    if (slot) return slot;
    current = current.prototype;
  }
  return undefined;
}

/** What instances of a class or function inherit from; null when its own say nothing. */
export function prototypeOf(type: Value): ObjectValue | null {
  if (isKind(type, 'class') || isKind(type, 'native')) return type.prototype ?? null;
  if (!isKind(type, 'function')) return null;
  const known = type.properties.get('prototype')?.value;
  if (isKind(known, 'object')) return known;
  const prototype: ObjectValue = { ...newPrototype(type), born: type.born };
  type.properties.set('prototype', { value: prototype, source: null, isHidden: true });
  return prototype;
}

/** A prototype that knows whose it is. */
export function newPrototype(type: FunctionValue | ClassValue | NativeFunction, base: ObjectValue | null = null) {
  const prototype = object([], { prototype: base });
  prototype.properties.set('constructor', { value: type, source: null, isHidden: true });
  return prototype;
}

export function inheritsFrom(value: ObjectValue, prototype: ObjectValue): boolean {
  let current = value.prototype;
  for (let count = 0; current && count < longestChain; count += 1) {
    if (current === prototype) return true;
    current = current.prototype;
  }
  return false;
}

/** The names that `Object.keys` gives as far as they are certain, and whether there may be more. */
export function listedKeys(target: ObjectValue): { readonly keys: readonly string[]; readonly open: Unknown | null } {
  const keys = ownKeys(target);
  const end = keys.findIndex((key) => target.properties.get(key)?.mayBeMissing);
  if (end < 0) return { keys, open: target.open };
  return { keys: keys.slice(0, end), open: target.open ?? unknown(l10n.t('a property that may be missing')) };
}

/** The names that `Object.keys` gives, in its order: indices first, the others as they were set. */
export function ownKeys(target: ObjectValue): string[] {
  const keys = [...target.properties].flatMap(([key, slot]) =>
    slot.isHidden || key.startsWith(symbolPrefix) ? [] : [key],
  );
  const indices = keys.filter(isIndex);
  if (indices.length === 0) return keys;
  return [...indices.toSorted((a, b) => Number(a) - Number(b)), ...keys.filter((key) => !isIndex(key))];
}

function isIndex(key: string): boolean {
  return /^(0|[1-9]\d{0,9})$/.test(key);
}

/** The names that `for…in` gives: inherited ones as well. */
export function keysInChain(target: ObjectValue): { readonly keys: readonly string[]; readonly open: Unknown | null } {
  const keys = new Set<string>();
  let open: Unknown | null = null;
  let current: ObjectValue | null = target;
  for (let count = 0; current && count < longestChain; count += 1) {
    const own = listedKeys(current);
    for (const key of own.keys) keys.add(key);
    open ??= own.open;
    current = current.prototype;
  }
  return { keys: [...keys], open };
}
