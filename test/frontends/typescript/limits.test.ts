import { describe, expect, it } from 'vitest';
import { Stopped, Work } from '../../../core/graph/work.ts';
import { readTypeScript } from '../../../server/frontends/typescript/index.ts';
import { readText } from './our-models.ts';

const header =
  "import * as tf from '@tensorflow/tfjs';\nconst m = tf.sequential();\nm.add(tf.layers.dense({ units: 1, inputShape: [1] }));\n";
const noFiles = { read: () => null };

describe('an analysis ends', () => {
  it('after its steps, and keeps what it has found', () => {
    const text = `${header}let n = 0; for (const a of Array.from({ length: 5000 })) for (const b of [1, 2, 3]) n += b;`;
    const { models, limits } = readTypeScript('file:///a.ts', text, noFiles, { work: new Work(60_000) });
    expect(models).toHaveLength(1);
    expect(limits).toMatchObject([{ stage: 'program', reached: 'work' }]);
    expect(limits[0]!.place!.range.start).toBeGreaterThanOrEqual(text.indexOf('for (const b'));
  });

  it('after its layers', () => {
    const text = `${header}for (let i = 0; i < 1000; i++) m.add(tf.layers.dense({ units: 1 }));`;
    const { models, limits } = readTypeScript('file:///a.ts', text, noFiles, { budget: { layers: 50 } });
    expect(models[0]!.layers.length).toBeLessThanOrEqual(52);
    expect(limits).toMatchObject([{ stage: 'program', reached: 'layers', count: 50 }]);
  });

  it('before it tries functions, where the code never names the runtime', () => {
    const endless =
      'export function model(layers) { for (;;) for (;;) layers; }\n// tf.layers, from "@tensorflow/tfjs"';
    const spent = (text: string) => readTypeScript('file:///a.ts', text, noFiles, { work: new Work(20_000) }).limits;
    expect(spent(endless)).toEqual([]);
    expect(spent(`import '@tensorflow/tfjs';\n${endless}`)).toMatchObject([{ stage: 'program', reached: 'work' }]);
  });

  it('before it parses a program that is longer than any that people write', () => {
    const text = `${header}/*${' '.repeat(750_000)}*/`;
    const { models, limits } = readTypeScript('file:///a.ts', text, noFiles);
    expect(models).toEqual([]);
    expect(limits).toMatchObject([{ stage: 'program', reached: 'work', place: { range: { start: 0 } } }]);
  });

  it('before the trees of imported files fill the memory', () => {
    const imports = Array.from({ length: 9 }, (_, at) => `import './other${at}.ts';\n`).join('');
    const read = new Set<string>();
    const host = {
      read(uri: string) {
        read.add(uri);
        return `/*${' '.repeat(400_000)}*/`;
      },
    };
    const { limits } = readTypeScript('file:///a.ts', imports + header, host);
    expect(limits).toMatchObject([{ stage: 'program', reached: 'work' }]);
    expect(read.size).toBeLessThan(6);
  });

  it('at once when it is cancelled, without an answer', () => {
    let asked = 0;
    const work = new Work(1e9, () => ++asked > 3);
    expect(() => readTypeScript('file:///a.ts', `${header}for (;;) for (;;) m;`, noFiles, { work })).toThrow(Stopped);
    expect(asked).toBe(4);
  });

  it('however deep calls go', () => {
    const { models } = readText(`${header}function deep(n) { return deep(n + 1) + 1; } deep(0);
      m.add(tf.layers.dense({ units: 2 }));`);
    expect(models[0]!.layers).toHaveLength(3);
  });

  it('however deep instances are made within instances', () => {
    const { models, limits } = readText(`${header}
class Net {
  build = () => { m.add(tf.layers.dense({ units: 2 })); };
  inner = new Net();
}
class Other extends Net {}
new Other().build();
m.add(tf.layers.dense({ units: 3 }));`);
    expect(limits).toEqual([]);
    expect(models[0]!.layers.length).toBeLessThan(6);
  });

  it('leaves a loop that never ends, and goes on behind it', () => {
    const { models, limits } = readText(`${header}while (true) m;\nm.add(tf.layers.dense({ units: 2 }));`);
    expect(models[0]!.layers).toHaveLength(3);
    expect(limits).toMatchObject([{ stage: 'program', reached: 'rounds', count: 20_000 }]);
  });
});

describe('other files', () => {
  const text =
    "import * as tf from '@tensorflow/tfjs';\nimport { units } from './size';\nexport const m = tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [1] })] });";

  it('are asked for while they load', () => {
    const { missing, models } = readTypeScript('file:///w/a.ts', text, { read: () => 'pending' });
    expect(missing).toContain('file:///w/size.ts');
    expect(models).toHaveLength(1);
  });

  it('are found by paths of a tsconfig', () => {
    const files = {
      'file:///w/tsconfig.json': '{ // comments are fine\n "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
      'file:///w/src/size.ts': 'export const units = 6;',
    };
    const { models } = readText(text.replace('./size', '@/size'), files, 'file:///w/src/deep/a.ts');
    expect(models[0]!.layers.at(-1)!.attributes.units).toBe(6);
  });

  it('may import each other', () => {
    const { models } = readText(text.replace("'./size'", "'./b'"), {
      'file:///b.ts': "import { m } from './a';\nexport const units = 3;\nexport const again = () => m;",
      'file:///a.ts': text,
    });
    expect(models[0]!.layers.at(-1)!.attributes.units).toBe(3);
  });
});

it('an expression can be asked for instead of what no call reaches', () => {
  const text =
    "import * as tf from '@tensorflow/tfjs';\nexport const make = (units) => tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [1] })] });";
  const { models } = readTypeScript('file:///a.ts', text, noFiles, { call: 'make(12)' });
  expect(models.map(({ layers }) => layers.at(-1)!.attributes.units)).toEqual([12]);
});

it('a walk over an unknown tree comes to an end, and says that layers may be missing', () => {
  const { models, limits } = readText(`${header}
const m2 = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [4] })] });
function walk(tree) {
  if (tree.units) m2.add(tf.layers.dense({ units: tree.units }));
  tree.children.forEach((child) => walk(child));
  for (const key of Object.keys(tree.more)) walk(tree.more[key]);
}
walk(JSON.parse(text));`);
  expect(limits.map(({ reached }) => reached)).toEqual(['variants']);
  expect(models.at(-1)!.complete).toBe(false);
});

describe('patterns', () => {
  const found = (pattern: string, text: string) =>
    readText(`${header}m.add(tf.layers.dense({ units: ${pattern}.test('${text}') ? 2 : 3 }));`).models[0]!.layers.at(
      -1,
    )!.attributes.units;

  it('are matched', () => {
    expect(found('/^conv(\\d+)x\\d+$/i', 'Conv3x3')).toBe(2);
    expect(found('/^(?:[a-z]+_)+$/', 'a_b_')).toBe(2);
  });

  it('that could go back over their text for ever are as well, and soon', () => {
    const started = Date.now();
    expect(found('/^(a+)+$/', `${'a'.repeat(60)}b`)).toBe(3);
    expect(found('/^(a|aa)*$/', `${'a'.repeat(60)}b`)).toBe(3);
    expect(found('/a*a*a*a*a*a*c/', 'a'.repeat(200))).toBe(3);
    expect(Date.now() - started).toBeLessThan(500);
  });
});
