import * as l10n from '@vscode/l10n';
import { iterate, openEnd } from '../flow/iteration.ts';
import { elementAt, forget, knownLength, mapOver, withRest } from '../flow/lists.ts';
import { reduceUnknown } from '../flow/repetition.ts';
import { textOf, textOfList } from '../values/coercion.ts';
import { isTree, longestList } from '../values/extent.ts';
import { callValue, getMember, Thrown, touch } from '../values/machine.ts';
import { isPrimitive, truth } from '../values/numbers.ts';
import { derived } from '../values/questions.ts';
import { isRest, rest } from '../values/rest.ts';
import type { ArrayValue, CallSite, ObjectValue, Value } from '../values/values.ts';
import { array, isKind, object, unknown } from '../values/values.ts';

export type Method<T> = (self: T, args: readonly Value[], site: CallSite) => Value;

type ArrayMethod = Method<ArrayValue>;

/** Methods of arrays. Where the list may go on, so does the result. */
export const arrayMethods: Readonly<Record<string, ArrayMethod>> = {
  push: (self, args, site) => {
    const elements = change(self, site);
    const end = openEnd(self);
    if (end) elements.push(rest(end));
    elements.push(...args);
    return self.open ? unknown(self.open.why) : elements.length;
  },
  pop: (self, _, site) => {
    const last = elementAt(self, -1);
    if (self.open && isKind(last, 'unknown')) return forget(self, last.why, site);
    change(self, site).pop();
    return last;
  },
  shift: (self, _, site) => {
    const first = elementAt(self, 0);
    if (knownLength(self) > 0) change(self, site).shift();
    return first;
  },
  unshift: (self, args, site) => change(self, site).unshift(...args),
  splice,
  reverse: (self, _, site) => {
    const reversed = withRest(self).toReversed();
    change(self, site).splice(0, self.elements.length, ...reversed);
    return self;
  },
  fill: (self, [value, start, end], site) => {
    if (isUnknownIndex(start) || isUnknownIndex(end)) return forget(self, l10n.t('filled somewhere'), site);
    const elements = change(self, site);
    elements.fill(value, index(start, 0), index(end, elements.length));
    return self;
  },
  sort: (self, [compare], site) => {
    const sorted = sortedBy(self, compare, site);
    if (sorted) change(self, site).splice(0, self.elements.length, ...sorted);
    else if (self.open) forget(self, l10n.t('sorted by something unknown'), site);
    else change(self, site).fill(unknown(l10n.t('sorted by something unknown')));
    return self;
  },
  toSorted: (self, [compare], site) => {
    const sorted = sortedBy(self, compare, site);
    if (sorted) return array(sorted);
    return self.open
      ? array([], self.open)
      : array(self.elements.map(() => unknown(l10n.t('sorted by something unknown'))));
  },
  with: (self, [at, value]) => {
    if (typeof at !== 'number' || self.open)
      return array([], unknown(l10n.t('a list with an element at an unknown index')));
    const index = at < 0 ? at + self.elements.length : at;
    return array(self.elements.map((element, each) => (each === index ? value : element)));
  },
  toSpliced: (self, args, site) => {
    const copied = array(self.elements.slice(), self.open);
    splice(copied, args, site);
    return copied;
  },
  copyWithin: (self, [target, start, end], site) => {
    if (self.open || [target, start, end].some(isUnknownIndex)) return forget(self, l10n.t('copied somewhere'), site);
    const elements = change(self, site);
    elements.copyWithin(index(target, 0), index(start, 0), index(end, elements.length));
    return self;
  },
  toReversed: (self) => array(withRest(self).toReversed(), self.open),
  map: (self, [callback, own], site) =>
    mapOver(self, site, (element, at) => callValue(callback, [element, at, self], site, own)),
  flatMap: (self, [callback, own], site) =>
    flatten(
      mapOver(self, site, (element, at) => callValue(callback, [element, at, self], site, own)),
      1,
      site,
    ),
  forEach: (self, [callback, own], site) => {
    // The list may grow while it is walked, but what is added is not visited.
    mapOver(self, site, (element, at) => callValue(callback, [element, at, self], site, own));
    return undefined;
  },
  filter: (self, [callback, own], site) => filter(self, callback, own, site),
  find: (self, [callback], site) => search(withRest(self), callback, self, site)?.element,
  findLast: (self, [callback], site) => search(withRest(self).toReversed(), callback, self, site)?.element,
  findLastIndex: (self, [callback], site) => {
    const reversed = withRest(self).toReversed();
    const found = search(reversed, callback, self, site);
    if (!found) return -1;
    return found.at === null || self.open
      ? unknown(l10n.t('a search that depends on something unknown'))
      : reversed.length - 1 - found.at;
  },
  findIndex: (self, [callback], site) => {
    const found = search(withRest(self), callback, self, site);
    return found ? (found.at ?? unknown(l10n.t('a search that depends on something unknown'))) : -1;
  },
  some: (self, [callback], site) => quantify(self, callback, site, true),
  every: (self, [callback], site) => quantify(self, callback, site, false),
  reduce: (self, args, site) => reduce(self, args, site, false),
  reduceRight: (self, args, site) => reduce(self, args, site, true),
  concat: (self, args) => {
    const lists = [self, ...args].map((arg) => (isKind(arg, 'array') || isKind(arg, 'unknown') ? arg : array([arg])));
    const elements = lists.flatMap((list) => (isKind(list, 'array') ? withRest(list) : [rest(list)]));
    return array(elements, elements.find(isRest) ?? null);
  },
  slice: (self, [start, end]) => slice(self, start, end),
  flat: (self, [depth], site) => flatten(self, index(depth, 1), site),
  join: (self, [separator], site) => {
    const between = separator === undefined ? ',' : textOf(separator, site);
    const text = self.open || between === null ? null : textOfList(self.elements, between, site);
    return text ?? unknown(l10n.t('text of something unknown'));
  },
  includes: (self, [value, from]) => {
    if (isKind(value, 'unknown') && !self.open && self.elements.every(isPrimitive)) {
      return derived('among', [value, ...self.elements], value.why);
    }
    const found = position(self, value, from, (elements, start) => (elements.includes(value, start) ? 0 : -1));
    return typeof found === 'number' ? found >= 0 : found;
  },
  indexOf: (self, [value, from]) => position(self, value, from, (elements, start) => elements.indexOf(value, start)),
  lastIndexOf: (self, [value]) =>
    self.open ? unknown(self.open.why) : position(self, value, undefined, (elements) => elements.lastIndexOf(value)),
  at: (self, [at]) =>
    typeof at === 'number' ? elementAt(self, at) : unknown(l10n.t('an element with an unknown index')),
  keys: (self) =>
    array(
      Array.from({ length: knownLength(self) }, (_, at) => at),
      self.open,
    ),
  values: (self) => array(self.elements.slice(), self.open),
  entries: (self) => {
    const known = knownLength(self);
    const index = (at: number): Value => (at < known ? at : unknown(l10n.t('an index of an unknown list')));
    const entry = (element: Value, at: number) => (isRest(element) ? element : array([index(at), element]));
    return array(Array.from(withRest(self), entry), self.open);
  },
  // Generators are lists of what they yield; taking the next one takes it off.
  next: (self, _, site) => {
    const value = elementAt(self, 0);
    const done = self.elements.length === 0 && (self.open ? unknown(self.open.why) : true);
    if (knownLength(self) > 0) change(self, site).shift();
    return object([
      ['done', done],
      ['value', value],
    ]);
  },
  toString: (self: ArrayValue, _: readonly Value[], site: CallSite) =>
    textOf(self, site) ?? unknown(l10n.t('text of something unknown')),
  toArray: (self) => array(self.elements.slice(), self.open),
  '@@iterator': (self) => array(self.elements.slice(), self.open),
  subarray: (self, [start, end]) => slice(self, start, end),
};

