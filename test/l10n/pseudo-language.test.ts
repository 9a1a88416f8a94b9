/** Everything that the server shows, in a made-up language: what is still English has not gone through the bundle. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nPseudoLocalized } from '@vscode/l10n-dev';
import { describe, expect, it } from 'vitest';
import type { Refusal, StopReason } from '../../core/engine/compile.ts';
import { tellRefusal, tellStop } from '../../core/engine/compile-messages.ts';
import { tellWeightsProblem, type WeightsProblem } from '../../core/engine/weights.ts';
import { operatorNames, operators } from '../../core/operators/index.ts';
import { printTold, told, toldWords } from '../../core/vocabulary/told.ts';
import type { FileAnalysis } from '../../server/analysis/file-analysis.ts';
import { codeLenses } from '../../server/features/code-lens.ts';
import { hover } from '../../server/features/hover.ts';
import { print } from '../../server/features/print.ts';
import { speak } from '../../server/lsp/speak.ts';
import { say } from '../../webview/worker/say.ts';
import { stripNotes } from '../harness/annotations.ts';
import { analyse } from '../harness/check.ts';

const root = join(import.meta.dirname, '../..');
const english = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.json'), 'utf8'));
speak(getL10nPseudoLocalized(english));

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

const rules = join(root, 'test/fixtures/rules');
const firing = readdirSync(rules, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /fires[\w-]*\.(ts|js|json)$/.test(name),
);

describe('problems, related places and fixes', () => {
  it.each(firing)('%s', (name) => {
    const path = join(rules, name);
    const file = analyse(path, stripNotes(readFileSync(path, 'utf8')).text);
    const texts = file.findings.flatMap(({ message, related, fixes }) => [
      message,
      ...related.map((one) => one.message),
      ...fixes.map(({ title }) => title),
    ]);
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.flatMap((text) => leftInMessage(text, file))).toEqual([]);
  });
});

const files: Readonly<Record<string, string>> = {
  'no.convlens.json': '{"sizes": []}',
  'deep.convlens.json': '['.repeat(5000),
  'comma.convlens.json': '{"layers": [1 2]}',
  'net.convlens.json':
    '{"layers": [1, {"operator": "conv2x", "name": "dot"}, {"operator": "relu", "name": "dot"}, {"operator": "relu", "inputs": ["dot:7", "gone"]}, {"again": "gone"}, {"model": "gone"}]}',
  'circle.json':
    '{"class_name": "Functional", "config": {"name": "m", "layers": [{"class_name": "Add", "name": "x", "config": {"name": "x"}, "inbound_nodes": [[["y", 0, 0, {}], ["x", 3, 0, {}]]]}, {"class_name": "ReLU", "name": "y", "config": {"name": "y"}, "inbound_nodes": [[["x", 0, 0, {}]]]}, 7, {"class_name": "Lost", "name": "y", "config": {"name": "y"}, "inbound_nodes": []}], "input_layers": [], "output_layers": [["gone", 0, 0]]}}',
  'graph.json':
    '{"format": "graph-model", "modelTopology": {"node": [{"name": "x"}, {"name": "a", "op": "Relu", "input": ["gone"]}, {"name": "a", "op": "Cos"}]}}',
};

describe('what readers say of a file and of what they do not know', () => {
  it.each(Object.entries(files))('%s', (name, text) => {
    const file = analyse(join(root, name), text);
    const reasons = file.models.flatMap(({ graph }) => graph.layers.flatMap(({ why }) => why ?? []));
    const texts = [...file.findings.map(({ message }) => message), ...reasons];
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.flatMap((one) => leftInMessage(one, file))).toEqual([]);
  });
});

const path = ['outer', 'conv'];
const stopped: readonly StopReason[] = [
  { kind: 'unknown-layer', className: 'L', why: null },
  { kind: 'unknown-layer', className: 'L', why: '?' },
  { kind: 'no-kernel', operator: 'L' },
  { kind: 'unknown-attribute', attribute: 'units' },
  { kind: 'unknown-size', shape: [null, 3] },
  { kind: 'masked' },
  { kind: 'invalid', facts: [{ kind: 'missing-config' }, { kind: 'rank-mismatch', expected: told('{0}'), input: [] }] },
];
const stops = stopped.map((reason) => ({ path, reason }));
const refused: readonly Refusal[] = [
  { kind: 'input-size', input: 0, path, expected: [], given: null },
  { kind: 'input-size', input: 0, path, expected: [8, null], given: [9, 3] },
  { kind: 'input-count', expected: 2, given: 1 },
  { kind: 'budget', path, bytes: 900, limit: 2 },
  { kind: 'nothing', stops },
];
const weightsProblems: readonly WeightsProblem[] = [
  { kind: 'shard-missing', shard: 'a' },
  { kind: 'shard-short', shards: ['1', '2', '3', '4'], missing: 7, weight: 'w' },
  { kind: 'shard-long', shards: ['1'], extra: 7 },
  { kind: 'dtype', weight: 'w', dtype: 'f8' },
  { kind: 'missing', path, weight: 'w' },
  { kind: 'shape', path, weight: 'w', stored: 'w', actual: [1], expected: [2] },
  { kind: 'unused', stored: 'w' },
];

it('the bundle holds all that facts and engines may say, which the compiler keeps to a closed list', () => {
  expect(toldWords.filter((words) => !(words in english))).toEqual([]);
});

it.each([
  ...stops.map((stop) => [stop.reason.kind, tellStop(stop)] as const),
  ...refused.map((refusal) => [refusal.kind, tellRefusal(refusal)] as const),
  ...weightsProblems.map((problem) => [problem.kind, tellWeightsProblem(problem)] as const),
])('why an engine does not run: %s', (_, why) => {
  expect(leftInMessage(say(why), { text: '', models: [] })).toEqual([]);
  expect(leftInMessage(printTold(why), { text: '', models: [] })).not.toEqual([]);
});

/** Words of Latin letters in a problem that are neither in the program nor code that it would be mended with. */
function leftInMessage(message: string, { text, models }: Pick<FileAnalysis, 'text' | 'models'>): readonly string[] {
  const known = new Set([...(text.match(/\w+/g) ?? []), ...argumentWords, ...models.flatMap(namesIn)]);
  return [...message.replace(code, ' ').matchAll(/[A-Za-z]{3,}/g)].flatMap(([word]) =>
    known.has(word) ? [] : [`${word} in ${message}`],
  );
}

