import { join } from 'node:path';
import { expect, it } from 'vitest';
import { renamed } from './renamed.ts';
import { rewritten } from './rewritten.ts';
import { Watchdog } from './watchdog.ts';

const outcomes = [
  ['stall', { wall: 60, processor: 1 }, 'stalled'],
  ['stall', { wall: 1, processor: 60 }, 'stalled'],
  ['crash', { wall: 60, processor: 60 }, 'died'],
  ['abort', { wall: 60, processor: 60 }, 'died'],
  ['memory', { wall: 60, processor: 60 }, 'memory'],
] as const;

it.each(outcomes)('a worker with a %s is noticed within %j', async (text, bounds, kind) => {
  const watchdog = new Watchdog(join(import.meta.dirname, 'misbehaving-thread.ts'), bounds);
  // The second worker is a new one.
  for (let round = 0; round < 2; round++) {
    expect((await watchdog.outcome({ uri: 'file:///a.ts', text })).kind).toBe(kind);
  }
  await watchdog.stop();
});

it('variables are renamed, and properties, exports and functions are not', () => {
  const text =
    'export const net = 1; const n = { n: 2 }; const { a, b: c } = n; const f = (x) => ({ x, a }); n.a = f(c).x;';
  expect(renamed('file:///a.ts', text)).toBe(
    'export const net = 1; const n_0r = { n: 2 }; const { a: a_0r, b: c_0r } = n_0r; const f = (x_0r) => ({ x: x_0r, a: a_0r }); n_0r.a = f(c_0r).x;',
  );
});

it('broken programs have no other spellings', () => {
  expect(rewritten({ uri: 'file:///a.ts', text: 'const a = (' })).toEqual([]);
});
