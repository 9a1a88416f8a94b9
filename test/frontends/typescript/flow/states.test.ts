import { describe, expect, it } from 'vitest';
import { readText } from '../our-models.ts';

const last = 'm.add(tf.layers.dense({ units: 2, inputShape: [4] })); m.add(tf.layers.dense({ units }));';

/** What a program does to a value, with `flag` of which nothing is known, and then asks for `units`. */
const changes: Readonly<Record<string, string>> = {
  'a variable': 'let units = 3; if (flag) units = 5;',
  'a property of an object': 'const o = { units: 3 }; if (flag) o.units = 5; const { units } = o;',
  'a property of a function': 'function f() {} f.extra = 3; if (flag) f.extra = 5; const units = f.extra;',
  'a property of an arrow function': 'const f = () => 1; f.extra = 3; if (flag) f.extra = 5; const units = f.extra;',
  'a property of a function that is assigned':
    'function f() {} f.extra = 3; if (flag) Object.assign(f, { extra: 5 }); const units = f.extra;',
  'a property of a function that is defined':
    "function f() {} f.extra = 3; if (flag) Object.defineProperty(f, 'extra', { value: 5 }); const units = f.extra;",
  'an accessor of a function':
    "function f() {} if (flag) Object.defineProperty(f, 'extra', { get() { return 5; } }); const units = f.extra ?? 3;",
  'a property of a function that is deleted':
    'function f() {} f.extra = 5; if (flag) delete f.extra; const units = f.extra ?? 3;',
  'a property of the prototype of a function':
    'function F() {} F.prototype.units = 3; if (flag) F.prototype.units = 5; const { units } = new F();',
  'the prototype of a function':
    'function F() {} F.prototype = { units: 3 }; if (flag) F.prototype = { units: 5 }; const { units } = new F();',
  'a static member': 'class C { static extra = 3; } if (flag) C.extra = 5; const units = C.extra;',
  'a property of a class': 'class C { units = 3; } const c = new C(); if (flag) c.units = 5; const { units } = c;',
  'a property of a prototype':
    'class C {} C.prototype.units = 3; if (flag) C.prototype.units = 5; const { units } = new C();',
  'an accessor of an object':
    "const o = {}; if (flag) Object.defineProperty(o, 'units', { get() { return 5; } }); const units = o.units ?? 3;",
  'an accessor instead of another one':
    "const o = { get units() { return 3; } }; if (flag) Object.defineProperty(o, 'units', { get: () => 5 }); const { units } = o;",
  'a prototype of an object':
    'const o = Object.create({ units: 3 }); if (flag) Object.setPrototypeOf(o, { units: 5 }); const { units } = o;',
  'an element': 'const list = [3]; if (flag) list[0] = 5; const [units] = list;',
  'a property of a list': 'const list = []; list.units = 3; if (flag) list.units = 5; const { units } = list;',
  'a property of a list that is deleted':
    'const list = []; list.units = 5; if (flag) delete list.units; const units = list.units ?? 3;',
  'an entry of a map':
    "const map = new Map([['units', 3]]); if (flag) map.set('units', 5); const units = map.get('units');",
  'an entry of a map in a closure':
    "const map = (() => { const inner = new Map([['a', 3]]); return { set: (n) => inner.set('a', n), get: () => inner.get('a') }; })(); if (flag) map.set(5); const units = map.get();",
  'an element of a set': 'const set = new Set([3]); if (flag) set.add(5); const units = set.size + 2;',
  'where a pattern goes on':
    "const pattern = /a/g; if (flag) pattern.test('aaaaa'); const units = pattern.lastIndex + 3;",
  'where a pattern is told to go on':
    'const pattern = /a/g; if (flag) pattern.lastIndex = 5; const units = pattern.lastIndex + 3;',
  'what a pattern finds next':
    "const pattern = /a|bb/g; if (flag) pattern.test('abb'); const units = pattern.exec('abb')[0].length + 2;",
  'how far a generator is':
    'const numbers = (function* () { yield 3; yield 5; })(); if (flag) numbers.next(); const units = numbers.next().value;',
  'whether an object is frozen':
    'const o = { units: 3 }; if (flag) Object.freeze(o); o.units = 5; const { units } = o;',
  'whether a list is frozen': 'const o = [3]; if (flag) Object.freeze(o); o[0] = 5; const [units] = o;',
  'how many properties there are': 'const o = { a: 1 }; if (flag) o.b = 1; const units = Object.keys(o).length + 2;',
  'how many properties there are without one':
    'const o = { a: 1 }; if (flag) delete o.a; const units = Object.keys(o).length + 2;',
  'how many entries there are':
    'const o = { a: 1 }; if (flag) o.b = 1; const units = Object.entries({ ...o }).length + 2;',
  'which properties a loop finds':
    'const o = { a: 1 }; if (flag) o.b = 1; let units = 3; for (const k in o) units += 1;',
  'whether there is a property': "const o = {}; if (flag) o.b = 1; const units = 'b' in o ? 5 : 3;",
  'whether there is a property of its own':
    "const o = {}; if (flag) o.b = 1; const units = Object.hasOwn(o, 'b') ? 5 : 3;",
  'what a closure holds': 'const make = (n) => () => n; let f = make(3); if (flag) f = make(5); const units = f();',
  'a variable of a function that is declared under the condition': 'if (flag) var extra = 5; const units = extra ?? 3;',
  'an element of a typed list': 'const t = new Float32Array([3]); if (flag) t.set([5]); const [units] = t;',
  'whether a map holds something': 'const w = new Map([[1, 3]]); if (flag) w.clear(); const units = w.get(1) ?? 5;',
  'whether a set holds something': 'const s = new Set([1]); if (flag) s.delete(1); const units = s.has(1) ? 3 : 5;',
  'what is done when something was thrown': 'let units = 3; try { if (flag) throw new Error(); } catch { units = 5; }',
  'a global variable': 'globalThis.amount = 3; if (flag) globalThis.amount = 5; const units = globalThis.amount;',
  'a global variable that may be missing': 'if (flag) globalThis.amount = 5; const units = globalThis.amount ?? 3;',
  'a property of a built-in class': 'if (flag) Error.prototype.units = 5; const units = new Error().units ?? 3;',
  'a property of a built-in function': 'if (flag) Math.units = 5; const units = Math.units ?? 3;',
  'a method that all lists inherit':
    'Array.prototype.units = () => 3; if (flag) Array.prototype.units = () => 5; const units = [].units();',
  'what all lists inherit': 'if (flag) Array.prototype.units = 5; const units = [].units ?? 3;',
  'a property of the prototype of a function, if it has one':
    'function F() {} if (flag) F.prototype.units = 5; const units = new F().units ?? 3;',
};