/** `Array.from`, `Array.of`, `new Array(n)`. */
export function arrayFrom([source, callback]: readonly Value[], site: CallSite): Value {
  let list = listed(source, site);
  if (!list && isKind(source, 'object')) list = arrayLike(source, site);
  if (!list) list = array([], unknown(l10n.t('a list of unknown length')));
  if (callback === undefined) return list;
  return mapOver(list, site, (element, at) => callValue(callback, [element, at], site));
}

/** `{length: 3, 0: 'a'}`: an element for every index, there or not. */
function arrayLike(source: ObjectValue, site: CallSite): ArrayValue {
  const list = blank(getMember(source, 'length', site));
  site.scope.frame.run.work.spend(list.elements.length);
  const elements = Array.from(list.elements, (_, at) => source.properties.get(String(at))?.value);
  return array(elements, list.open);
}

function listed(source: Value, site: CallSite): ArrayValue | null {
  const elements = iterate(source, site.scope);
  return elements && array(elements.slice(), isKind(source, 'array') ? source.open : openEnd(source));
}

export function newArray(args: readonly Value[], { scope }: CallSite): Value {
  const [length] = args;
  if (args.length !== 1) return array([...args]);
  const isLength = typeof length === 'number' || isKind(length, 'unknown') || isKind(length, 'number');
  const list = isLength ? blank(length) : array([length]);
  scope.frame.run.work.spend(list.elements.length);
  return list;
}

