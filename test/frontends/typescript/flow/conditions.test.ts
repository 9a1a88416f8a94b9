import { describe, expect, it } from 'vitest';
import { readText, rowsOf } from '../our-models.ts';
import { type LayerRow, realModels } from '../real-models.ts';

const start = 'const m = tf.sequential(); m.add(tf.layers.dense({ units: 2, inputShape: [1] }));';
const add = (units: number) => `m.add(tf.layers.dense({ units: ${units} }))`;
const flags = '[true, false]';

/** What decides, with the values that it may have, and a function's body that is decided by it. */
const decisions: Readonly<Record<string, readonly [Readonly<Record<string, string>>, string]>> = {
  'one condition twice': [{ flag: flags }, `${start} if (flag) ${add(3)}; ${add(4)}; if (flag) ${add(5)}; return m;`],
  'a condition and its negation': [{ flag: flags }, `${start} if (flag) ${add(3)}; if (!flag) ${add(5)}; return m;`],
  'several names': [
    { kind: "['a', 'b', 'c']" },
    `${start} if (kind === 'a') ${add(3)}; if ('b' === kind) ${add(4)}; if (kind === 'a') ${add(5)}; return m;`,
  ],
  'a name and what it is not': [
    { kind: "['a', 'b']" },
    `${start} if (kind !== 'a') ${add(3)}; if (kind === 'a') ${add(4)}; return m;`,
  ],
  'a comparison that was kept': [
    { kind: "['a', 'b']" },
    `const isA = kind === 'a'; ${start} if (isA) ${add(3)}; if (kind === 'a') ${add(4)}; if (!isA) ${add(5)}; return m;`,
  ],
  'what is asked of its type': [
    { size: '[undefined, 4]' },
    `${start} if (typeof size === 'undefined') ${add(3)}; ${add(4)}; if (typeof size !== 'undefined') ${add(5)}; return m;`,
  ],
  'what may be a list': [
    { size: '[4, [4]]' },
    `${start} if (Array.isArray(size)) ${add(3)}; ${add(4)}; if (Array.isArray(size)) ${add(5)}; return m;`,
  ],
  'what may be an instance': [
    { size: '[4, [4]]' },
    `${start} if (size instanceof Array) ${add(3)}; ${add(4)}; if (size instanceof Array) ${add(5)}; return m;`,
  ],
  'what may be nothing': [
    { size: '[null, undefined, 0, 4]' },
    `${start} if (size == null) ${add(3)}; if (size != null) ${add(4)}; if (size) ${add(5)}; return m;`,
  ],
  'what is among others': [
    { kind: "['a', 'b']" },
    `${start} if (['a', 'x'].includes(kind)) ${add(3)}; ${add(4)}; if (['a', 'x'].includes(kind)) ${add(5)}; return m;`,
  ],
  'what is more or less': [
    { n: '[1, 5]' },
    `${start} if (n > 3) ${add(3)}; ${add(6)}; if (3 < n) ${add(4)}; if (n <= 3) ${add(7)}; return m;`,
  ],
  'members of options': [
    { options: '[{ bn: true }, { bn: false }]' },
    `const { bn } = options; ${start} if (bn) ${add(3)}; if (options.bn) ${add(4)}; if (!options.bn) ${add(5)}; return m;`,
  ],
  'two conditions together': [
    { a: flags, b: flags },
    `${start} if (a) { ${add(3)}; if (b) ${add(4)}; } else if (b) ${add(5)}; if (a && b) ${add(6)}; return m;`,
  ],
  'both and either': [
    { a: flags, b: flags },
    `const both = a && b; ${start} if (both) ${add(3)}; if (a) ${add(4)}; if (a || b) ${add(5)}; return m;`,
  ],
  'statements behind &&': [{ flag: flags }, `${start} flag && ${add(3)}; ${add(4)}; flag || ${add(5)}; return m;`],
  'booleans made of it': [
    { flag: flags },
    `const f = !!flag; const g = Boolean(flag); ${start} if (f) ${add(3)}; if (g === true) ${add(4)}; if (flag) ${add(5)}; return m;`,
  ],
  'guards that return': [
    { size: '[0, 4]' },
    `if (size) { ${start} return m; } ${start} if (!size) ${add(3)}; return m;`,
  ],
  'guards that throw': [
    { kind: "['a', 'b', 'z']" },
    `${start} switch (kind) { case 'a': ${add(3)}; break; case 'b': ${add(4)}; break; default: throw new Error(kind); } if (kind === 'a') ${add(5)}; return m;`,
  ],
  'clauses that go on': [
    { kind: "['a', 'b', 'z']" },
    `${start} switch (kind) { case 'a': ${add(3)}; break; case 'b': ${add(4)}; default: ${add(5)}; } return m;`,
  ],
  'helpers that ask the same': [
    { flag: flags },
    `const block = (units) => { ${add(0).replace('0', 'units')}; if (flag) m.add(tf.layers.batchNormalization()); }; ${start} block(3); block(5); return m;`,
  ],
  'fields of an instance': [
    { flag: flags },
    `class Net { constructor(f) { this.f = f; } build(m) { if (this.f) ${add(3)}; this.tail(m); return m; } tail(m) { if (this.f) ${add(5)}; } } ${start} return new Net(flag).build(m);`,
  ],
};

describe('what one decision decides is decided everywhere', () => {
  it.each(Object.entries(decisions))('%s', async (_, [variables, body]) => {
    const real: LayerRow[][] = [];
    for (const values of combinations(Object.entries(variables))) {
      // A combination that the program refuses makes no model.
      real.push(...(await realModels('decided.js', program(values, body)).catch(() => [])));
    }
    const unknown = Object.keys(variables).map(
      (name) => `const ${name} = JSON.parse(localStorage.getItem('${name}'));`,
    );
    const ours = readText(program(unknown, body)).models.map(rowsOf);
    expect(distinct(ours)).toEqual(distinct(real));
  });
});

function program(declarations: readonly string[], body: string): string {
  return `import * as tf from '@tensorflow/tfjs';\n${declarations.join('\n')}\nfunction main() { ${body} }\nexport const model = main();`;
}

function combinations(variables: readonly (readonly [string, string])[]): string[][] {
  const [first, ...others] = variables;
  if (!first) return [[]];
  const [name, list] = first;
  const count = new Function(`return ${list}.length`)() as number;
  return combinations(others).flatMap((rest) =>
    Array.from({ length: count }, (_, index) => [`const ${name} = ${list}[${index}];`, ...rest]),
  );
}

/** Models without the names that depend on how many layers were made before. */
function distinct(models: readonly (readonly LayerRow[])[]): readonly string[] {
  const texts = models.flatMap((rows) => (rows.length > 0 ? [JSON.stringify(rows.map(([, ...row]) => row))] : []));
  return [...new Set(texts)].toSorted();
}
