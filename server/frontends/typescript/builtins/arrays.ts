import { touch } from '../branches.ts';
import { iterate } from '../iteration.ts';
import { callValue } from '../machine.ts';
import { toText, truth } from '../numbers.ts';
import type { ArrayValue, CallSite, Value } from '../values.ts';
import { array, isKind, object, unknown } from '../values.ts';

export type Method<T> = (self: T, args: readonly Value[], site: CallSite) => Value;

type ArrayMethod = Method<ArrayValue>;

/** Methods of arrays. Where the list may go on, so does the result. */
export const arrayMethods: Readonly<Record<string, ArrayMethod>> = {
  push: (self, args, site) => change(self, site).push(...args),
  pop: (self, _, site) => change(self, site).pop(),
  shift: (self, _, site) => change(self, site).shift(),
  unshift: (self, args, site) => change(self, site).unshift(...args),
  splice: (self, [start, count, ...items], site) => {
    const elements = change(self, site);
    const from = index(start, 0);
    return array(elements.splice(from, index(count, elements.length), ...items));
  },
  reverse: (self, _, site) => {
    change(self, site).reverse();
    return self;
  },
  fill: (self, [value, start, end], site) => {
    const elements = change(self, site);
    elements.fill(value, index(start, 0), index(end, elements.length));
    return self;
  },
  sort: (self, [compare], site) => {
    const sorted = sortedBy(self.elements, compare, site);
    if (sorted) change(self, site).splice(0, self.elements.length, ...sorted);
    else self.open = unknown('sorted by something unknown');
    return self;
  },
  toSorted: (self, [compare], site) => {
    const sorted = sortedBy(self.elements, compare, site);
    return sorted ? array(sorted, self.open) : unknown('sorted by something unknown');
  },
  toReversed: (self) => array(self.elements.toReversed(), self.open),
  map: (self, [callback], site) =>
    array(
      self.elements.map((element, at) => callValue(callback, [element, at, self], site)),
      self.open,
    ),
  flatMap: (self, [callback], site) =>
    flatten(array(self.elements.map((element, at) => callValue(callback, [element, at, self], site))), 1),
  forEach: (self, [callback], site) => {
    // The list may grow while it is walked, but what is added is not visited.
    for (const [at, element] of self.elements.slice().entries()) callValue(callback, [element, at, self], site);
    return undefined;
  },
  filter: (self, [callback], site) => filter(self, callback, site),
  find: (self, [callback], site) => search(self.elements, callback, self, site)?.element,
  findLast: (self, [callback], site) => search(self.elements.toReversed(), callback, self, site)?.element,
  findIndex: (self, [callback], site) => {
    const found = search(self.elements, callback, self, site);
    return found ? (found.at ?? unknown('a search that depends on something unknown')) : -1;
  },
  some: (self, [callback], site) => quantify(self, callback, site, true),
  every: (self, [callback], site) => quantify(self, callback, site, false),
  reduce: (self, args, site) => reduce(self, self.elements, args, site),
  reduceRight: (self, args, site) => reduce(self, self.elements.toReversed(), args, site),
  concat: (self, args) => {
    const rest = args.flatMap((arg) => (isKind(arg, 'array') ? arg.elements : [arg]));
    const open = args.find((arg) => isKind(arg, 'array') && arg.open !== null);
    return array([...self.elements, ...rest], self.open ?? (isKind(open, 'array') ? open.open : null));
  },
  slice: (self, [start, end]) => {
    if (isUnknownIndex(start) || isUnknownIndex(end)) return unknown('a slice of unknown extent');
    return array(self.elements.slice(index(start, 0), index(end, self.elements.length)), self.open);
  },
  flat: (self, [depth]) => flatten(self, index(depth, 1)),
  join: (self, [separator]) => {
    const texts = self.elements.map((element) => (element === undefined || element === null ? '' : toText(element)));
    if (self.open || texts.includes(null)) return unknown('text of something unknown');
    return texts.join(typeof separator === 'string' ? separator : ',');
  },
  includes: (self, [value]) => {
    if (self.elements.includes(value)) return true;
    return self.open || isKind(value, 'unknown') || self.elements.some((e) => isKind(e, 'unknown'))
      ? unknown('a search that depends on something unknown')
      : false;
  },
  indexOf: (self, [value]) => self.elements.indexOf(value),
  lastIndexOf: (self, [value]) => self.elements.lastIndexOf(value),
  at: (self, [at]) => (typeof at === 'number' ? self.elements.at(at) : unknown('an element with an unknown index')),
  keys: (self) => array(self.elements.map((_, at) => at)),
  values: (self) => array(self.elements.slice(), self.open),
  entries: (self) =>
    array(
      self.elements.map((element, at) => array([at, element])),
      self.open,
    ),
  // Generators are lists of what they yield; taking the next one takes it off.
  next: (self, _, site) => {
    const done = self.elements.length === 0;
    return object([
      ['done', done],
      ['value', change(self, site).shift()],
    ]);
  },
  toString: (self: ArrayValue) => toText(self) ?? unknown('text of something unknown'),
};

