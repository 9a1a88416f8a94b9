import * as l10n from '@vscode/l10n';
import { isCallable } from '../values/callable.ts';
import { textOf } from '../values/coercion.ts';
import { longestText } from '../values/extent.ts';
import type { RegExpValue } from '../values/leaf-values.ts';
import { callValue } from '../values/machine.ts';
import { isPrimitive } from '../values/numbers.ts';
import type { CallSite, NativeFunction, Value } from '../values/values.ts';
import { array, isKind, native, object, unknown } from '../values/values.ts';
import type { Method } from './arrays.ts';
import type { Found, LinearRegExp } from './linear-regexp.ts';
import { matchEach, matchText, searchText, splitText, withPattern } from './regexps.ts';

type Plain = string | number | undefined;

/** Methods that JavaScript's own strings do, given constants. */
const direct = [
  ...['at', 'charAt', 'charCodeAt', 'codePointAt', 'concat', 'endsWith', 'includes', 'indexOf', 'lastIndexOf'],
  ...['localeCompare', 'normalize', 'padEnd', 'padStart', 'repeat', 'slice', 'startsWith', 'substr', 'substring'],
  ...['toLowerCase', 'toUpperCase', 'toLocaleLowerCase', 'toLocaleUpperCase', 'toString', 'trim', 'trimEnd'],
  ...['trimStart', 'valueOf'],
] as const;

export const stringMethods: Readonly<Record<string, Method<string>>> = {
  ...Object.fromEntries(direct.map((name) => [name, callDirectly(name)])),
  split: (self, [separator, limit], site) => {
    const most = typeof limit === 'number' ? limit : undefined;
    if (separator === undefined) return array([self]);
    if (typeof separator === 'string') return array(self.split(separator, most));
    return isKind(separator, 'regexp')
      ? withPattern(self, separator, '', site, (ready) => splitText(self, ready, most))
      : unknown(l10n.t('text split by something unknown'));
  },
  match: (self, [pattern], site) => withPattern(self, pattern, '', site, (ready) => matchText(self, ready)),
  matchAll: (self, [pattern], site) => withPattern(self, pattern, 'g', site, (ready) => matchEach(self, ready)),
  search: (self, [pattern], site) => withPattern(self, pattern, '', site, (ready) => searchText(self, ready)),
  replace: (self, [pattern, replacement], site) => replace(self, pattern, replacement, false, site),
  replaceAll: (self, [pattern, replacement], site) => replace(self, pattern, replacement, true, site),
  isWellFormed: (self) => !/\p{Surrogate}/u.test(self),
};

function callDirectly(name: (typeof direct)[number]): Method<string> {
  return (self, args) => {
    if (!args.every(isPrimitive)) return unknown(l10n.t('text made of something unknown'));
    const plain = args as readonly Plain[];
    if (lengthOf(name, self, plain) > longestText) return unknown(l10n.t('a very long text'));
    const method = String.prototype[name] as (this: string, ...given: readonly Plain[]) => string | number | boolean;
    try {
      return method.apply(self, [...plain]);
    } catch {
      return unknown(l10n.t('an operation that throws'));
    }
  };
}

/** No result is longer, whatever the method. */
function lengthOf(name: (typeof direct)[number], self: string, args: readonly Plain[]): number {
  const [count] = args;
  if (name === 'repeat') return self.length * Number(count);
  if (name === 'padStart' || name === 'padEnd') return Number(count);
  return args.reduce<number>((sum, arg) => sum + (typeof arg === 'string' ? arg.length : 0), self.length);
}

