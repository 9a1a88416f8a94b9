import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText } from '../our-models.ts';

/** What a program makes of a pattern and a text, as JSON; null when that is not known. */
function ours(statement: string): string | null {
  const text = `import * as tf from '@tensorflow/tfjs';\nfunction f() { ${statement} }\nconst m = tf.sequential({ name: '=' + JSON.stringify(f()) });\nm.add(tf.layers.dense({ units: 1, inputShape: [1] }));`;
  const { name } = readText(text).models[0]!;
  return name.startsWith('=') ? name.slice(1) : null;
}

/** The same by the runtime of JavaScript; undefined when it throws, or goes back and forth for too long. */
function theirs(statement: string): string | undefined {
  try {
    return JSON.stringify(runInNewContext(`(() => { ${statement} })()`, {}, { timeout: 300 }));
  } catch {
    return undefined;
  }
}

const character = fc.constantFrom(
  ...['a', 'b', 'c', '-', 'é', '.', '\\d', '\\w', '\\s', '\\D', '\\W', '\\S', '[ab]', '[^ab]', '[a-c]', '[\\d-]'],
  ...['[]', '[^]', '[^\\w]', '[\\W]', '\\n', '\\u0061', '\\x62', '\\0', '\\/', '[\\b]', 'A', '\\t', '\\cA', '[.]'],
);
const position = fc.constantFrom('^', '$', '\\b', '\\B');
const other = fc.constantFrom('(?=a)', '(?!a)', '(?<=a)', '\\1', ']', '\\p{L}');
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,1}', '{2,}?');
const pattern = fc
  .letrec<{ part: string; whole: string }>((tie) => ({
    part: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { arbitrary: fc.tuple(character, quantifier).map(([a, q]) => a + q), weight: 12 },
      { arbitrary: position, weight: 2 },
      { arbitrary: other, weight: 1 },
      { arbitrary: fc.tuple(tie('whole'), quantifier).map(([inner, q]) => `(${inner})${q}`), weight: 4 },
      { arbitrary: fc.tuple(tie('whole'), quantifier).map(([inner, q]) => `(?:${inner})${q}`), weight: 4 },
    ),
    whole: fc
      .array(fc.array(tie('part'), { maxLength: 4 }), { minLength: 1, maxLength: 3 })
      .map((alternatives) => alternatives.map((parts) => parts.join('')).join('|')),
  }))
  .whole.map((source) => source.replace('((', '((?<name>'));
const subject = fc.string({
  unit: fc.constantFrom(
    'a',
    'b',
    'c',
    'A',
    '1',
    ' ',
    '-',
    '\n',
    '\r',
    'é',
    '\u2028',
    '\ufeff',
    '_',
    '/',
    '😀',
    'ſ',
    '\0',
  ),
  maxLength: 12,
});
const strange = fc.string({
  unit: fc.constantFrom('a', 'b', '\r', '\u2028', '😀', '\udc00', 'ſ', 'k', '\u212a'),
  maxLength: 6,
});
const subjects = fc.oneof({ arbitrary: subject, weight: 6 }, { arbitrary: strange, weight: 1 });
const flags = fc.oneof(
  { arbitrary: fc.subarray(['g', 'i', 'm', 's']).map((list) => list.join('')), weight: 4 },
  { arbitrary: fc.constant('g'), weight: 4 },
  { arbitrary: fc.subarray(['g', 'i', 'm', 's', 'u', 'y']).map((list) => list.join('')), weight: 1 },
);

/** Each is an expression of `text` and `pattern`. */
const uses = [
  'const out = []; for (let i = 0; i < 4; i++) { const m = pattern.exec(text); out.push(m && [...m], m && m.index, m && m.groups, pattern.lastIndex); } return out;',
  'pattern.lastIndex = 2; return [pattern.test(text), pattern.lastIndex];',
  'const m = text.match(pattern); return m && [...m];',
  'return text.search(pattern);',
  'return text.split(pattern);',
  'return text.split(pattern, 2);',
  "return text.replace(pattern, '<$&|$1|$`|$$|$<name>>');",
  'return text.replace(pattern, (...found) => JSON.stringify(found));',
  'return [...text.matchAll(pattern)].map((m) => [...m, m.index]);',
  "return text.replaceAll(pattern, '_');",
  'pattern.lastIndex = 1; return [[...text.matchAll(pattern)].length, text.search(pattern), text.split(pattern), pattern.lastIndex];',
  "pattern.lastIndex = 1; return [text.replace(pattern, '_'), pattern.lastIndex, text.match(pattern)?.length, pattern.lastIndex];",
  'return [pattern.source, pattern.flags, String(pattern)];',
];

describe('regular expressions find in linear time what they find in JavaScript, or it is not known', () => {
  it.each(uses)(
    '%s',
    (use) => {
      let known = 0;
      const property = fc.property(pattern, flags, subjects, (source, letters, text) => {
        const program = `const text = ${JSON.stringify(text)}; const pattern = new RegExp(${JSON.stringify(source)}, '${letters}'); ${use}`;
        const real = theirs(program);
        const found = ours(program);
        if (real === undefined || found === null) return;
        known += 1;
        expect(found).toBe(real);
      });
      fc.assert(property, { numRuns: 200, endOnFailure: true });
      expect(known).toBeGreaterThan(15);
    },
    60_000,
  );

  it.each([
    ['(?:a|a)'.repeat(30), 'a'.repeat(30)],
    [`${'(?:a|a)'.repeat(30)}$`, `${'a'.repeat(40)}b`],
    ['(?:a+)+$', `${'a'.repeat(4000)}b`],
    ['((a?)?)?'.repeat(24), 'a'.repeat(24)],
    [`${'(?:(?:a?)?)?'.repeat(24)}b`, 'a'.repeat(24)],
    ['(?:(?:(?:x{100}){100}){100}){100}', 'x'],
    ['('.repeat(4000), 'x'],
  ])('in little time: case %#', (source, text) => {
    const before = process.cpuUsage().user;
    ours(`return [${JSON.stringify(text)}.match(new RegExp(${JSON.stringify(source)}))];`);
    expect(process.cpuUsage(undefined).user - before).toBeLessThan(1_000_000);
  });

  it('where nothing of linear time has the same meaning, nothing is guessed', () => {
    const finds = (source: string, flags: string, text: string) =>
      ours(`return [new RegExp(${JSON.stringify(source)}, '${flags}').test(${JSON.stringify(text)})];`);
    for (const source of ['(?=a)', '(?<!a)b', '(a)\\1', '(?:(a)|b)*', '(a*)*', '\\p{L}']) {
      expect(finds(source, 'u', 'aab')).toBeNull();
    }
    expect(finds('k', 'i', '\u212a')).toBeNull();
    expect(finds('a(?<x>b|c)+', '', 'abc')).toBe('[true]');
  });

  it('a pattern stands where the program, a search or a replacement has left it', () => {
    const program =
      "const p = /a/g; p.lastIndex = 2; const all = [...'aaa'.matchAll(p)].length; const { lastIndex } = p; 'aaa'.replace(p, 'b'); return [all, lastIndex, p.lastIndex];";
    expect(ours(program)).toBe(theirs(program));
    expect(ours(program)).toBe('[1,2,0]');
  });

  it('looking at patterns is paid for', () => {
    const text = "Array.from({ length: 9000 }, (_, i) => new RegExp('a{900}' + i).test('b'));";
    expect(readText(text).limits).toMatchObject([{ reached: 'work' }]);
  });
});