/** `Array.from`, `Array.of`, `new Array(n)`. */
export function arrayFrom([source, callback]: readonly Value[], site: CallSite): Value {
  let elements = iterate(source, site.scope);
  if (!elements && isKind(source, 'object')) {
    const length = source.properties.get('length')?.value;
    if (typeof length === 'number') elements = blank(length);
  }
  if (!elements) return unknown('a list of unknown length');
  const open = isKind(source, 'array') ? source.open : null;
  if (callback === undefined) return array(elements.slice(), open);
  return array(
    elements.map((element, at) => callValue(callback, [element, at], site)),
    open,
  );
}

export function newArray(args: readonly Value[]): Value {
  const [length] = args;
  if (args.length !== 1) return array([...args]);
  if (typeof length === 'number') return array(blank(length));
  return isKind(length, 'unknown') || isKind(length, 'number') ? unknown('a list of unknown length') : array([length]);
}

/** Longer lists are not written down element by element. */
const longest = 100_000;

function blank(length: number): Value[] {
  return Number.isInteger(length) && length >= 0 && length <= longest ? new Array<Value>(length).fill(undefined) : [];
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

function filter(self: ArrayValue, callback: Value, site: CallSite): Value {
  const kept: Value[] = [];
  let { open } = self;
  for (const [at, element] of self.elements.entries()) {
    const known = truth(callValue(callback, [element, at, self], site));
    if (known !== false) kept.push(element);
    if (known === undefined) open = unknown('filtered by something unknown');
  }
  return array(kept, open);
}

function search(
  elements: readonly Value[],
  callback: Value,
  self: ArrayValue,
  site: CallSite,
): { element: Value; at: number | null } | null {
  for (const [at, element] of elements.entries()) {
    const known = truth(callValue(callback, [element, at, self], site));
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
    const known = truth(callValue(callback, [element, at, self], site));
    if (known === wanted) return wanted;
    if (known === undefined) isSure = false;
  }
  return isSure ? !wanted : unknown('a test that depends on something unknown');
}

function reduce(self: ArrayValue, elements: readonly Value[], args: readonly Value[], site: CallSite): Value {
  const [callback, initial] = args;
  const list = args.length > 1 ? [initial, ...elements] : elements;
  const [first, ...rest] = list;
  const offset = args.length > 1 ? 0 : 1;
  const result = rest.reduce((sum, element, at) => callValue(callback, [sum, element, at + offset, self], site), first);
  return self.open && !isKind(result, 'tensor') ? unknown(self.open.why) : result;
}

function flatten(self: ArrayValue, depth: number): ArrayValue {
  const elements = self.elements.flatMap((element) =>
    isKind(element, 'array') && depth > 0 ? flatten(element, depth - 1).elements : [element],
  );
  return array(elements, self.open);
}

function sortedBy(elements: readonly Value[], compare: Value, site: CallSite): Value[] | null {
  let isSure = true;
  const order = (a: Value, b: Value): number => {
    const result = compare === undefined ? byText(a, b) : callValue(compare, [a, b], site);
    if (typeof result !== 'number') isSure = false;
    return typeof result === 'number' ? result : 0;
  };
  const sorted = elements.toSorted(order);
  return isSure ? sorted : null;
}

function byText(a: Value, b: Value): Value {
  const [left, right] = [toText(a), toText(b)];
  if (left === null || right === null) return unknown('not a constant');
  return left < right ? -1 : left === right ? 0 : 1;
}