function blank(length: Value): ArrayValue {
  const isListed = typeof length === 'number' && Number.isInteger(length) && length >= 0 && length <= longestList;
  return isListed ? array(new Array<Value>(length)) : array([], unknown(l10n.t('a list of unknown length')));
}

function splice(self: ArrayValue, args: readonly Value[], site: CallSite): Value {
  const [start, count, ...items] = args;
  if (self.open || isUnknownIndex(start) || isUnknownIndex(count))
    return forget(self, l10n.t('spliced somewhere'), site);
  const elements = change(self, site);
  const removed = args.length < 2 ? elements.length : index(count, 0);
  return array(args.length === 0 ? [] : elements.splice(index(start, 0), removed, ...items));
}

function change(self: ArrayValue, site: CallSite): Value[] {
  touch(site.scope.frame.run, self);
  return self.elements;
}

function index(value: Value, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}

function isUnknownIndex(value: Value): boolean {
  return value !== undefined && typeof value !== 'number';
}

/** The position of a value, -1 for none; unknown where an unknown element, or one that is not listed, may equal it. */
function position(
  self: ArrayValue,
  value: Value,
  from: Value,
  find: (elements: readonly Value[], start: number) => number,
): Value {
  const isSure = isDistinct(value) && !isUnknownIndex(from);
  const known = self.elements.slice(0, knownLength(self));
  const found = isSure ? find(known, index(from, 0)) : -1;
  if (found >= 0 && known.slice(0, found).every(isDistinct)) return found;
  return isSure && !self.open && self.elements.every(isDistinct)
    ? found
    : unknown(l10n.t('a search that depends on something unknown'));
}

/** Whether `===` of the program is `===` here: two unknown values may be equal without being the same one. */
function isDistinct(value: Value): boolean {
  return isPrimitive(value) || ['array', 'object', 'map', 'set', 'function', 'class'].includes(value.kind);
}

function slice(self: ArrayValue, start: Value, end: Value): Value {
  if (isUnknownIndex(start) || isUnknownIndex(end)) return array([], unknown(l10n.t('a slice of unknown extent')));
  if (!self.open) return array(self.elements.slice(index(start, 0), index(end, self.elements.length)));
  const from = index(start, 0);
  const known = knownLength(self);
  if (from < 0 || from > known) return array([], self.open);
  if (end === undefined) return array(self.elements.slice(from), self.open);
  const to = index(end, 0);
  return to >= 0 && to <= known
    ? array(self.elements.slice(from, to))
    : array(self.elements.slice(from, known), self.open);
}

