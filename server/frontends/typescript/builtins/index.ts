/** What the language itself provides. Nothing here reaches outside: no clock, no network, no files. */
import { isPrimitive, toText } from '../numbers.ts';
import type { Value } from '../values.ts';
import { array, isCallable, isKind, isStructured, native, unknown } from '../values.ts';
import { arrayFrom, newArray } from './arrays.ts';
import { mapClass, setClass } from './collections.ts';
import { errorClasses } from './errors.ts';
import { json } from './json.ts';
import { math } from './math.ts';
import { objectFunction } from './objects.ts';
import { promiseClass } from './promises.ts';
import { reflect } from './reflect.ts';
import { symbolFunction } from './symbols.ts';

const ignored = native('console', () => undefined);

const numberFunction: Value = native('Number', ([value]) => toNumber(value, Number), {
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
    EPSILON: Number.EPSILON,
    POSITIVE_INFINITY: Number.POSITIVE_INFINITY,
    NEGATIVE_INFINITY: Number.NEGATIVE_INFINITY,
    NaN: Number.NaN,
  },
});

const arrayFunction: Value = native('Array', newArray, {
  construct: newArray,
  hasInstance: (value) => isKind(value, 'array'),
  members: {
    from: native('from', arrayFrom),
    of: native('of', (args) => array([...args])),
    isArray: native('isArray', ([value]) => (isKind(value, 'unknown') ? value : isKind(value, 'array'))),
  },
});

export const builtins: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
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
  ...errorClasses,
  ['Reflect', reflect],
  ['Function', native('Function', () => unknown('code made of text'), { hasInstance: isCallable })],
  ['String', native('String', ([value]) => toText(value) ?? unknown('text of something unknown'))],
  [
    'Boolean',
    native('Boolean', ([value]) => (isPrimitive(value) ? Boolean(value) : isKind(value, 'unknown') ? value : true)),
  ],
  ['parseInt', native('parseInt', (args) => parseInteger(args))],
  ['parseFloat', native('parseFloat', ([value]) => toNumber(value, (text) => Number.parseFloat(String(text))))],
  ['isNaN', native('isNaN', ([value]) => test(value, (plain) => Number.isNaN(Number(plain))))],
  ['isFinite', native('isFinite', ([value]) => test(value, (plain) => Number.isFinite(Number(plain))))],
  ['structuredClone', native('structuredClone', ([value]) => value)],
  ['console', native('console', () => undefined, { members: consoleMembers() })],
]);

function consoleMembers(): Record<string, Value> {
  const names = ['log', 'info', 'warn', 'error', 'debug', 'table', 'time', 'timeEnd', 'group', 'groupEnd', 'assert'];
  return Object.fromEntries(names.map((name) => [name, ignored]));
}

function toNumber(value: Value, convert: (value: unknown) => number): Value {
  if (isPrimitive(value)) return convert(value);
  return isKind(value, 'number') || isKind(value, 'unknown') ? value : Number.NaN;
}

function parseInteger([value, radix]: readonly Value[]): Value {
  return toNumber(value, (text) => Number.parseInt(String(text), typeof radix === 'number' ? radix : undefined));
}

function test(value: Value, predicate: (value: unknown) => boolean): Value {
  return isStructured(value) ? unknown('not a constant') : predicate(value);
}
