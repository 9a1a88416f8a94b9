import * as l10n from '@vscode/l10n';
import { callValue } from '../values/machine.ts';
import { truth } from '../values/numbers.ts';
import { findSlot, inheritsFrom, prototypeOf } from '../values/prototypes.ts';
import { derived } from '../values/questions.ts';
import type { CallSite, ObjectValue, Value } from '../values/values.ts';
import { isKind, isStructured, unknown } from '../values/values.ts';

/** `value instanceof type`. */
export function isInstance(value: Value, type: Value, site: CallSite): Value {
  if (isKind(value, 'unknown') || isKind(type, 'unknown'))
    return derived('instanceof', [value, type], l10n.t('not a constant'));
  if (isKind(type, 'class')) {
    const own = type.properties.get('@@hasInstance')?.value;
    if (isKind(own, 'function')) return truth(callValue(own, [value], site, type)) ?? unknown(l10n.t('not a constant'));
  }
  if (!isStructured(value)) return false;
  if (isKind(type, 'native')) {
    const inner = isKind(value, 'object') && value.builtin !== undefined ? value.builtin : value;
    if (type.hasInstance) return type.hasInstance(inner) || inherits(value, type.prototype ?? null);
    if (!type.prototype) return unknown(l10n.t('an instance of what is not told apart'));
    return inherits(value, type.prototype ?? null);
  }
  if (isKind(type, 'class') || isKind(type, 'function')) return inherits(value, prototypeOf(type));
  return isKind(type, 'library')
    ? type.namespace.hasInstance(type, value)
    : unknown(l10n.t('a class of something unknown'));
}

function inherits(value: Value, prototype: ObjectValue | null): boolean {
  return isKind(value, 'object') && prototype !== null && inheritsFrom(value, prototype);
}

/** `key in value`. */
export function isIn(key: Value, target: Value): Value {
  if (isKind(target, 'object')) {
    const name = typeof key === 'number' ? String(key) : isKind(key, 'symbol') ? key.key : key;
    if (typeof name !== 'string') return unknown(l10n.t('not a constant'));
    const slot = findSlot(target, name);
    if (slot) return slot.mayBeMissing ? unknown(l10n.t('a property that may be missing')) : true;
    if (target.open || target.layer || target.builtin !== undefined) return unknown(l10n.t('not a constant'));
    return ['toString', 'valueOf', 'hasOwnProperty', 'constructor'].includes(name);
  }
  if (isKind(target, 'array') && !target.open) {
    if (key === 'length') return true;
    const index = typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : key;
    if (typeof index === 'number') return index in target.elements;
  }
  return unknown(l10n.t('not a constant'));
}
