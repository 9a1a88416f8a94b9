import { touch } from '../branches.ts';
import { iterate } from '../iteration.ts';
import { getMember } from '../machine.ts';
import { spread } from '../spread.ts';
import type { CallSite, ObjectValue, Slot, Value } from '../values.ts';
import { array, isKind, native, object, unknown } from '../values.ts';
import type { Method } from './arrays.ts';

/** `Object` and its static functions. */
export const objectFunction: Value = native('Object', ([value]) => value ?? object(), {
  construct: () => object(),
  members: {
    keys: native('keys', ([value]) => listOf(value, (key) => key)),
    values: native('values', ([value], site) => listOf(value, (key) => getMember(value, key, site))),
    entries: native('entries', ([value], site) => listOf(value, (key) => array([key, getMember(value, key, site)]))),
    assign: native('assign', (args, site) => assign(args, site)),
    freeze: native('freeze', ([value]) => value),
    seal: native('seal', ([value]) => value),
    create: native('create', ([prototype]) => (isKind(prototype, 'object') ? copy(prototype) : object())),
    fromEntries: native('fromEntries', ([entries], site) => fromEntries(entries, site)),
    defineProperty: native('defineProperty', ([target, key, descriptor], site) => {
      if (!isKind(target, 'object') || typeof key !== 'string') return target;
      const get = getMember(descriptor, 'get', site);
      touch(site.scope.frame.run, target);
      const slot: Slot = { value: getMember(descriptor, 'value', site), source: null };
      target.properties.set(key, isKind(get, 'function') ? { ...slot, get } : slot);
      return target;
    }),
    getPrototypeOf: native('getPrototypeOf', ([value]) =>
      isKind(value, 'object') ? value.class : unknown('a prototype'),
    ),
    is: native('is', ([a, b]) => Object.is(a, b)),
  },
});

export const objectMethods: Readonly<Record<string, Method<ObjectValue>>> = {
  hasOwnProperty: (self: ObjectValue, [key]: readonly Value[]) =>
    typeof key === 'string' && (self.properties.has(key) || !self.open)
      ? self.properties.has(key)
      : unknown('an unknown key'),
  toString: () => '[object Object]',
  valueOf: (self: ObjectValue) => self,
};

function listOf(value: Value, item: (key: string) => Value): Value {
  if (isKind(value, 'object')) return array([...value.properties.keys()].map(item), value.open);
  if (isKind(value, 'array'))
    return array(
      value.elements.map((_, index) => item(String(index))),
      value.open,
    );
  if (isKind(value, 'module')) return array([...value.module.exports.keys()].map(item));
  if (isKind(value, 'class')) return array([...value.properties.keys()].map(item));
  return unknown('the keys of an unknown object');
}

function assign([target, ...sources]: readonly Value[], site: CallSite): Value {
  if (!isKind(target, 'object')) return target;
  touch(site.scope.frame.run, target);
  for (const source of sources) spread(target, source, site.node, site.scope);
  return target;
}

function copy(value: ObjectValue): ObjectValue {
  return { ...value, properties: new Map(value.properties) };
}

function fromEntries(entries: Value, site: CallSite): Value {
  const items = iterate(entries, site.scope);
  const result = object();
  if (!items) result.open = unknown('unknown entries');
  for (const item of items ?? []) {
    const [key, value] = iterate(item, site.scope) ?? [];
    if (typeof key === 'string' || typeof key === 'number') result.properties.set(String(key), { value, source: null });
    else result.open = unknown('an entry with an unknown key');
  }
  return result;
}
