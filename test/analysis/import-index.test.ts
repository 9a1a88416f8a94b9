import { describe, expect, it } from 'vitest';
import { ImportIndex } from '../../server/analysis/import-index.ts';

function indexOf(files: Readonly<Record<string, string>>): ImportIndex {
  const index = new ImportIndex();
  for (const [name, text] of Object.entries(files)) index.set(`file:///w/${name}`, text);
  return index;
}

const importers = (index: ImportIndex, name: string) =>
  index.importersOf(`file:///w/${name}`).map((uri) => uri.replace('file:///w/', ''));

describe('who imports a file', () => {
  it.each([
    ["import { f } from './lib/model.js'"],
    ["import f from './lib/model'"],
    ["import './lib/model.mjs'"],
    ["const f = require('./lib/model')"],
    ["const f = await import('./lib/model.ts')"],
    ["export * from './lib/model.js'"],
    ["import f from '@/lib/model'"],
  ])('%s', (text) => {
    expect(importers(indexOf({ 'app.js': text, 'other.js': "import './model.js'" }), 'lib/model.ts')).toEqual([
      'app.js',
    ]);
  });

  it('means an index file by its folder', () => {
    expect(importers(indexOf({ 'src/app.js': "import '../lib'" }), 'lib/index.js')).toEqual(['src/app.js']);
    expect(importers(indexOf({ 'lib/app.js': "import '.'" }), 'lib/index.js')).toEqual(['lib/app.js']);
  });

  it('includes who imports the importers, the farthest first', () => {
    const index = indexOf({
      'app.js': "import './train.js'",
      'train.js': "import './model.js'",
      'model.js': "import './app.js'",
    });
    expect(importers(index, 'model.js')).toEqual(['app.js', 'train.js']);
  });

  it('is asked of the texts as they are now', () => {
    const index = indexOf({ 'app.js': "import './model.js'" });
    expect(index.set('file:///w/app.js', "// A comment.\nimport './model.js'")).toBe(false);
    expect(index.set('file:///w/app.js', "import './other.js'")).toBe(true);
    expect(importers(index, 'model.js')).toEqual([]);
    expect(index.set('file:///w/app.js', null)).toBe(true);
    expect(importers(index, 'other.js')).toEqual([]);
  });

  it('names the nearest of very many', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`use-${at}.js`, "import './model.js'"]));
    const found = importers(indexOf({ ...many, 'far.js': "import './use-1.js'" }), 'model.js');
    expect(found).toHaveLength(24);
    expect(found).not.toContain('far.js');
  });
});
