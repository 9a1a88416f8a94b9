import { describe, expect, it } from 'vitest';
import { printFolder } from '../../../../server/frontends/folder.ts';
import type { FileHost, FileModels } from '../../../../server/frontends/frontend.ts';
import { readTypeScript } from '../../../../server/frontends/typescript/index.ts';
import { rowsOf } from '../our-models.ts';

type Files = Readonly<Record<string, string>>;

/** Files in memory, and the folders that they lie in. */
function hostOf(files: Files): FileHost {
  return {
    read(uri) {
      if (!uri.endsWith('/')) return files[uri] ?? null;
      const inside = Object.keys(files).filter((file) => file.startsWith(uri));
      if (inside.length === 0) return null;
      return printFolder(new Set(inside.map((file) => file.slice(uri.length).replace(/\/.*/, '/'))));
    },
  };
}

function read(uri: string, files: Files): FileModels {
  return readTypeScript(uri, files[uri]!, hostOf(files));
}

/** Layers as `Dense [null,3] 6`, a list for each model. */
function layersOf(uri: string, files: Files): string[][] {
  return read(uri, files).models.map((graph) =>
    rowsOf(graph).map(([, className, shape, params]) => `${className} ${shape} ${params}`),
  );
}

const page = `<html><head>
<script src="https://cdn.example/tf.min.js"></script>
<!-- <script src="old.js"></script> -->
<script>var UNITS = 3;</script>
<script src="js/layers.js"></script>
<script src='js/model.js?v=2'></script>
<script type="application/json">{ "layers": 1 }</script>
</head></html>`;
const layers = `const SIZE = 2;\nfunction dense(units) { return tf.layers.dense({ units, inputShape: [SIZE] }); }`;
const model = `const net = tf.sequential();\nnet.add(dense(UNITS));`;
const site = {
  'file:///site/index.html': page,
  'file:///site/js/layers.js': layers,
  'file:///site/js/model.js': model,
};

describe('the scripts of a page', () => {
  it('share their functions and constants, those between its lines included', () => {
    expect(layersOf('file:///site/js/model.js', site)).toEqual([['Dense [null,3] 9']]);
  });

  it('are those that the page names: not what stands in its comments', () => {
    const old = `function dense(units) { return tf.layers.dense({ units: 99, inputShape: [9] }); }`;
    const commented = page.replace('<script src="js/layers.js"></script>', '');
    const files = { ...site, 'file:///site/old.js': old, 'file:///site/index.html': commented };
    // The page does not say what `dense` is, and another file's idea of it does not count.
    expect(layersOf('file:///site/js/model.js', files)).toEqual([['Unknown [] null']]);
  });

  it('come in its order: a later one may replace what an earlier one has set', () => {
    const files = {
      'file:///index.html': '<script src=a.js></script><script src=b.js></script><script src=c.js></script>',
      'file:///a.js': 'var units = 1;',
      'file:///b.js': 'units = 2;',
      'file:///c.js':
        'const net = tf.sequential({ layers: [tf.layers.dense({ units: window.units, inputShape: [1] })] });',
    };
    expect(layersOf('file:///c.js', files)).toEqual([['Dense [null,2] 4']]);
  });

  it('give arguments to the functions of those before them', () => {
    const files = {
      'file:///index.html': '<script src="model.js"></script><script defer src="main.js"></script>',
      'file:///model.js':
        'function make(n) { return tf.sequential({ layers: [tf.layers.dense({ units: n, inputShape: [1] })] }); }',
      'file:///main.js': 'window.onload = () => { const m = make(7); m.summary(); };',
    };
    expect(layersOf('file:///model.js', files)).toEqual([['Dense [null,7] 14']]);
  });

  it('reach each other through objects that they fill together', () => {
    const files = {
      'file:///index.html': '<script src="a.js"></script><script src="b.js"></script>',
      'file:///a.js':
        'var App = App || {};\n(function (app) { app.dense = (units) => tf.layers.dense({ units, inputShape: [2] }); })(App);',
      'file:///b.js': 'var App = App || {};\nApp.net = tf.sequential({ layers: [App.dense(4)] });',
    };
    expect(layersOf('file:///b.js', files)).toEqual([['Dense [null,4] 12']]);
  });

  it('may have been compiled from TypeScript', () => {
    const files = {
      'file:///index.html': '<script src="a.js"></script><script src="b.js"></script>',
      'file:///a.ts': 'const units: number = 5;',
      'file:///b.ts': 'const net = tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [1] })] });',
    };
    expect(layersOf('file:///b.ts', files)).toEqual([['Dense [null,5] 10']]);
  });

  it('keep nothing from a module, and a module keeps its own', () => {
    const module =
      'export {};\nconst units = 3;\nconst net = tf.sequential({ layers: [tf.layers.dense({ units: other, inputShape: [1] })] });';
    const files = {
      'file:///index.html': '<script src="a.js" type="module"></script><script src="b.js"></script>',
      'file:///a.js': module,
      'file:///b.js':
        'const other = 4;\nconst net = tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [1] })] });',
    };
    expect(layersOf('file:///b.js', files)).toEqual([['Dense [null,null] null']]);
    expect(layersOf('file:///a.js', files)).toEqual([['Dense [null,null] null']]);
  });

  it('are asked for while they are not loaded', () => {
    const host: FileHost = { read: (uri) => (uri === 'file:///p/' ? 'index.html\nmodel.js' : 'pending') };
    expect(readTypeScript('file:///p/model.js', model, host).missing).toContain('file:///p/index.html');
    const folder: FileHost = { read: () => 'pending' };
    expect(readTypeScript('file:///p/model.js', model, folder).missing).toEqual(['file:///p/']);
  });

  it('lose nothing to one of them that runs forever', () => {
    const files = { ...site, 'file:///site/js/layers.js': `${layers}\nlet i = 0; while (true) { i += dense(1); }` };
    const { models } = readTypeScript('file:///site/js/model.js', model, hostOf(files));
    expect(models).toHaveLength(1);
  });
});

