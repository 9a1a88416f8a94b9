import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { csvCell } from '../../../core/text/csv.ts';
import { labelName, plainName } from '../../../core/text/label.ts';
import { markdownCode, markdownText } from '../../../core/text/markdown.ts';
import { shorten, shortenWords } from '../../../core/text/shorten.ts';
import { visible } from '../../../core/text/visible.ts';

const parser = new MarkdownIt({ html: true, linkify: true });

/** What a reader sees, and the kinds of what the parser made of it. */
function rendered(markdown: string): { seen: string; kinds: readonly string[] } {
  const tokens = parser.parseInline(markdown, {}).flatMap(({ children }) => children ?? []);
  return { seen: tokens.map(({ content }) => content).join(''), kinds: tokens.map(({ type }) => type) };
}

const hostile = [
  'a` ![t](https://evil.example/x.png) [click](command:convlens.explain) `',
  '``` [a](b)',
  '\\` [a](b)',
  '\\[a](b)',
  '<img src=x onerror=alert(1)>',
  '</script><!-- x -->',
  '<https://evil.example>',
  'https://evil.example www.evil.example me@evil.example',
  '**bold** __bold__ _a_ ~~b~~',
  'a|b|c',
  '&lt;b&gt; &#96;',
  '[a]: http://evil.example',
];

describe.each([
  ['text', markdownText],
  ['code', markdownCode],
])('Markdown, as %s', (_, asMarkdown) => {
  it.each(hostile)('%s is seen as it is and does nothing', (name) => {
    const { seen, kinds } = rendered(asMarkdown(name));
    expect(seen).toBe(name);
    expect(kinds.filter((kind) => !['text', 'text_special', 'code_inline'].includes(kind))).toEqual([]);
  });

  it.each(hostile)('%s stays in its cell', (name) => {
    const html = parser.render(`| a | b |\n|---|---|\n| ${asMarkdown(name)} | end |`);
    expect(html.match(/<td>/g)).toHaveLength(2);
    expect(html).toContain('<td>end</td>');
  });
});

it('sets plain names as code, and as text what could end the code', () => {
  expect(markdownCode('conv2d_1')).toBe('`conv2d_1`');
  expect(markdownCode('a`b')).toBe('a\\`b');
  expect(markdownCode('')).toBe('');
});

it.each([
  ['\u001b[31mred\u0007', '\\u001b[31mred\\u0007'],
  ['a\nb\r\nc\td\0', 'a\\nb\\r\\nc\\td\\u0000'],
  ['\u202eevil\u2066', '\\u202eevil\\u2066'],
  ['\u009b31m', '\\u009b31m'],
  ['a\u200bb\ufeff\u2028\u2029', 'a\\u200bb\\ufeff\\u2028\\u2029'],
  ['\ud800', '\\ud800'],
  ['\u{e0041}', '\\u{e0041}'],
  ['größe 尺寸 😀 ⌈H/2⌉', 'größe 尺寸 😀 ⌈H/2⌉'],
])('%j is seen as %s', (text, seen) => {
  expect(visible(text)).toBe(seen);
});

it('leaves out the middle of what is long, and halves no character', () => {
  expect(shorten('x'.repeat(80))).toBe('x'.repeat(80));
  expect(shorten(`a${'x'.repeat(80)}b`)).toBe(`a${'x'.repeat(39)}…${'x'.repeat(38)}b`);
  expect(shorten('😀'.repeat(50), 10)).toBe('😀😀…😀😀');
  expect(shortenWords(`${'k'.repeat(300_000)} has no effect.`)).toMatch(/^k{40}…k{39} has no effect\.$/);
  expect(shortenWords('1, '.repeat(100_000)).length).toBe(600);
});

it.each([
  ['=HYPERLINK(1),"q"', `"'=HYPERLINK(1),""q"""`],
  ['+1+1', "'+1+1"],
  ['-cmd', "'-cmd"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['  =1', "'  =1"],
  ['＝1', "'＝1"],
  ['\t=1', '\\t=1'],
  ['\r=1', '\\r=1'],
  ['-5', '-5'],
  ['80', '80'],
  ['a\nb', 'a\\nb'],
  ['conv, 2d', '"conv, 2d"'],
])('the cell of %j is %s', (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});

it('draws no icon out of a name', () => {
  expect(labelName('$(sync~spin) a')).toBe('\\$(sync~spin) a');
  expect(plainName('$(sync~spin) a')).toBe('$(sync~spin) a');
});
