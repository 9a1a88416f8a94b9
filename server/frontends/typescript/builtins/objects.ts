import * as l10n from '@vscode/l10n';
import { iterate } from '../flow/iteration.ts';
import { isCallable } from '../values/callable.ts';
import { getMember, touch } from '../values/machine.ts';
import { isPrimitive } from '../values/numbers.ts';
import { keyOf } from '../values/property-name.ts';
import { hasProperties, inheritsFrom, listedKeys, ownKeys, prototypeOf, symbolPrefix } from '../values/prototypes.ts';
import { spread } from '../values/spread.ts';
import type { CallSite, NativeFunction, ObjectValue, Slot, Value } from '../values/values.ts';
import { array, isKind, isStructured, native, object, unknown } from '../values/values.ts';
import type { Method } from './arrays.ts';
import { groupsOf } from './groups.ts';

const createObject = ([value]: readonly Value[]): Value => (isStructured(value) ? value : object());

/** `Object` and its static functions. */
export const objectFunction = (): NativeFunction =>
  native('Object', createObject, {
    construct: createObject,
    hasInstance: (value) => !isKind(value, 'object') || value.prototype !== null || !bare.has(value),
    members: {
      keys: native('keys', ([value]) => listOf(value, (key) => key)),
      values: native('values', ([value], site) => listOf(value, (key) => getMember(value, key, site))),
      entries: native('entries', ([value], site) => listOf(value, (key) => array([key, getMember(value, key, site)]))),
      assign: native('assign', (args, site) => assign(args, site)),
      freeze: native('freeze', ([value], site) => freeze(value, site)),
      isFrozen: native('isFrozen', ([value]) => isFrozen(value)),
      seal: native('seal', ([value]) => value),
      preventExtensions: native('preventExtensions', ([value]) => value),
      create: native('create', ([prototype, descriptors], site) => create(prototype, descriptors, site)),
      fromEntries: native('fromEntries', ([entries], site) => fromEntries(entries, site)),
      defineProperty: native('defineProperty', ([target, key, descriptor], site) =>
        define(target, keyOf(key), descriptor, site),
      ),
      defineProperties: native('defineProperties', ([target, descriptors], site) =>
        defineAll(target, descriptors, site),
      ),
      getPrototypeOf: native('getPrototypeOf', ([value]) => prototypeFor(value)),
      setPrototypeOf: native('setPrototypeOf', ([target, prototype], site) => setPrototype(target, prototype, site)),
      getOwnPropertyNames: native('getOwnPropertyNames', ([value]) =>
        isKind(value, 'object')
          ? array(
              [...value.properties.keys()].filter((key) => !key.startsWith(symbolPrefix)),
              value.open,
            )
          : listOf(value, (key) => key),
      ),
      hasOwn: native('hasOwn', ([value, key]) => hasOwn(value, key)),
      groupBy: native('groupBy', ([list, callback], site) => {
        const groups = groupsOf(list, callback, site);
        return groups
          ? object(groups.map(([key, items]) => [String(key), array(items)] as const))
          : unknown(l10n.t('groups'));
      }),
      is: native('is', ([a, b]) =>
        isPrimitive(a) || isPrimitive(b) || a === b ? Object.is(a, b) : unknown(l10n.t('identity')),
      ),
    },
  });

export const objectMethods: Readonly<Record<string, Method<ObjectValue>>> = {
  hasOwnProperty: (self: ObjectValue, [key]: readonly Value[]) => hasOwn(self, key),
  propertyIsEnumerable: (self: ObjectValue, [key]: readonly Value[]) => hasOwn(self, key),
  isPrototypeOf: (self: ObjectValue, [value]: readonly Value[]) => isKind(value, 'object') && inheritsFrom(value, self),
  toString: () => '[object Object]',
  valueOf: (self: ObjectValue) => self,
};

function freeze(value: Value, site: CallSite): Value {
  if (isKind(value, 'object') || isKind(value, 'array')) {
    touch(site.scope.frame.run, value);
    value.isFrozen = true;
  }
  return value;
}

function isFrozen(value: Value): Value {
  const state = isKind(value, 'object') || isKind(value, 'array') ? value.isFrozen : null;
  return state ?? unknown(l10n.t('whether something is frozen'));
}

/** Objects that were made to inherit from nothing. */
const bare = new WeakSet<ObjectValue>();

