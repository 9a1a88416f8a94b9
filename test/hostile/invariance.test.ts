import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { analyseFile } from '../../server/analysis/file-analysis.ts';
import { figuresOf } from '../harness/figures.ts';

const folder = join(import.meta.dirname, '../fixtures/idioms');
const programs = readdirSync(folder).filter((name) => /\.[jt]s$/.test(name));
const host = { read: () => null };
const figures = (uri: string, text: string) => figuresOf(analyseFile(uri, text, host));

/** Puts a comment in front of every name behind a dot, every argument and every statement. */
function commented(uri: string, text: string, comment: string): string {
  const places = new Set<number>();
  const source = ts.createSourceFile(uri, text, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) places.add(node.name.getStart(source));
    if (ts.isCallExpression(node)) for (const argument of node.arguments) places.add(argument.getStart(source));
    if (ts.isStatement(node)) places.add(node.getStart(source));
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  const starts = [...places].sort((a, b) => a - b);
  const pieces = starts.map((start, index) => comment + text.slice(start, starts[index + 1]));
  return text.slice(0, starts[0]) + pieces.join('');
}

describe('blanks and comments change no figure', () => {
  it.each(programs)('%s', { timeout: 60_000 }, (name) => {
    const uri = `file:///${name}`;
    const text = readFileSync(join(folder, name), 'utf8');
    const expected = figures(uri, text);
    expect(figures(uri, commented(uri, text, ' '))).toEqual(expected);
    expect(figures(uri, commented(uri, text, '/* model.apply(layers, input()) */ '))).toEqual(expected);
  });
});

it('a blank behind the dot hides no call that applies a layer', () => {
  const program = (dot: string) =>
    `import * as tf from '@tensorflow/tfjs';\nconst small = tf.layers.dense({ units: 3 });\nexport const use = (image) => small${dot}apply(image);`;
  const expected = figures('file:///a.ts', program('.'));
  for (const dot of ['. ', ' .', './* c */', ' .\n  ']) expect(figures('file:///a.ts', program(dot))).toEqual(expected);
});

it('a variable that is declared further down has no other meaning for having the name of a library', () => {
  const program = (name: string) =>
    `import * as tf from '@tensorflow/tfjs';\nexport const make = () => {\n  const net = ${name}.sequential({ layers: [${name}.layers.dense({ units: 3, inputShape: [2] })] });\n  const ${name} = require('@tensorflow/tfjs');\n  return net;\n};`;
  expect(figures('file:///a.ts', program('tf'))).toEqual(figures('file:///a.ts', program('other')));
});