function unitsOf(program: string): unknown[] {
  const text = `import * as tf from '@tensorflow/tfjs';\n${program}\nconst m = tf.sequential(); ${last}`;
  return readText(text).models.map((model) => model.layers.at(-1)!.attributes.units);
}

describe('what only one of the ways changes is not known behind it', () => {
  it.each(Object.entries(changes))('%s', (_, change) => {
    const units = (flag: string) => unitsOf(`const flag = ${flag};\n${change}`);
    const known = [...units('true'), ...units('false')];
    expect(known).toHaveLength(2);
    expect(known.every((each) => typeof each === 'number')).toBe(true);
    expect(known[0]).not.toBe(known[1]);
    expect(units("JSON.parse(localStorage.getItem('flag'))")).toEqual([null]);
  });
});

describe('what a generator does before its next element is asked for', () => {
  it.each([
    'let units = 3; function* g() { units = 5; yield 1; units = 7; } g().next();',
    'let units = 3; function* g() { units = 5; throw new Error(); } try { g().next(); } catch {}',
    'let units = 3; function* g() { yield 1; units = 7; throw new Error(); } try { g().next(); } catch { units = 9; }',
  ])('%s', (program) => expect(unitsOf(program)).toEqual([null]));

  it('is known where it changes nothing but what is its own', () => {
    const program = 'function* g() { let n = 1; while (true) yield (n += 1); } const it = g(); it.next();';
    expect(unitsOf(`${program} const units = it.next().value;`)).toEqual([3]);
  });
});