/** The replacement may be a text with `$1` in it, or a function of the match. */
function replace(self: string, pattern: Value, replacement: Value, isGlobal: boolean, site: CallSite): Value {
  if (!isKind(pattern, 'regexp') && typeof pattern !== 'string') return unknown(l10n.t('text replaced by a pattern'));
  let failed: Value;
  let written = 0;
  const by = (...found: Found[]): string => {
    const args = found.map((each) => (typeof each === 'object' ? object(Object.entries(each)) : each));
    const result = textOf(callValue(replacement, args, site), site);
    written += result?.length ?? 0;
    if (result === null) failed = unknown(l10n.t('text replaced by something unknown'));
    if (written > longestText) failed = unknown(l10n.t('a very long text'));
    return failed === undefined ? (result ?? '') : '';
  };
  const given = isCallable(replacement) ? by : textOf(replacement, site);
  if (given === null) return unknown(l10n.t('text replaced by something unknown'));
  if (typeof given === 'string' && mostReplaced(self, pattern, given, isGlobal) > longestText)
    return unknown(l10n.t('a very long text'));
  const result =
    typeof pattern === 'string'
      ? replaceText(self, pattern, given, isGlobal)
      : withPattern(self, pattern, '', site, (ready) =>
          isGlobal && !ready.global ? unknown(l10n.t('an operation that throws')) : replacePattern(self, ready, given),
        );
  return failed ?? result;
}

/** Characters that replacements can put in: `$&` and its like put in a part of the text. */
function mostReplaced(self: string, pattern: string | RegExpValue, given: string, isGlobal: boolean): number {
  const isOnce = typeof pattern === 'string' ? !isGlobal : !pattern.flags.includes('g');
  const matches = isOnce ? 1 : self.length / Math.max(1, typeof pattern === 'string' ? pattern.length : 1) + 1;
  return matches * (given.length + (given.split('$').length - 1) * self.length);
}

type Replacement = string | ((...found: Found[]) => string);

function replaceText(text: string, found: string, by: Replacement, isGlobal: boolean): string {
  // Both forms of the replacement are of one overload each.
  if (typeof by === 'string') return isGlobal ? text.replaceAll(found, by) : text.replace(found, by);
  return isGlobal ? text.replaceAll(found, by) : text.replace(found, by);
}

function replacePattern(text: string, ready: LinearRegExp, by: Replacement): string {
  return typeof by === 'string' ? text.replace(ready, by) : text.replace(ready, by);
}

/** `String(value)` and its static functions. */
export const stringFunction = (): NativeFunction =>
  native('String', ([value], site) => textOfAny(value, site), {
    members: {
      fromCharCode: native('fromCharCode', (args) => fromNumbers(args, String.fromCharCode)),
      fromCodePoint: native('fromCodePoint', (args) => fromNumbers(args, String.fromCodePoint)),
      raw: native('raw', ([strings, ...values], site) => raw(strings, values, site)),
    },
  });

function textOfAny(value: Value, site: CallSite): Value {
  if (isKind(value, 'symbol')) return `Symbol(${value.description ?? ''})`;
  return textOf(value, site) ?? unknown(l10n.t('text of something unknown'));
}

function fromNumbers(args: readonly Value[], convert: (...codes: number[]) => string): Value {
  const codes = args.filter((code) => typeof code === 'number');
  try {
    return codes.length === args.length ? convert(...codes) : unknown(l10n.t('text of something unknown'));
  } catch {
    return unknown(l10n.t('an operation that throws'));
  }
}

function raw(strings: Value, values: readonly Value[], site: CallSite): Value {
  const texts = isKind(strings, 'array') ? (strings.raw ?? strings).elements.map((text) => textOf(text, site)) : [null];
  const parts = texts.flatMap((text, at) => (at + 1 < texts.length ? [text, textOf(values[at], site)] : [text]));
  return parts.includes(null) ? unknown(l10n.t('text of something unknown')) : parts.join('');
}

export const numberMethods: Readonly<Record<string, Method<number>>> = {
  toFixed: (self, [digits]) => self.toFixed(clamp(digits, 0)),
  toPrecision: (self, [digits]) => (digits === undefined ? String(self) : self.toPrecision(clamp(digits, 1))),
  toExponential: (self, [digits]) => self.toExponential(digits === undefined ? undefined : clamp(digits, 0)),
  toString: (self: number, [radix]: readonly Value[]) =>
    self.toString(typeof radix === 'number' && radix >= 2 && radix <= 36 ? radix : 10),
  toLocaleString: () => unknown(l10n.t('text that depends on the locale')),
  valueOf: (self: number) => self,
};

function clamp(digits: Value, least: number): number {
  return typeof digits === 'number' ? Math.min(100, Math.max(least, Math.trunc(digits))) : least;
}
