/** The invariants of ARCHITECTURE.md that neither the compiler nor a table of imports can hold. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Where a pattern occurs in the sources of these folders, comments left out. */
function occurrences(pattern: RegExp, folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) =>
        readFileSync(join(root, folder, path), 'utf8')
          .split('\n')
          .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line) && pattern.test(line))
          .map((line) => `${folder}/${path}: ${line.trim()}`),
      ),
  );
}

it('the search finds what is there', () => {
  expect(occurrences(/severity: 'warning'/, ['server/rules']).length).toBeGreaterThan(5);
  expect(occurrences(/\bline: /, ['server/lsp', 'server/cli']).length).toBeGreaterThan(0);
});

it('severities are chosen in the rules', () => {
  const folders = ['core', 'server/frontends', 'server/analysis', 'server/features'];
  expect(occurrences(/'(warning|hint)'|severity: '/, folders)).toEqual([]);
});

it('lines and columns are made in the language server and for those who ask it or the command line', () => {
  const folders = ['core/graph', 'core/vocabulary', 'server/frontends', 'server/rules', 'server/features'];
  expect(occurrences(/\b(line|character|column): /, folders)).toEqual([]);
});

it('rules do not know how a graph was read', () => {
  expect(occurrences(/\.(syntax|vocabulary)\b|\bsyntax [!=]==/, ['server/rules'])).toEqual([]);
});

it('rules find operators by what they do, not by patterns in their names', () => {
  const patterns = /\.test\([\w.]*operator\)|operator\.(startsWith|endsWith|includes|match)|\.has\([\w.]*operator\)/;
  expect(occurrences(patterns, ['server/rules', 'server/features'])).toEqual([]);
});

it('what is remembered is bounded or weak: no map or set of a module fills up', () => {
  const fills = /^(export )?(const|let) \w+(: [^=]+)? = new (Map|Set)(<.*>)?\(\)/;
  // One for each class of errors, and one that stays empty.
  const filledOnce = ['builtins/errors.ts: const prototypes', 'layers/ways.ts: export const firstWay'];
  const found = occurrences(fills, ['core/graph', 'core/vocabulary', 'core/operators', 'server']);
  expect(found.filter((line) => !filledOnce.some((known) => line.includes(known)))).toEqual([]);
});