function listOf(value: Value, item: (key: string) => Value): Value {
  if (isKind(value, 'object')) {
    const { keys, open } = listedKeys(value);
    return array(keys.map(item), open);
  }
  if (isKind(value, 'array')) {
    const keys = Object.keys(value.elements);
    return array(keys.map(item), value.open);
  }
  if (isKind(value, 'module')) return array([...value.module.exports.keys()].toSorted().map(item));
  if (isKind(value, 'class') || isKind(value, 'function')) {
    const shown = [...value.properties].filter(([key, slot]) => !slot.isHidden && !key.startsWith(symbolPrefix));
    return array(shown.map(([key]) => item(key)));
  }
  if (typeof value === 'string') return array(Object.keys(value).map(item));
  return isPrimitive(value) ? array([]) : unknown(l10n.t('the keys of an unknown object'));
}

function hasOwn(value: Value, key: Value): Value {
  const name = keyOf(key);
  if (isKind(value, 'object') && name !== null) {
    const slot = value.properties.get(name);
    if (slot?.mayBeMissing) return unknown(l10n.t('a property that may be missing'));
    return slot !== undefined || (value.open ? unknown(l10n.t('an unknown key')) : false);
  }
  if (isKind(value, 'array') && name !== null && !value.open) return Object.hasOwn(value.elements, name);
  return unknown(l10n.t('an unknown key'));
}

function assign([target, ...sources]: readonly Value[], site: CallSite): Value {
  if (isKind(target, 'object')) {
    touch(site.scope.frame.run, target);
    for (const source of sources) spread(target, source, site.node, site.scope);
  } else if (isCallable(target) || isKind(target, 'array')) {
    for (const source of sources) copyMembers(target, source, site);
  }
  return target;
}

/** Onto what is no plain object, one by one. */
function copyMembers(target: Value, source: Value, site: CallSite): void {
  const copied = object();
  spread(copied, source, site.node, site.scope);
  const { setMember } = site.scope.frame.run.machine;
  for (const [key, slot] of copied.properties) setMember(target, key, slot, site);
}

function create(prototype: Value, descriptors: Value, site: CallSite): Value {
  const made = object([], isKind(prototype, 'object') ? { prototype } : {});
  if (prototype === null) bare.add(made);
  else if (!isKind(prototype, 'object')) made.open = unknown(l10n.t('a prototype that is not known'));
  return defineAll(made, descriptors, site);
}

function define(target: Value, key: string | null, descriptor: Value, site: CallSite): Value {
  const [get, set] = ['get', 'set'].map((name) => descriptorMember(descriptor, name, site));
  const slot: Slot = {
    value: descriptorMember(descriptor, 'value', site),
    source: null,
    ...(isKind(get, 'function') ? { get } : {}),
    ...(isKind(set, 'function') ? { set } : {}),
    ...(descriptorMember(descriptor, 'enumerable', site) === true ? {} : { isHidden: true }),
  };
  if (hasProperties(target)) {
    touch(site.scope.frame.run, target);
    target.properties ??= new Map();
    if (key !== null) target.properties.set(key, slot);
    else if (isKind(target, 'object')) target.open = unknown(l10n.t('a property whose name is not known'));
  }
  return target;
}

function descriptorMember(descriptor: Value, name: string, site: CallSite): Value {
  return isKind(descriptor, 'object') || isKind(descriptor, 'unknown') ? getMember(descriptor, name, site) : undefined;
}

function defineAll(target: Value, descriptors: Value, site: CallSite): Value {
  if (!isKind(descriptors, 'object')) return target;
  for (const key of ownKeys(descriptors)) define(target, key, getMember(descriptors, key, site), site);
  return target;
}

function prototypeFor(value: Value): Value {
  if (isKind(value, 'object')) return value.prototype ?? unknown(l10n.t('the prototype of every object'));
  if (isKind(value, 'class')) return value.base ?? unknown(l10n.t('the prototype of every function'));
  return unknown(l10n.t('a prototype'));
}

function setPrototype(target: Value, prototype: Value, site: CallSite): Value {
  if (isKind(target, 'object')) {
    touch(site.scope.frame.run, target);
    target.prototype = isKind(prototype, 'object') ? prototype : null;
  } else if (isKind(target, 'function')) {
    // `Sub.__proto__ = Base`: what compilers make of `class Sub extends Base`.
    const [own, base] = [prototypeOf(target), prototypeOf(prototype)];
    if (own && base && own.prototype === null) {
      touch(site.scope.frame.run, own);
      own.prototype = base;
    }
  }
  return target;
}

function fromEntries(entries: Value, site: CallSite): Value {
  const items = iterate(entries, site.scope);
  const result = object();
  if (!items) result.open = unknown(l10n.t('unknown entries'));
  for (const item of items ?? []) {
    const [key, value] = iterate(item, site.scope) ?? [];
    const name = isKind(item, 'unknown') ? null : keyOf(key);
    if (name !== null) result.properties.set(name, { value, source: null });
    else result.open = unknown(l10n.t('an entry with an unknown key'));
  }
  return result;
}
