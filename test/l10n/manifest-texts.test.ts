/** What package.json shows is in package.nls.json, and in each language's file beside it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/setup/run.mjs';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const textsIn = (path: string): Record<string, string> => JSON.parse(read(path));
const manifest = JSON.parse(read('package.json'));
const english = textsIn('package.nls.json');

/** Fields of package.json that an editor shows; what a tool tells its model is no text for people. */
const shown = new Set(['title', 'description', 'displayName', 'userDescription', 'name', 'altText', 'label']);

/** Texts that stand under fields that are shown, those below the schemas of tools left out. */
function shownTexts(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, inside]) => {
    if (field === 'inputSchema') return [];
    if (field === 'enumDescriptions') return inside as readonly string[];
    return typeof inside === 'string' && shown.has(field) ? [inside] : shownTexts(inside);
  });
}

it('package.json names the texts that it shows, and holds none itself but names', () => {
  const texts = shownTexts({ ...manifest, name: '', scripts: {}, devDependencies: {} });
  const names = new Set(['', 'ConvLens', ...manifest.contributes.languageModelTools.map((tool: Tool) => tool.name)]);
  const keys = texts.filter((text) => !names.has(text));
  expect(keys.filter((key) => !/^%[\w.-]+%$/.test(key))).toEqual([]);
  expect([...new Set(keys)].sort()).toEqual(
    Object.keys(english)
      .map((key) => `%${key}%`)
      .sort(),
  );
});

interface Tool {
  readonly name: string;
}

/** What a translation leaves as it is: links' targets, code, and words of Latin letters that are names. */
const fixedParts = (text: string): readonly string[] =>
  [...text.matchAll(/\]\([^)]*\)|`[^`]*`|\b(?:ConvLens|TensorFlow\.js|LeNet-5)/g)].map(([part]) => part).sort();

const languages = readdirSync(root).flatMap((file) => /^package\.nls\.(.+)\.json$/.exec(file)?.[1] ?? []);

it('there is Simplified Chinese', () => expect(languages).toContain('zh-cn'));

describe.each(languages)('%s', (language) => {
  const translated = textsIn(`package.nls.${language}.json`);

  it('has every text, and none that is gone', () => {
    expect(Object.keys(translated)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(translated)) expect(text, key).not.toBe(english[key]);
  });

  it('keeps links, code and names', () => {
    for (const [key, text] of Object.entries(translated))
      expect(fixedParts(text), key).toEqual(fixedParts(english[key]!));
  });

  it('has every page of the walkthrough', () => {
    for (const { media } of manifest.contributes.walkthroughs[0].steps) {
      if (media.markdown)
        expect(existsSync(join(root, media.markdown.replace(/\.md$/, `.nls.${language}.md`)))).toBe(true);
    }
  });
});
