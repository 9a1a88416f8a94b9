import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import type { FileAnalysis } from '../../server/analysis/file-analysis.ts';
import { codeActions } from '../../server/features/code-action.ts';
import { codeLenses } from '../../server/features/code-lens.ts';
import { documentSymbols } from '../../server/features/document-symbol.ts';
import { hover } from '../../server/features/hover.ts';
import { inlayHints } from '../../server/features/inlay-hint.ts';
import { cursorInfo, modelInfos } from '../../server/features/model-info.ts';
import { print } from '../../server/features/print.ts';
import { analyse } from '../harness/check.ts';

const names = {
  'a link to a command':
    'a` ![t](https://evil.example/x.png) [click](command:convlens.explain?%5B%5D) [wb](command:workbench.action.terminal.new) `',
  HTML: '</script><img src=x onerror=alert(1)>',
  'a table': 'a|b\\|c',
  'a terminal': '\u001b[31mRED\u001b]0;pwned\u0007\u001b[2J',
  'another direction': '\u202Eevil\u2066',
  lines: 'a\nb\r\nc\u2028d\n\n# title',
  'a twentieth of a megabyte': 'n'.repeat(50_000),
};

/** Programs and models that put a name wherever one can stand. */
const files: Readonly<Record<string, (name: string) => { path: string; text: string }>> = {
  program: (name) => ({
    path: '/project/model.ts',
    text: `import * as tf from '@tensorflow/tfjs';
const block = (x) => tf.layers.dense({ units: 2, name: ${JSON.stringify(`${name}3`)} }).apply(tf.layers.reLU({ name: ${JSON.stringify(`${name}4`)} }).apply(x));
export const model = tf.sequential({ name: ${JSON.stringify(name)}, layers: [
  tf.layers.conv2d({ name: ${JSON.stringify(name)}, inputShape: [8, 8, 3], filters: 4, kernelSize: 4, padding: ${JSON.stringify(name)}, [${JSON.stringify(name)}]: 3 }),
  tf.layers.dense({ units: ${JSON.stringify(name)}, activation: ${JSON.stringify(name)}, name: ${JSON.stringify(`${name}2`)} }),
] });
for (let i = 0; i < 2; i++) model.add(tf.layers.dense({ name: ${JSON.stringify(name)} + i, units: 3 }));
const input = tf.input({ shape: [4] });
export const other = tf.model({ inputs: input, outputs: block(input), name: ${JSON.stringify(name)} });
`,
  }),
  'model in JSON': (name) => ({
    path: '/project/model.json',
    text: JSON.stringify(
      {
        class_name: 'Sequential',
        config: {
          name,
          layers: [
            {
              class_name: 'Conv2D',
              config: { name, filters: 4, kernel_size: name, batch_input_shape: [null, 8, 8, 3] },
            },
            { class_name: name, config: { name: `${name}2`, [name]: name } },
            { class_name: 'Dense', config: { name: `${name}3`, units: 3, activation: name, [name]: 1 } },
          ],
        },
      },
      null,
      1,
    ),
  }),
};

const parser = new MarkdownIt({ html: true, linkify: true });
const shownToPeople = 3_000;
const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

function expectInert(markdown: string): void {
  const tokens = parser.parse(markdown, {}).flatMap((token) => [token, ...(token.children ?? [])]);
  const links = tokens.flatMap((token) => (token.type === 'link_open' ? [token.attrGet('href') ?? ''] : []));
  for (const link of links)
    expect(link).toMatch(/^command:convlens\.(preview|explain|copyMarkdown)\?|^https:\/\/(?!evil)/);
  expect(tokens.map(({ type }) => type)).not.toContain('image');
  expect(tokens.map(({ type }) => type).filter((type) => type.startsWith('html'))).toEqual([]);
  const headings = tokens.filter(({ type }, index) => tokens[index - 1]?.type === 'heading_open' && type === 'inline');
  expect(headings.map(({ content }) => content)).not.toContain('title');
  expect(markdown).not.toMatch(unseen);
}

function markdownOf(file: FileAnalysis): string[] {
  const hovers = Array.from({ length: Math.min(file.text.length, 4_000) }, (_, offset) => hover(file, offset));
  const printed = file.models.flatMap(({ graph }, index) => [
    print(file, { uri: file.uri, index, kind: 'summary' }),
    ...graph.layers.flatMap((_, layer) => [
      print(file, { uri: file.uri, index, kind: 'layer', layer }),
      print(file, { uri: file.uri, index, kind: 'explain', layer }),
    ]),
  ]);
  return [...new Set([...hovers.flatMap((one) => one?.markdown ?? []), ...printed])];
}

function plainTexts(file: FileAnalysis): string[] {
  const everything = { start: 0, end: file.text.length };
  const symbols = documentSymbols(file);
  const { model, layer } = cursorInfo(file, file.text.indexOf('dense'));
  return [
    ...file.findings.flatMap(({ message, related, fixes }) => [
      message,
      ...related.map((one) => one.message),
      ...fixes.map(({ title }) => title),
    ]),
    ...codeActions(file, everything).map(({ title }) => title),
    ...codeLenses(file).map(({ title }) => title),
    ...inlayHints(file, everything).flatMap(({ label, tooltip }) => [label, ...tooltip.split('\n')]),
    ...symbols.flatMap(({ name, detail, children }) => [name, detail, ...children.map((child) => child.name)]),
    ...modelInfos(file).map(({ name }) => name),
    ...(model ? [model.name] : []),
    ...(layer ? [layer.label] : []),
  ];
}

describe.each(Object.entries(names))('names that want to be %s', (_, name) => {
  it.each(Object.entries(files))('are data in a %s', (_kind, make) => {
    const { path, text } = make(name);
    const file = analyse(path, text);
    expect(file.models.length).toBeGreaterThan(0);
    expect(file.findings.length).toBeGreaterThan(0);
    const markdown = markdownOf(file);
    expect(markdown.length).toBeGreaterThan(3);
    for (const one of markdown) expectInert(one);
    const texts = plainTexts(file);
    expect(texts.length).toBeGreaterThan(10);
    for (const one of texts) expect(one).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    for (const one of [...markdown, ...texts]) expect(one.length).toBeLessThan(shownToPeople);
    const graph = print(file, { uri: file.uri, index: 0, kind: 'graph' });
    expect(graph).not.toMatch(unseen);
    expect(graph.split('\n')).toHaveLength(file.models[0]!.graph.nodes.length + 3);
  });
});
