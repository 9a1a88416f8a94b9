import { callValue } from '../machine.ts';
import { isPrimitive } from '../numbers.ts';
import type { Value } from '../values.ts';
import { array, isCallable, isKind, unknown } from '../values.ts';
import type { Method } from './arrays.ts';

type Plain = string | number | undefined;

/** Methods that JavaScript's own strings do, given constants. */
const direct = [
  ...['at', 'charAt', 'charCodeAt', 'codePointAt', 'concat', 'endsWith', 'includes', 'indexOf', 'lastIndexOf'],
  ...['localeCompare', 'normalize', 'padEnd', 'padStart', 'repeat', 'slice', 'startsWith', 'substr', 'substring'],
  ...['toLowerCase', 'toUpperCase', 'toString', 'trim', 'trimEnd', 'trimStart', 'valueOf'],
] as const;

/** Repetitions and paddings beyond this are not text that a program names layers with. */
const longest = 10_000;

export const stringMethods: Readonly<Record<string, Method<string>>> = {
  ...Object.fromEntries(direct.map((name) => [name, callDirectly(name)])),
  split: (self, [separator, limit]) => {
    if (separator !== undefined && typeof separator !== 'string') return unknown('text split by something unknown');
    return array(
      separator === undefined ? [self] : self.split(separator, typeof limit === 'number' ? limit : undefined),
    );
  },
  match: (self, [pattern]) => {
    if (typeof pattern !== 'string' || !/^[\w\s-]*$/.test(pattern)) return unknown('text matched with a pattern');
    return self.includes(pattern) ? array([pattern]) : null;
  },
  replace: (self, [pattern, replacement], site) => replace(self, pattern, replacement, false, site),
  replaceAll: (self, [pattern, replacement], site) => replace(self, pattern, replacement, true, site),
};

function callDirectly(name: (typeof direct)[number]): Method<string> {
  return (self, args) => {
    if (!args.every(isPrimitive)) return unknown('text made of something unknown');
    const plain = args as readonly Plain[];
    if (plain.some((arg) => typeof arg === 'number' && arg > longest)) return unknown('very long text');
    const method = String.prototype[name] as (this: string, ...given: readonly Plain[]) => string | number | boolean;
    return method.apply(self, [...plain]);
  };
}

function replace(
  self: string,
  pattern: Value,
  replacement: Value,
  isGlobal: boolean,
  site: Parameters<Method<string>>[2],
): Value {
  if (typeof pattern !== 'string') return unknown('text replaced by a pattern');
  const value = isCallable(replacement) ? callValue(replacement, [pattern], site) : replacement;
  if (typeof value !== 'string')
    return isKind(value, 'unknown') ? value : unknown('text replaced by something unknown');
  return isGlobal ? self.replaceAll(pattern, () => value) : self.replace(pattern, () => value);
}

export const numberMethods: Readonly<Record<string, Method<number>>> = {
  toFixed: (self, [digits]) => self.toFixed(clamp(digits, 0)),
  toPrecision: (self, [digits]) => (digits === undefined ? String(self) : self.toPrecision(clamp(digits, 1))),
  toString: (self: number, [radix]: readonly Value[]) =>
    self.toString(typeof radix === 'number' && radix >= 2 && radix <= 36 ? radix : 10),
  toLocaleString: () => unknown('text that depends on the locale'),
  valueOf: (self: number) => self,
};

function clamp(digits: Value, least: number): number {
  return typeof digits === 'number' ? Math.min(100, Math.max(least, Math.trunc(digits))) : least;
}
