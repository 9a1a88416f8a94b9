import { touch } from '../branches.ts';
import { iterate, openEnd } from '../iteration.ts';
import { callValue, getMember } from '../machine.ts';
import { isPrimitive, toText, truth } from '../numbers.ts';
import { reduceUnknown } from '../repetition.ts';
import type { ArrayValue, CallSite, Value } from '../values.ts';
import { array, isKind, isRest, object, rest, unknown } from '../values.ts';
import { elementAt, forget, knownLength, mapOver, withRest } from './lists.ts';

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
  splice: (self, [start, count, ...items], site) => {
    if (self.open || isUnknownIndex(start) || isUnknownIndex(count)) return forget(self, 'spliced somewhere', site);
    const elements = change(self, site);
    const from = index(start, 0);
    return array(elements.splice(from, index(count, elements.length), ...items));
  },
  reverse: (self, _, site) => {
    const reversed = withRest(self).toReversed();
    change(self, site).splice(0, self.elements.length, ...reversed);
    return self;
  },
  fill: (self, [value, start, end], site) => {
    if (isUnknownIndex(start) || isUnknownIndex(end)) return forget(self, 'filled somewhere', site);
    const elements = change(self, site);
    elements.fill(value, index(start, 0), index(end, elements.length));
    return self;
  },
  sort: (self, [compare], site) => {
    const sorted = sortedBy(self, compare, site);
    if (sorted) change(self, site).splice(0, self.elements.length, ...sorted);
    else if (self.open) forget(self, 'sorted by something unknown', site);
    else change(self, site).fill(unknown('sorted by something unknown'));
    return self;
  },
  toSorted: (self, [compare], site) => {
    const sorted = sortedBy(self, compare, site);
    if (sorted) return array(sorted);
    return self.open ? array([], self.open) : array(self.elements.map(() => unknown('sorted by something unknown')));
  },
  toReversed: (self) => array(withRest(self).toReversed(), self.open),
  map: (self, [callback], site) => mapOver(self, site, (element, at) => callValue(callback, [element, at, self], site)),
  flatMap: (self, [callback], site) =>
    flatten(
      mapOver(self, site, (element, at) => callValue(callback, [element, at, self], site)),
      1,
    ),
  forEach: (self, [callback], site) => {
    // The list may grow while it is walked, but what is added is not visited.
    mapOver(self, site, (element, at) => callValue(callback, [element, at, self], site));
    return undefined;
  },
  filter: (self, [callback], site) => filter(self, callback, site),
  find: (self, [callback], site) => search(withRest(self), callback, self, site)?.element,
  findLast: (self, [callback], site) => search(withRest(self).toReversed(), callback, self, site)?.element,
  findIndex: (self, [callback], site) => {
    const found = search(withRest(self), callback, self, site);
    return found ? (found.at ?? unknown('a search that depends on something unknown')) : -1;
  },
  some: (self, [callback], site) => quantify(self, callback, site, true),
  every: (self, [callback], site) => quantify(self, callback, site, false),
  reduce: (self, args, site) => reduce(withRest(self), self, args, site),
  reduceRight: (self, args, site) => reduce(withRest(self).toReversed(), self, args, site),
  concat: (self, args) => {
    const lists = [self, ...args].map((arg) => (isKind(arg, 'array') || isKind(arg, 'unknown') ? arg : array([arg])));
    const elements = lists.flatMap((list) => (isKind(list, 'array') ? withRest(list) : [rest(list)]));
    return array(elements, elements.find(isRest) ?? null);
  },
  slice: (self, [start, end]) => slice(self, start, end),
  flat: (self, [depth]) => flatten(self, index(depth, 1)),
  join: (self, [separator]) => {
    const texts = self.elements.map((element) => (element === undefined || element === null ? '' : toText(element)));
    if (self.open || texts.includes(null) || isUnknownText(separator)) return unknown('text of something unknown');
    return texts.join(typeof separator === 'string' ? separator : ',');
  },
  includes: (self, [value]) => {
    if (isPrimitive(value) && self.elements.includes(value)) return true;
    return self.open || !isPrimitive(value) || !self.elements.every(isPrimitive)
      ? foundByIdentity(self, value) >= 0 || unknown('a search that depends on something unknown')
      : false;
  },
  indexOf: (self, [value]) => {
    const found = foundByIdentity(self, value);
    const isSure = found >= 0 || (!self.open && isPrimitive(value) && self.elements.every(isPrimitive));
    return isSure ? found : unknown('a search that depends on something unknown');
  },
  lastIndexOf: (self, [value]) =>
    self.open || !isPrimitive(value) || !self.elements.every(isPrimitive)
      ? unknown('a search that depends on something unknown')
      : self.elements.lastIndexOf(value),
  at: (self, [at]) => (typeof at === 'number' ? elementAt(self, at) : unknown('an element with an unknown index')),
  keys: (self) =>
    array(
      self.elements.slice(0, knownLength(self)).map((_, at) => at),
      self.open,
    ),
  values: (self) => array(self.elements.slice(), self.open),
  entries: (self) => {
    const known = knownLength(self);
    const index = (at: number): Value => (at < known ? at : unknown('an index of an unknown list'));
    const entry = (element: Value, at: number) => (isRest(element) ? element : array([index(at), element]));
    return array(withRest(self).map(entry), self.open);
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
  toString: (self: ArrayValue) => (self.open ? null : toText(self)) ?? unknown('text of something unknown'),
};