/** What is quoted or called, and names in the manner of programs: heUniform, first_dense, float32; and those of two that look like words. */
const code = /(?<![a-zƞ])'[^']*'|\w+(?=\()|\b\w*(?:[a-z][A-Z]|_|\d)\w*|\b(?:stride|mae)\b/g;

/** Names of the arguments of operators, and the words that they take. */
const argumentWords = Object.values(operators).flatMap(({ attributes }) =>
  Object.entries(attributes).flatMap(([name, { choices = [] }]) => [name, ...choices]),
);

function namesIn({ graph, layers }: FileAnalysis['models'][number]): readonly string[] {
  const names = graph.layers.flatMap(({ label, className }) => [label, className]);
  const weights = layers.flatMap((layer) => layer.weights.map(({ name }) => name));
  return [graph.name, ...names, ...weights].flatMap((name) => name.split(/[\W_]+/));
}

/** What is written alike in every language: units, and the titles of papers. */
const terms = ['MACs', 'FLOPs', 'float32', 'true', 'false'];
const sources = Object.values(operators).flatMap(({ source }) => source ?? []);

/** Words of Latin letters that are neither code, nor an argument's name, nor a link's target, nor a name of a layer. */
function leftInEnglish(markdown: string, { text, models }: FileAnalysis): readonly string[] {
  const prose = sources
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
