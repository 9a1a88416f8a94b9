import * as l10n from '@vscode/l10n';
/** What the language itself provides. Nothing here reaches outside: no clock, no network, no files. */

import { mayRunAnytime } from '../flow/mutations.ts';
import { isCallable } from '../values/callable.ts';
import { toNumber as toNumberByRules } from '../values/coercion.ts';
import { callValue } from '../values/machine.ts';
import { isPrimitive, toText } from '../values/numbers.ts';
import { prototypeOf } from '../values/prototypes.ts';
import { derived, negated } from '../values/questions.ts';
import type { CallSite, NativeFunction, Run, Value } from '../values/values.ts';
import { array, isKind, isStructured, native, unknown } from '../values/values.ts';
import { arrayFrom, newArray } from './arrays.ts';
import { mapClass, setClass } from './collections.ts';
import { errorClass, errorNames } from './errors.ts';
import { deepCopy, json } from './json.ts';
import { math } from './math.ts';
import { objectFunction } from './objects.ts';
import { promiseClass } from './promises.ts';
import { reflect } from './reflect.ts';
import { regexpClass } from './regexps.ts';
import { stringFunction } from './strings.ts';
import { symbolFunction } from './symbols.ts';
import { typedArrayClass, typedNames } from './typed-arrays.ts';

const numberFunction = (): NativeFunction =>
  native('Number', ([value], site) => numberOf(value, site), {
    members: {
      isInteger: native('isInteger', ([value]) => test(value, Number.isInteger)),
      isFinite: native('isFinite', ([value]) => test(value, Number.isFinite)),
      isNaN: native('isNaN', ([value]) => test(value, Number.isNaN)),
      isSafeInteger: native('isSafeInteger', ([value]) => test(value, Number.isSafeInteger)),
      parseInt: native('parseInt', (args) => parseInteger(args)),
      parseFloat: native('parseFloat', ([value]) => toNumber(value, (text) => Number.parseFloat(String(text)))),
      MAX_SAFE_INTEGER: Number.MAX_SAFE_INTEGER,
      MIN_SAFE_INTEGER: Number.MIN_SAFE_INTEGER,
      MAX_VALUE: Number.MAX_VALUE,
      MIN_VALUE: Number.MIN_VALUE,
      EPSILON: Number.EPSILON,
      POSITIVE_INFINITY: Number.POSITIVE_INFINITY,
      NEGATIVE_INFINITY: Number.NEGATIVE_INFINITY,
      NaN: Number.NaN,
    },
  });

const arrayFunction = (): NativeFunction =>
  native('Array', newArray, {
    construct: newArray,
    hasInstance: (value) => isKind(value, 'array'),
    members: {
      from: native('from', arrayFrom),
      of: native('of', (args) => array([...args])),
      isArray: native('isArray', ([value]) =>
        isKind(value, 'unknown') ? derived('isArray', [value], value.why) : isKind(value, 'array') && !value.typed,
      ),
    },
  });

/**
 * A global of the language; undefined when it has none of that name. Programs may change it, or what its instances
 * inherit, so each run makes its own when it first needs it.
 */
export function builtin(name: string, run: Run): Value {
  const known = run.builtins.get(name);
  if (known !== undefined) return known;
  const made = makers.get(name)?.(run);
  if (made !== undefined) run.builtins.set(name, made);
  return made;
}

/** Whether the language has a global of that name. */
export function isBuiltin(name: string): boolean {
  return makers.has(name);
}

const escapes: Readonly<Record<string, (text: string) => string>> = {
  encodeURIComponent,
  decodeURIComponent,
  encodeURI,
  decodeURI,
};

