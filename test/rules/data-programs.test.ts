import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { rules } from '../../server/rules/index.ts';
import { stripNotes } from '../harness/annotations.ts';
import { analyse } from '../harness/check.ts';
import { runProgram } from '../oracle/run-program.ts';

const root = join(import.meta.dirname, '../fixtures');

/** The rules about data and models, whose fixtures are programs of functions that each do one thing. */
const programs = rules
  .filter((rule) => 'checkUses' in rule)
  .flatMap(({ id }) => readdirSync(join(root, 'rules', id)).map((name) => join('rules', id, name)))
  .filter((name) => name.endsWith('.ts') && !name.includes('.fixed.'));

const training = readdirSync(join(root, 'training')).map((name) => join('training', name));

describe.each(programs)('%s', (name) => {
  const { path, text } = read(name);
  const errors = analyse(path, text).findings.filter(({ severity }) => severity === 'error');

  it.each(exportedFunctions(text))(
    'TensorFlow.js throws in $name if and only if an error is found there',
    async (entry) => {
      const found = errors.filter(({ place }) => entry.start <= place.range.start && place.range.start < entry.end);
      const run = (await runProgram(text, path))[entry.name];
      const thrown = await attempt(run);
      expect(thrown === null, thrown ?? 'nothing is thrown').toBe(found.length === 0);
    },
  );

  it('has no error outside of them', () => {
    const entries = exportedFunctions(text);
    const isInside = (at: number) => entries.some(({ start, end }) => start <= at && at < end);
    expect(errors.filter(({ place }) => !isInside(place.range.start))).toEqual([]);
  });
});

it.each(training)('TensorFlow.js trains %s, and no error is found in it', async (name) => {
  const { path, text } = read(name);
  await runProgram(text, path);
  expect(analyse(path, text).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

function read(name: string): { readonly path: string; readonly text: string } {
  const path = join(root, name);
  return { path, text: stripNotes(readFileSync(path, 'utf8')).text };
}

/** The functions that are called to see what they do. */
function exportedFunctions(text: string): { readonly name: string; readonly start: number; readonly end: number }[] {
  const source = ts.createSourceFile('program.ts', text, ts.ScriptTarget.Latest);
  return source.statements
    .filter(ts.isFunctionDeclaration)
    .flatMap((node) =>
      node.name && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
        ? [{ name: node.name.text, start: node.pos, end: node.end }]
        : [],
    );
}

/** What running it throws; null when it comes to its end. */
async function attempt(run: unknown): Promise<string | null> {
  if (typeof run !== 'function') throw new Error('no function is exported by that name');
  try {
    await run();
    return null;
  } catch (error) {
    return String(error);
  }
}
