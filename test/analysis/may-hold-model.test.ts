import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { frontendFor } from '../../server/analysis/front-end.ts';
import { isProgram } from '../../server/frontends/program-files.ts';
import {
  importsNeighbour,
  isNativeModel,
  looksLikeGraphModel,
  looksLikeLayersModel,
  programMayHoldModel,
} from '../../server/may-hold-model.ts';
import { analyse } from '../harness/check.ts';

const root = join(import.meta.dirname, '../..');
const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(root, folder, path))
    .filter((path) => isProgram(path) || path.endsWith('.json'));

function mayHoldModel(path: string, text: string): boolean {
  if (isProgram(path)) return programMayHoldModel(text);
  return isNativeModel(path) || looksLikeLayersModel(text) || looksLikeGraphModel(text);
}

it('holds of every example with models, unless they come from a file beside it', () => {
  const missed = filesIn('examples').filter((path) => {
    const text = readFileSync(path, 'utf8');
    return !mayHoldModel(path, text) && !importsNeighbour(text) && analyse(path, text).models.length > 0;
  });
  expect(missed).toEqual([]);
});

it('holds of none of the declarations of TypeScript', () => {
  const folder = 'node_modules/typescript/lib';
  const texts = readdirSync(join(root, folder)).filter((file) => file.endsWith('.d.ts'));
  expect(texts.length).toBeGreaterThan(50);
  expect(texts.filter((file) => programMayHoldModel(readFileSync(join(root, folder, file), 'utf8')))).toEqual([]);
});

it('never holds of a program that the server would not read', () => {
  for (const text of [
    'import "@tensorflow/tfjs"',
    'tf . sequential()',
    'TF.x',
    'new convnetjs.Net()',
    '// @convlens f(1)',
  ]) {
    expect(programMayHoldModel(text), text).toBe(true);
    expect(frontendFor('file:///a.ts', text), text).not.toBeNull();
  }
});

it.each(['const model = 1; // layers', 'a.tf', 'rtf.load()', 'shtf', 'const tf = 3'])('does not hold of %s', (text) => {
  expect(programMayHoldModel(text)).toBe(false);
});

it.each([
  ["import { a } from './b.js'", true],
  ["const a = require('../b')", true],
  ["import('./b')", true],
  ["import '@/b'", false],
  ["import a from 'b'", false],
])('sees whether a neighbour is imported: %s', (text, expected) => {
  expect(importsNeighbour(text)).toBe(expected);
});

it('an analysis that was cut short is told of where layers may be missing, and nowhere else', () => {
  const endless = 'const f = (n: number): number => (n < 2 ? n : f(n - 1) + f(n - 2));\nf(40);\n';
  const drawing = `import * as tf from '@tensorflow/tfjs';\n${endless}tf.zeros([1]);\n`;
  const building = `${drawing}export const dense = tf.layers.dense({ units: 1 });\n`;
  const rules = (text: string) => analyse('/project/draw.ts', text).findings.map(({ rule }) => rule);
  expect(rules(drawing)).toEqual([]);
  expect(rules(building)).toEqual(['budget']);
});
