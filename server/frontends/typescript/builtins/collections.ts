import * as l10n from '@vscode/l10n';
import { iterate, openEnd } from '../flow/iteration.ts';
import { repeatUnknown } from '../flow/repetition.ts';
import { callValue, touch } from '../values/machine.ts';
import { isRest } from '../values/rest.ts';
import type { Unknown } from '../values/unknown.ts';
import type { CallSite, MapValue, NativeFunction, SetValue, Value } from '../values/values.ts';
import { array, isKind, native, now, unknown } from '../values/values.ts';
import type { Method } from './arrays.ts';
import { groupsOf } from './groups.ts';

/** `Map` and `WeakMap`. Keys are compared as JavaScript does: by value or by identity. */
export const mapClass = (): NativeFunction =>
  native('Map', () => unknown(l10n.t('Map is called without new')), {
    hasInstance: (value) => isKind(value, 'map'),
    members: {
      groupBy: native('groupBy', ([list, callback], site) => {
        const groups = groupsOf(list, callback, site);
        if (!groups) return unknown(l10n.t('groups'));
        const entries = new Map(groups.map(([key, items]): [Value, Value] => [key, array(items)]));
        return { kind: 'map', entries, open: null, born: now() };
      }),
    },
    construct: ([entries], site) => {
      const listed = iterate(entries, site.scope);
      const map: MapValue = { kind: 'map', entries: new Map(), open: openness(entries, listed), born: now() };
      for (const entry of listed ?? []) {
        const [key, value] = iterate(entry, site.scope) ?? [];
        if (isRest(entry) || isVague(key)) map.open ??= unknown(l10n.t('entries that are not known'));
        else map.entries.set(key, value);
      }
      return map;
    },
  });

export const setClass = (): NativeFunction =>
  native('Set', () => unknown(l10n.t('Set is called without new')), {
    hasInstance: (value) => isKind(value, 'set'),
    construct: ([elements], site) => {
      const listed = iterate(elements, site.scope);
      const vague = listed?.some(isVague) ? unknown(l10n.t('elements that are not known')) : null;
      return { kind: 'set', elements: new Set(listed), open: openness(elements, listed) ?? vague, born: now() };
    },
  });

/** Why there may be more than what is listed. */
function openness(source: Value, listed: readonly Value[] | null): Unknown | null {
  if (source === undefined || source === null) return null;
  return listed ? openEnd(source) : unknown(l10n.t('elements that are not known'));
}

/** Whether a key may equal another one without being the same value here: `2·filters` may be 64. */
function isVague(value: Value): boolean {
  return isKind(value, 'unknown') || isKind(value, 'number');
}

export const mapMethods: Readonly<Record<string, Method<MapValue>>> = {
  get: (self, [key]) => {
    if (self.entries.has(key)) return self.entries.get(key);
    return self.open ?? (isVague(key) ? unknown(l10n.t('an unknown key')) : undefined);
  },
  has: (self, [key]) =>
    self.entries.has(key) || (self.open ?? (isVague(key) ? unknown(l10n.t('an unknown key')) : false)),
  set: (self, [key, value], site) => {
    touch(site.scope.frame.run, self);
    if (isVague(key)) {
      self.open ??= unknown(l10n.t('an entry with an unknown key'));
      for (const known of self.entries.keys()) self.entries.set(known, self.open);
    } else self.entries.set(key, value);
    return self;
  },
  delete: (self, [key], site) => {
    touch(site.scope.frame.run, self);
    if (isVague(key)) self.open ??= unknown(l10n.t('something was deleted'));
    if (isVague(key)) self.entries.clear();
    return self.entries.delete(key) || (self.open ?? false);
  },
  clear: (self, _, site) => {
    touch(site.scope.frame.run, self);
    self.entries.clear();
    self.open = null;
    return undefined;
  },
  keys: (self) => array([...self.entries.keys()], self.open),
  values: (self) => array([...self.entries.values()], self.open),
  entries: (self) =>
    array(
      [...self.entries].map((entry) => array(entry)),
      self.open,
    ),
  forEach: (self, [callback], site) => each([...self.entries], callback, self, site),
};

type Elements = ReadonlySet<Value>;

const algebra: Readonly<Record<string, (a: Elements, b: Elements) => Value[]>> = {
  union: (a, b) => [...a, ...b],
  intersection: (a, b) => [...a].filter((element) => b.has(element)),
  difference: (a, b) => [...a].filter((element) => !b.has(element)),
  symmetricDifference: (a, b) => [...a, ...b].filter((element) => !a.has(element) || !b.has(element)),
};

const relations: Readonly<Record<string, (a: Elements, b: Elements) => boolean>> = {
  isSubsetOf: (a, b) => [...a].every((element) => b.has(element)),
  isSupersetOf: (a, b) => [...b].every((element) => a.has(element)),
  isDisjointFrom: (a, b) => ![...a].some((element) => b.has(element)),
};

/** On sets of which everything is known. */
function onBoth<T>(combine: (a: Elements, b: Elements) => T, wrap: (result: T) => Value): Method<SetValue> {
  return (self, [other]) =>
    !self.open && isKind(other, 'set') && !other.open
      ? wrap(combine(self.elements, other.elements))
      : unknown(l10n.t('a set that is not known'));
}

function newSet(elements: readonly Value[]): SetValue {
  return { kind: 'set', elements: new Set(elements), open: null, born: now() };
}

export const setMethods: Readonly<Record<string, Method<SetValue>>> = {
  ...Object.fromEntries(Object.entries(algebra).map(([name, combine]) => [name, onBoth(combine, newSet)])),
  ...Object.fromEntries(Object.entries(relations).map(([name, test]) => [name, onBoth(test, (holds) => holds)])),
  has: (self, [value]) =>
    self.elements.has(value) || (self.open ?? (isVague(value) ? unknown(l10n.t('an unknown element')) : false)),
  add: (self, [value], site) => {
    touch(site.scope.frame.run, self);
    if (isVague(value)) self.open ??= unknown(l10n.t('an element that is not known'));
    self.elements.add(value);
    return self;
  },
  delete: (self, [value], site) => {
    touch(site.scope.frame.run, self);
    if (isVague(value)) self.open ??= unknown(l10n.t('something was deleted'));
    if (isVague(value)) self.elements.clear();
    return self.elements.delete(value) || (self.open ?? false);
  },
  clear: (self, _, site) => {
    touch(site.scope.frame.run, self);
    self.elements.clear();
    self.open = null;
    return undefined;
  },
  keys: (self) => array([...self.elements], self.open),
  values: (self) => array([...self.elements], self.open),
  entries: (self) =>
    array(
      [...self.elements].map((value) => array([value, value])),
      self.open,
    ),
  forEach: (self, [callback], site) =>
    each(
      [...self.elements].map((value) => [value, value] as const),
      callback,
      self,
      site,
    ),
};

function each(
  entries: readonly (readonly [Value, Value])[],
  callback: Value,
  self: MapValue | SetValue,
  site: CallSite,
): undefined {
  for (const [key, value] of entries) callValue(callback, [value, key, self], site);
  const { open } = self;
  if (!open) return;
  repeatUnknown(site.scope.frame.run, open.why, () =>
    callValue(callback, [unknown(open.why), unknown(open.why), self], site),
  );
}
