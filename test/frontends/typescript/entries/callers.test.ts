import { describe, expect, it } from 'vitest';
import { Work } from '../../../../core/graph/work.ts';
import { AnalysisCache } from '../../../../server/analysis/analysis-cache.ts';
import { analyseFile } from '../../../../server/analysis/file-analysis.ts';
import { readTypeScript } from '../../../../server/frontends/typescript/index.ts';
import { rowsOf } from '../our-models.ts';

const model = `import * as tf from '@tensorflow/tfjs';
export function createModel(units, classes) {
  const m = tf.sequential();
  m.add(tf.layers.dense({ units, inputShape: [2] }));
  m.add(tf.layers.dense({ units: classes }));
  return m;
}`;

const files: Readonly<Record<string, string>> = {
  'file:///lib/model.js': model,
  'file:///train.js': `import { createModel } from './lib/model.js';\nasync function train() { const m = createModel(8, 3); await m.fit(); }`,
  'file:///try.js': `import { createModel } from './lib/model';\ncreateModel(4, 2);`,
  'file:///other.js': `export const name = 'model';`,
};

const host = { read: (uri: string) => files[uri] ?? null };

function units(callers: readonly string[]): (readonly (number | null)[])[] {
  const { models } = readTypeScript('file:///lib/model.js', model, host, { callers });
  return models.map((graph) => rowsOf(graph).map(([, , , params]) => params));
}

describe('files that call a function', () => {
  it('say what its parameters are', () => {
    expect(units(['file:///train.js'])).toEqual([[24, 27]]);
  });

  it('give an instance each', () => {
    expect(units(['file:///train.js', 'file:///try.js'])).toEqual([
      [24, 27],
      [12, 10],
    ]);
  });

  it('leave it as it is when they do not call', () => {
    expect(units(['file:///other.js', 'file:///gone.js'])).toEqual([[null, null]]);
  });

  it('are asked again when they have changed', () => {
    const texts = { ...files };
    const cache = new AnalysisCache({ read: (uri) => texts[uri as keyof typeof texts] ?? null });
    const options = { callers: ['file:///try.js'] };
    const rules = {};
    const get = () => cache.get('file:///lib/model.js', rules, options);
    const count = () => get()?.models[0]?.totals.params.total;
    expect(count()).toBe(22);
    expect(get()).toBe(get());
    texts['file:///try.js'] = texts['file:///try.js']!.replace('(4, 2)', '(1, 2)');
    expect(count()).toBe(7);
  });

  it('say what its blocks make in their models', () => {
    const blocks = `import * as tf from '@tensorflow/tfjs';
export const block = (x, filters) => tf.layers.conv2d({ filters, kernelSize: 3 }).apply(x);`;
    const app = `import * as tf from '@tensorflow/tfjs';
import { block } from './blocks.js';
const input = tf.input({ shape: [8, 8, 3] });
const net = tf.model({ inputs: input, outputs: block(block(input, 4), 8) });`;
    const texts = new Map([
      ['file:///blocks.js', blocks],
      ['file:///app.js', app],
    ]);
    const both = { read: (uri: string) => texts.get(uri) ?? null };
    const { models, callersModels } = readTypeScript('file:///blocks.js', blocks, both, {
      callers: ['file:///app.js'],
    });
    expect(models).toEqual([]);
    expect(callersModels?.map((graph) => rowsOf(graph).map(([, name, shape]) => `${name} ${shape}`))).toEqual([
      ['InputLayer [null,8,8,3]', 'Conv2D [null,6,6,4]', 'Conv2D [null,4,4,8]'],
    ]);
  });

  it('take nothing away from the file when they run forever', () => {
    const own = `${model}\nexport const other = (n) => tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [n] })] });`;
    const texts = new Map([
      ['file:///lib/net.js', own],
      [
        'file:///busy.js',
        "import { createModel } from './lib/model.js';\nconst spin = (n) => (n > 1 ? spin(n - 1) + spin(n - 2) : 1);\ncreateModel(spin(40), 2);",
      ],
    ]);
    const both = { read: (uri: string) => texts.get(uri) ?? null };
    const { models, limits } = readTypeScript('file:///lib/net.js', own, both, {
      callers: ['file:///busy.js'],
      work: new Work(200_000),
    });
    expect(models.map(({ name }) => name)).toContain('other');
    expect(limits).toMatchObject([{ stage: 'callers', reached: 'work', place: { file: 'file:///busy.js' } }]);
  });

  it('are waited for', () => {
    const { missing } = readTypeScript(
      'file:///lib/net.js',
      model,
      { read: () => 'pending' },
      { callers: ['file:///try.js'] },
    );
    expect(missing).toContain('file:///try.js');
  });
});

describe('a file without a word about models', () => {
  const read = (text: string, texts: Readonly<Record<string, string | 'pending'>>) =>
    analyseFile('file:///app.js', text, { read: (uri) => texts[uri] ?? null });
  const app = "import { build } from './lib/index.js';\nexport const made = build(8, 3);";
  const lib = {
    'file:///lib/index.js': "export * from './net.js';",
    'file:///lib/net.js': model.replace('createModel', 'build'),
  };

  it('has the models that it gets from what it imports', () => {
    const { models, ownModels } = read(app, lib);
    expect(models.map(({ graph }) => rowsOf(graph).map(([, , , params]) => params))).toEqual([[24, 27]]);
    expect(ownModels).toBe(1);
  });

  it('waits for what it imports', () => {
    expect(read(app, { ...lib, 'file:///lib/net.js': 'pending' }).missing).toEqual(['file:///lib/net.js']);
  });

  it('is left alone where nothing that it imports makes layers', () => {
    const others = { 'file:///lib/index.js': 'export function build() { while (true) {} }' };
    expect(read(app, others)).toMatchObject({ models: [], findings: [], missing: [] });
  });
});

it('a file whose layers another one puts together has the models that come of it', () => {
  const base = `import * as tf from '@tensorflow/tfjs';
export class Net { constructor(layers) { this.model = tf.sequential({ layers }); } }
export function combine(layers) { const m = tf.sequential(); for (const layer of layers) m.add(layer); return m; }`;
  const read = (text: string) =>
    analyseFile(
      'file:///own.js',
      `import * as tf from '@tensorflow/tfjs';\nimport { Net, combine } from './base';\n${text}`,
      {
        read: (uri) => (uri === 'file:///base.js' ? base : null),
      },
    ).models.map(({ graph }) => rowsOf(graph).map(([, , , params]) => params));
  const layers = (units: number) => `[tf.layers.dense({ units: ${units}, inputShape: [1] })]`;
  expect(read(`export class Own extends Net { constructor() { super(${layers(3)}); } }`)).toEqual([[6]]);
  expect(read(`combine(${layers(4)}).summary();`)).toEqual([[8]]);
});
