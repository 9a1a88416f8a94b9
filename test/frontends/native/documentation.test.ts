import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { analyseFile } from '../../../server/analysis/file-analysis.ts';

const page = readFileSync(new URL('../../../docs/native.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```(json|ts)\n([\s\S]*?)```/g)].map(([, language, text]) => ({ language, text }));

it.each(blocks)('the $language of docs/native.md is a model without problems', ({ language, text }) => {
  const uri = language === 'json' ? 'file:///page.convlens.json' : 'file:///page.ts';
  const { models, findings } = analyseFile(uri, text, { read: () => null });
  expect(models[0]).toMatchObject({ totals: { status: 'exact' } });
  expect(findings.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
});

it('has examples of both', () => {
  expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['json', 'ts']));
});