function filter(self: ArrayValue, callback: Value, own: Value, site: CallSite): Value {
  const kept: Value[] = [];
  let { open } = self;
  mapOver(self, site, (element, at) => {
    const result = callValue(callback, [element, at, self], site, own);
    const known = isRest(element) ? undefined : truth(result);
    if (known) kept.push(element);
    if (known === undefined) {
      open ??= unknown(l10n.t('filtered by something unknown'));
      kept.push(rest(open));
    }
    return result;
  });
  return array(kept, open);
}

function search(
  elements: readonly Value[],
  callback: Value,
  self: ArrayValue,
  site: CallSite,
): { element: Value; at: number | null } | null {
  for (const [at, element] of elements.entries()) {
    const known = isRest(element) ? undefined : truth(callValue(callback, [element, at, self], site));
    if (known === true) return { element, at };
    if (known === undefined) {
      return { element: unknown(l10n.t('a search that depends on something unknown')), at: null };
    }
  }
  return null;
}

function quantify(self: ArrayValue, callback: Value, site: CallSite, wanted: boolean): Value {
  let isSure = self.open === null;
  for (const [at, element] of self.elements.entries()) {
    if (isRest(element)) continue;
    const known = truth(callValue(callback, [element, at, self], site));
    if (known === wanted) return wanted;
    if (known === undefined) isSure = false;
  }
  return isSure ? !wanted : unknown(l10n.t('a test that depends on something unknown'));
}

function reduce(self: ArrayValue, args: readonly Value[], site: CallSite, isReversed: boolean): Value {
  const [callback, initial] = args;
  const all = withRest(self);
  // Holes are passed over.
  const entries = Object.keys(all).map((at) => [Number(at), all[Number(at)]] as const);
  if (isReversed) entries.reverse();
  if (entries.length === 0 && args.length < 2) throw new Thrown(unknown(l10n.t('a sum of nothing')));
  let sum = args.length > 1 ? initial : entries.shift()?.[1];
  if (isRest(sum)) sum = unknown(sum.why);
  for (const [at, element] of entries) {
    const place = at < knownLength(self) ? at : unknown(l10n.t('an index of an unknown list'));
    if (isRest(element)) {
      const one = unknown(element.why);
      const call = (before: Value) => callValue(callback, [before, one, place, self], site);
      sum = reduceUnknown(site.scope.frame.run, element.why, sum, call);
    } else sum = callValue(callback, [sum, element, place, self], site);
  }
  return sum;
}

/** An unknown element may be a list of any length. */
function flatten(self: ArrayValue, depth: number, { scope }: CallSite): ArrayValue {
  return isTree(self, scope.frame.run) ? flattenTo(self, depth) : array([], unknown(l10n.t('a very long list')));
}

function flattenTo(self: ArrayValue, depth: number): ArrayValue {
  const elements = withRest(self).flatMap((element) => {
    if (depth <= 0) return [element];
    if (isKind(element, 'unknown')) return [rest(element)];
    return isKind(element, 'array') ? withRest(flattenTo(element, depth - 1)) : [element];
  });
  return array(elements, elements.find(isRest) ?? null);
}

function sortedBy(self: ArrayValue, compare: Value, site: CallSite): Value[] | null {
  if (self.open) return null;
  // About log₂ n comparisons for each element.
  site.scope.frame.run.work.spend(self.elements.length * 32);
  let isSure = true;
  const order = (a: Value, b: Value): number => {
    const result = compare === undefined ? byText(a, b, site) : callValue(compare, [a, b], site);
    if (!isPrimitive(result) || typeof result === 'bigint') isSure = false;
    return isPrimitive(result) && typeof result !== 'bigint' ? Number(result) : 0;
  };
  const sorted = self.elements.toSorted(order);
  return isSure ? sorted : null;
}

function byText(a: Value, b: Value, site: CallSite): Value {
  const [left, right] = [textOf(a, site), textOf(b, site)];
  if (left === null || right === null) return unknown(l10n.t('not a constant'));
  return left < right ? -1 : left === right ? 0 : 1;
}
