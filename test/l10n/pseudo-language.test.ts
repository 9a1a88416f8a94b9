/** Everything that the server shows, in a made-up language: what is still English has not gone through the bundle. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nPseudoLocalized } from '@vscode/l10n-dev';
import { beforeAll, describe, expect, it } from 'vitest';
import { operatorNames, operators } from '../../core/operators/index.ts';
import type { FileAnalysis } from '../../server/analysis/file-analysis.ts';
import { codeLenses } from '../../server/features/code-lens.ts';
import { hover } from '../../server/features/hover.ts';
import { print } from '../../server/features/print.ts';
import { speak } from '../../server/lsp/speak.ts';
import { stripNotes } from '../harness/annotations.ts';
import { analyse } from '../harness/check.ts';

const root = join(import.meta.dirname, '../..');
const english = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.json'), 'utf8'));
beforeAll(() => speak(getL10nPseudoLocalized(english)));

const folder = join(root, 'test/fixtures/features');

describe.each(readdirSync(folder).filter((name) => /\.(ts|js)$/.test(name)))('%s', (name) => {
  const path = join(folder, name);
  const { text } = stripNotes(readFileSync(path, 'utf8'));
  const file = analyse(path, text);

  it('hovers', () => {
    const offsets = [...text].map((_, offset) => offset);
    const shown = new Set(offsets.flatMap((offset) => hover(file, offset)?.markdown ?? []));
    expect(shown.size).toBeGreaterThan(0);
    expect([...shown].flatMap((markdown) => leftInEnglish(markdown, file))).toEqual([]);
  });

  it('lenses and documents', () => {
    const lenses = codeLenses(file).map(({ title }) => title);
    const documents = file.models.flatMap(({ graph }, index) => [
      print(file, { uri: file.uri, index, kind: 'summary' }),
      ...graph.layers.map((_, layer) => print(file, { uri: file.uri, index, kind: 'explain', layer })),
    ]);
    expect([...lenses, ...documents].flatMap((markdown) => leftInEnglish(markdown, file))).toEqual([]);
  });
});

/** What is written alike in every language: units, and the titles of papers. */
const terms = ['MACs', 'FLOPs', 'float32', 'true', 'false'];
const sources = Object.values(operators).flatMap(({ source }) => source ?? []);

/** Words of Latin letters that are neither code, nor an argument's name, nor a link's target, nor a name of a layer. */
function leftInEnglish(markdown: string, { text, models }: FileAnalysis): readonly string[] {
  // Why a layer is unknown, the readers of programs say in English only.
  const reasons = models.flatMap(({ graph }) => graph.layers.flatMap(({ why }) => why ?? []));
  const prose = [...sources, ...reasons]
    .reduce((text, part) => text.replaceAll(part, ''), markdown.replaceAll('\\', ''))
    .replace(/`[^`]*`|'\w+'|\*\*\w+\*\*|\]\([^)]*\)|^\| \w+ \|/gm, ' ');
  const parameters = [...text.matchAll(/[(,]\s*(\w+)(?:: \w+)?(?=\s*[,)=])/g)].map(([, name]) => name!);
  const graphs = models.map(({ graph }) => graph);
  const layers = graphs
    .flatMap((graph) => graph.layers.flatMap(({ label, className }) => [label, className]))
    .flatMap((name) => name.split(/\W+/));
  const names = new Set([...terms, ...parameters, ...operatorNames, ...layers, ...graphs.map(({ name }) => name)]);
  return [...prose.matchAll(/[A-Za-z]{4,}\w*/g)].flatMap(([word]) =>
    names.has(word) ? [] : [`${word} in ${prose.slice(0, 60)}`],
  );
}