const makers: ReadonlyMap<string, (run: Run) => Value> = new Map<string, (run: Run) => Value>([
  ['NaN', () => Number.NaN],
  ['Infinity', () => Number.POSITIVE_INFINITY],
  ['Math', math],
  ['JSON', json],
  ['Object', objectFunction],
  ['Number', numberFunction],
  ['Array', arrayFunction],
  ['Map', mapClass],
  ['WeakMap', mapClass],
  ['Set', setClass],
  ['WeakSet', setClass],
  ['Promise', promiseClass],
  ['Symbol', symbolFunction],
  ['Error', () => errorClass('Error', null)],
  ...errorNames.map((name) => [name, (run: Run) => errorClass(name, prototypeOf(builtin('Error', run)))] as const),
  ['Reflect', reflect],
  ['Function', () => native('Function', () => unknown(l10n.t('code made of text')), { hasInstance: isCallable })],
  ['String', stringFunction],
  ['Boolean', () => native('Boolean', ([value]) => truthOf(value))],
  ['parseInt', () => native('parseInt', (args) => parseInteger(args))],
  ['parseFloat', () => native('parseFloat', ([value]) => toNumber(value, (text) => Number.parseFloat(String(text))))],
  ['isNaN', () => native('isNaN', ([value]) => test(value, (plain) => Number.isNaN(Number(plain))))],
  ['isFinite', () => native('isFinite', ([value]) => test(value, (plain) => Number.isFinite(Number(plain))))],
  ...['setTimeout', 'setImmediate', 'requestAnimationFrame', 'queueMicrotask'].map(
    (name) => [name, () => native(name, ([callback, , ...args], site) => later(callback, args, site))] as const,
  ),
  ['structuredClone', () => native('structuredClone', ([value], { scope }) => deepCopy(value, scope.frame.run))],
  ['console', () => native('console', () => undefined, { isObject: true, members: consoleMembers() })],
  ...Object.keys(escapes).map((name) => [name, () => escaping(name)] as const),
  ...typedNames.map((name) => [name, () => typedArrayClass(name)] as const),
  ['RegExp', regexpClass],
  ['BigInt', () => native('BigInt', ([value]) => toBigInt(value))],
  ['Date', dateClass],
]);

function dateClass(): NativeFunction {
  const time = () => unknown(l10n.t('the time'));
  return native('Date', time, { members: { now: native('now', time) } });
}

function truthOf(value: Value): Value {
  if (isPrimitive(value)) return Boolean(value);
  return isKind(value, 'unknown') ? negated(negated(value)) : true;
}

/** While a promise is made, what it waits for; else something that runs at any time. */
function later(callback: Value, args: readonly Value[], site: CallSite): Value {
  const { timers } = site.scope.frame.run;
  if (timers) timers.push(native('timer', (_, at) => callValue(callback, args, at)));
  else mayRunAnytime(callback, site);
  return unknown(l10n.t('a timer'));
}

function consoleMembers(): Record<string, Value> {
  const names = ['log', 'info', 'warn', 'error', 'debug', 'table', 'time', 'timeEnd', 'group', 'groupEnd', 'assert'];
  return Object.fromEntries(names.map((name) => [name, native(name, () => undefined)]));
}

function numberOf(value: Value, site: CallSite): Value {
  const number = value === undefined ? 0 : toNumberByRules(value, site);
  return typeof number === 'bigint' ? Number(number) : number;
}

function toBigInt(value: Value): Value {
  try {
    return isPrimitive(value) ? BigInt(value ?? 'none') : unknown(l10n.t('a number that is not known'));
  } catch {
    return unknown(l10n.t('an operation that throws'));
  }
}

function escaping(name: string): Value {
  return native(name, ([value]) => {
    const text = toText(value);
    try {
      return text === null ? unknown(l10n.t('text of something unknown')) : escapes[name]?.(text);
    } catch {
      return unknown(l10n.t('an operation that throws'));
    }
  });
}

function toNumber(value: Value, convert: (value: unknown) => number): Value {
  if (isPrimitive(value)) return convert(value);
  return isKind(value, 'number') || isKind(value, 'unknown') ? value : Number.NaN;
}

function parseInteger([value, radix]: readonly Value[]): Value {
  return toNumber(value, (text) => Number.parseInt(String(text), typeof radix === 'number' ? radix : undefined));
}

function test(value: Value, predicate: (value: unknown) => boolean): Value {
  return isStructured(value) ? unknown(l10n.t('not a constant')) : predicate(value);
}
