import { describe, expect, it } from 'vitest';
import { readText, rowsOf } from '../our-models.ts';
import { realModels } from '../real-models.ts';

/** Statements on two configs, `a` and `b`, of which `o` is one; and what is known after them of `a`, `b` and `o`. */
const programs: Readonly<Record<string, readonly [statements: string, known: readonly (number | null)[]]>> = {
  'nothing is written': ['', [3, 5, null]],
  'what may be either is written': ['o.units = 9;', [null, null, 9]],
  'what either has is written': ['o.units = 3;', [3, null, 3]],
  'one of them is written': ['a.units = 9;', [9, 5, null]],
  'one of several that may be either is written': ['let p = b; if (other) p = o; p.units = 9;', [null, null, null]],
  'another property is written': ['o.name = "x" + o.units;', [3, 5, null]],
  'a property is deleted': ['if (o.extra) delete o.extra; delete o.units; o.units ??= 7;', [null, null, 7]],
  'a helper writes': ['const set = (config) => { config.units = 9; }; set(o);', [null, null, 9]],
  'it is written under a condition': ['if (other) o.units = 9;', [null, null, null]],
  'copies are written': ['o = { ...o }; o.units = 9;', [3, 5, 9]],
};

const flags = [true, false];

describe('what may be one of several objects', () => {
  it.each(Object.entries(programs))('%s', async (_, [statements, known]) => {
    const text = (flag: string, other: string) => `import * as tf from '@tensorflow/tfjs';
const flag = ${flag}, other = ${other};
const a = { units: 3 }, b = { units: 5 };
let o = a;
if (flag) o = b;
${statements}
const net = ({ units }) => tf.sequential({ layers: [tf.layers.dense({ inputShape: [1], units })] });
export const models = [net(a), net(b), net(o)];`;
    const units = (models: readonly (readonly (readonly unknown[])[])[]) => models.map(([row]) => sizeOf(row?.[3]));
    expect(
      units(readText(text('Boolean(localStorage.flag)', 'Boolean(localStorage.other)')).models.map(rowsOf)),
    ).toEqual(known);
    for (const flag of flags) {
      for (const other of flags) {
        const real = units(await realModels('aliases.js', text(String(flag), String(other))));
        expect(real).toEqual(known.map((size, index) => size ?? real[index]));
      }
    }
  });
});

/** Of a dense layer on one feature, from its parameters. */
function sizeOf(params: unknown): number | null {
  return typeof params === 'number' ? params / 2 : null;
}

it('lists that may be one of several lose what they hold', () => {
  const text = `import * as tf from '@tensorflow/tfjs';
const a = [3], b = [5];
let o = a;
if (localStorage.flag) o = b;
o.push(4);
const net = (widths) => { const m = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [1] })] });
  for (const units of widths) m.add(tf.layers.dense({ units })); return m; };
export const models = [net(a), net(b)];`;
  expect(readText(text).models.map(({ complete }) => complete)).toEqual([false, false]);
});
