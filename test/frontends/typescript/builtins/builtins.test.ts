import { describe, expect, it } from 'vitest';
import { readText } from '../our-models.ts';

const header = "import * as tf from '@tensorflow/tfjs';\nconst m = tf.sequential();\n";

function unitsOf(text: string): unknown {
  return readText(`${header}${text}\nm.add(tf.layers.dense({ units, inputShape: [4] }));`).models[0]!.layers.at(-1)!
    .attributes.units;
}

describe('what the language provides belongs to one run', () => {
  it.each([
    ['Error.prototype.units = 7;', 'const units = new Error().units ?? 3;'],
    ['Error.prototype.units = 7;', 'const units = new TypeError().units ?? 3;'],
    ['Error.units = 7;', 'const units = Error.units ?? 3;'],
    ['Math.units = 7;', 'const units = Math.units ?? 3;'],
    ['Number.isInteger.units = 7;', 'const units = Number.isInteger.units ?? 3;'],
    ['Array.prototype.units = 7;', 'const units = [].units ?? 3;'],
    ['Object.prototype.units = 7;', 'const units = ({}).units ?? 3;'],
    ['String.prototype.units = 7;', "const units = ''.units ?? 3;"],
    ['Function.prototype.units = 7;', 'const units = (() => 1).units ?? 3;'],
    ['Map.prototype.units = 7;', 'const units = new Map().units ?? 3;'],
    ["Symbol.for('x').units = 7;", "const units = Symbol.for('x').units ?? 3;"],
  ])('%s', (change, ask) => {
    const before = unitsOf(ask);
    const within = unitsOf(`${change}\n${ask}`);
    expect(unitsOf(ask)).toBe(before);
    expect([before, within]).toEqual([3, change.startsWith('Symbol') ? 3 : 7]);
  });

  it('a method that a program adds to all lists, texts or functions is called on them', () => {
    expect(
      unitsOf('Array.prototype.last = function () { return this[this.length - 1]; }; const units = [4, 6].last();'),
    ).toBe(6);
    expect(unitsOf('String.prototype.count = function () { return this.length; }; const units = "abcd".count();')).toBe(
      4,
    );
    expect(
      unitsOf('Object.prototype.twice = function () { return this.n * 2; }; const units = { n: 4 }.twice();'),
    ).toBe(8);
  });

  it('the same text is the same symbol in one program', () => {
    expect(unitsOf("const o = { [Symbol.for('a')]: 9 }; const units = o[Symbol.for('a')];")).toBe(9);
  });
});
