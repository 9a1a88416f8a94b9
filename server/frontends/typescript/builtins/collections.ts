import { touch } from '../branches.ts';
import { iterate } from '../iteration.ts';
import { callValue } from '../machine.ts';
import type { CallSite, MapValue, SetValue, Value } from '../values.ts';
import { array, native, now, unknown } from '../values.ts';
import type { Method } from './arrays.ts';

/** `Map` and `WeakMap`. Keys are compared as JavaScript does: by value or by identity. */
export const mapClass: Value = native('Map', () => unknown('Map is called without new'), {
  construct: ([entries], site) => {
    const map: MapValue = { kind: 'map', entries: new Map(), born: now() };
    for (const entry of iterate(entries, site.scope) ?? []) {
      const [key, value] = iterate(entry, site.scope) ?? [];
      map.entries.set(key, value);
    }
    return map;
  },
});

export const setClass: Value = native('Set', () => unknown('Set is called without new'), {
  construct: ([elements], site) => ({
    kind: 'set',
    elements: new Set(iterate(elements, site.scope) ?? []),
    born: now(),
  }),
});

export const mapMethods: Readonly<Record<string, Method<MapValue>>> = {
  get: (self, [key]) => self.entries.get(key),
  has: (self, [key]) => self.entries.has(key),
  set: (self, [key, value], site) => {
    touch(site.scope.frame.run, self);
    self.entries.set(key, value);
    return self;
  },
  delete: (self, [key], site) => {
    touch(site.scope.frame.run, self);
    return self.entries.delete(key);
  },
  clear: (self, _, site) => {
    touch(site.scope.frame.run, self);
    self.entries.clear();
    return undefined;
  },
  keys: (self) => array([...self.entries.keys()]),
  values: (self) => array([...self.entries.values()]),
  entries: (self) => array([...self.entries].map((entry) => array(entry))),
  forEach: (self, [callback], site) => each([...self.entries], callback, self, site),
};

export const setMethods: Readonly<Record<string, Method<SetValue>>> = {
  has: (self, [value]) => self.elements.has(value),
  add: (self, [value], site) => {
    touch(site.scope.frame.run, self);
    self.elements.add(value);
    return self;
  },
  delete: (self, [value], site) => {
    touch(site.scope.frame.run, self);
    return self.elements.delete(value);
  },
  clear: (self, _, site) => {
    touch(site.scope.frame.run, self);
    self.elements.clear();
    return undefined;
  },
  keys: (self) => array([...self.elements]),
  values: (self) => array([...self.elements]),
  entries: (self) => array([...self.elements].map((value) => array([value, value]))),
  forEach: (self, [callback], site) =>
    each(
      [...self.elements].map((value) => [value, value] as const),
      callback,
      self,
      site,
    ),
};

function each(entries: readonly (readonly [Value, Value])[], callback: Value, self: Value, site: CallSite): undefined {
  for (const [key, value] of entries) callValue(callback, [value, key, self], site);
}