/** `Array.from`, `Array.of`, `new Array(n)`. */
export function arrayFrom([source, callback]: readonly Value[], site: CallSite): Value {
  let list = listed(source, site);
  if (!list && isKind(source, 'object')) list = blank(getMember(source, 'length', site));
  if (!list) list = array([], unknown('a list of unknown length'));
  if (callback === undefined) return list;
  return mapOver(list, site, (element, at) => callValue(callback, [element, at], site));
}

function listed(source: Value, site: CallSite): ArrayValue | null {
  const elements = iterate(source, site.scope);
  return elements && array(elements.slice(), isKind(source, 'array') ? source.open : openEnd(source));
}

export function newArray(args: readonly Value[]): Value {
  const [length] = args;
  if (args.length !== 1) return array([...args]);
  const isLength = typeof length === 'number' || isKind(length, 'unknown') || isKind(length, 'number');
  return isLength ? blank(length) : array([length]);
}

/** Longer lists are not written down element by element. */
const longest = 100_000;

function blank(length: Value): ArrayValue {
  const isListed = typeof length === 'number' && Number.isInteger(length) && length >= 0 && length <= longest;
  return isListed ? array(new Array<Value>(length).fill(undefined)) : array([], unknown('a list of unknown length'));
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

function isUnknownText(value: Value): boolean {
  return value !== undefined && typeof value !== 'string';
}

/** Where the very same value stands, when nothing before it may be equal as well; −1 when that is not known. */
function foundByIdentity(self: ArrayValue, value: Value): number {
  const found = self.elements.indexOf(value);
  const isKnown = found < knownLength(self) && !self.elements.slice(0, found).some((e) => isKind(e, 'unknown'));
  return isKnown && !isKind(value, 'unknown') ? found : -1;
}

function slice(self: ArrayValue, start: Value, end: Value): Value {
  if (isUnknownIndex(start) || isUnknownIndex(end)) return array([], unknown('a slice of unknown extent'));
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

function filter(self: ArrayValue, callback: Value, site: CallSite): Value {
  const kept: Value[] = [];
  let { open } = self;
  mapOver(self, site, (element, at) => {
    const result = callValue(callback, [element, at, self], site);
    const known = isRest(element) ? undefined : truth(result);
    if (known) kept.push(element);
    if (known === undefined) {
      open ??= unknown('filtered by something unknown');
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
      return { element: unknown('a search that depends on something unknown'), at: null };
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
  return isSure ? !wanted : unknown('a test that depends on something unknown');
}

function reduce(list: readonly Value[], self: ArrayValue, args: readonly Value[], site: CallSite): Value {
  const [callback, initial] = args;
  let sum = args.length > 1 ? initial : list[0];
  const offset = args.length > 1 ? 0 : 1;
  for (const [at, element] of list.slice(offset).entries()) {
    if (isRest(element)) {
      const one = unknown(element.why);
      const call = (before: Value) => callValue(callback, [before, one, unknown(element.why), self], site);
      sum = reduceUnknown(site.scope.frame.run, element.why, sum, call);
    } else sum = callValue(callback, [sum, element, at + offset, self], site);
  }
  return sum;
}

/** What nobody knows may be a list of any length. */
function flatten(self: ArrayValue, depth: number): ArrayValue {
  const elements = withRest(self).flatMap((element) => {
    if (depth <= 0) return [element];
    if (isKind(element, 'unknown')) return [rest(element)];
    return isKind(element, 'array') ? withRest(flatten(element, depth - 1)) : [element];
  });
  return array(elements, elements.find(isRest) ?? null);
}

function sortedBy(self: ArrayValue, compare: Value, site: CallSite): Value[] | null {
  if (self.open) return null;
  let isSure = true;
  const order = (a: Value, b: Value): number => {
    const result = compare === undefined ? byText(a, b) : callValue(compare, [a, b], site);
    if (typeof result !== 'number') isSure = false;
    return typeof result === 'number' ? result : 0;
  };
  const sorted = self.elements.toSorted(order);
  return isSure ? sorted : null;
}

function byText(a: Value, b: Value): Value {
  const [left, right] = [toText(a), toText(b)];
  if (left === null || right === null) return unknown('not a constant');
  return left < right ? -1 : left === right ? 0 : 1;
}