describe('scripts without a page', () => {
  const files = { 'file:///lib/layers.js': `const UNITS = 6;\n${layers}`, 'file:///lib/model.js': model };

  it('take what exactly one script of their folder declares', () => {
    expect(layersOf('file:///lib/model.js', files)).toEqual([['Dense [null,6] 18']]);
  });

  it('take nothing where two do, or where a module does', () => {
    expect(layersOf('file:///lib/model.js', { ...files, 'file:///lib/more.js': layers })).toEqual([
      ['Unknown [] null'],
    ]);
    const exported = {
      ...files,
      'file:///lib/layers.js': files['file:///lib/layers.js'].replace('function', 'export function'),
    };
    expect(layersOf('file:///lib/model.js', exported)).toEqual([['Unknown [] null']]);
  });

  it('in a worker are those that it imports', () => {
    const worker = {
      'file:///w/main.js': `importScripts('https://cdn.example/tf.js', 'parts/layers.js');\nconst UNITS = 2;\n${model}`,
      'file:///w/parts/layers.js': layers,
    };
    expect(layersOf('file:///w/main.js', worker)).toEqual([['Dense [null,2] 6']]);
  });
});

describe('a page', () => {
  it('holds models of its own, at their places', () => {
    const text = page.replace(
      '</head>',
      `<script>\n${model}\n</script><script type="module">const own = 1; const m = tf.sequential({ layers: [dense(own)] });</script></head>`,
    );
    const files = { ...site, 'file:///site/index.html': text };
    expect(layersOf('file:///site/index.html', files)).toEqual([['Dense [null,3] 9'], ['Dense [null,1] 3']]);
    const [net] = read('file:///site/index.html', files).models;
    const { start, end } = net!.nameRange!;
    expect(text.slice(start, end)).toBe('net');
  });

  it('calls what its modules import', () => {
    const files = {
      'file:///index.html': `<script type="module">import { make } from './model.js';\nmake(5);</script>`,
      'file:///model.js':
        'export function make(n) { return tf.sequential({ layers: [tf.layers.dense({ units: n, inputShape: [1] })] }); }',
    };
    const { models } = readTypeScript('file:///model.js', files['file:///model.js'], hostOf(files), {
      callers: ['file:///index.html'],
    });
    expect(models.map((graph) => rowsOf(graph).map((row) => row[3]))).toEqual([[10]]);
  });

  it.each([
    '<script',
    '<script ',
    '<script src="',
    '<script src=a.js',
    '<!-- <script>',
    '<script></scrip',
    `<script${' '.repeat(5000)}`,
  ])('may be half-typed: %j', (text) => {
    expect(read('file:///a.html', { 'file:///a.html': text }).models).toEqual([]);
  });
});

it('a page has the layers that its scripts hang on the library', () => {
  const files = {
    'file:///p/index.html': `<script src="tf.min.js"></script><script src="plugins.js"></script>
<script>tf.sequential({ layers: [tf.layers.wide({ units: 2, inputShape: [3] })] });</script>`,
    'file:///p/plugins.js':
      'tf.layers.wide = ({ units, ...config }) => tf.layers.dense({ units: 2 * units, ...config });',
  };
  expect(layersOf('file:///p/index.html', files)).toEqual([['Dense [null,4] 16']]);
});
