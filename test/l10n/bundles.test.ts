/** The bundles that translators work on: complete, without leftovers, with every placeholder. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const bundle = (name: string): Record<string, string> => JSON.parse(readFileSync(join(root, 'l10n', name), 'utf8'));
const english = bundle('bundle.l10n.json');
const placeholders = (text: string): readonly string[] => [...text.matchAll(/\{\d+\}/g)].map(([it]) => it).sort();

it('the English bundle holds the texts of the sources, no more and no fewer', async () => {
  const sources = ['client', 'server', 'webview'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => extname(path) === '.ts')
      .map((path) => ({ extension: '.ts', contents: readFileSync(join(root, folder, path), 'utf8') })),
  );
  const texts = await getL10nJson(sources);
  expect(Object.keys(english).sort(), 'run npm run l10n').toEqual(Object.keys(texts).sort());
});

describe.each(readdirSync(join(root, 'l10n')).filter((name) => name !== 'bundle.l10n.json'))('%s', (name) => {
  const translated = bundle(name);

  it('translates every text, and nothing that is gone', () => {
    expect(Object.keys(translated).sort()).toEqual(Object.keys(english).sort());
  });

  it('keeps every placeholder', () => {
    const broken = Object.entries(translated).filter(
      ([key, text]) => placeholders(key).join() !== placeholders(text).join(),
    );
    expect(broken).toEqual([]);
  });
});
