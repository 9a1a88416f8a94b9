import { describe, expect, it } from 'vitest';
import { applyEdits } from '../harness/apply-edits.ts';
import { analyse } from '../harness/check.ts';

const head = "import * as tf from '@tensorflow/tfjs';\n";

/** The fixes of one rule with the program that each leaves. */
function fixes(body: string, rule: string): readonly string[] {
  const text = `${head}${body}`;
  const { findings } = analyse('/project/shared.ts', text);
  const found = findings.filter((finding) => finding.rule === rule);
  expect(found.length).toBeGreaterThan(0);
  return found.flatMap((finding) => finding.fixes.map(({ edits }) => applyEdits(text, edits).slice(head.length)));
}

describe('a text that makes several layers', () => {
  const make =
    "const make = (more: object) => tf.layers.conv2d({ filters: 4, kernelSize: 4, padding: 'same', ...more });\n";
  const first = "inputShape: [16, 16, 3], activation: 'relu'";

  it('changes where the rule asks it of all of them', () => {
    const body = `${make}export const model = tf.sequential({ layers: [make({ ${first} }), make({ activation: 'relu' })] });\n`;
    expect(fixes(body, 'even-kernel-padding').length).toBeGreaterThan(0);
  });

  it('stays where one of them is right as it is', () => {
    const body = `${make}export const model = tf.sequential({ layers: [make({ ${first} }), make({ activation: 'relu', padding: 'valid' })] });\n`;
    expect(fixes(body, 'even-kernel-padding')).toEqual([]);
  });

  it('says so where it changes others, when the text says all that they are made of', () => {
    const body = `const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [16, 16, 3] })] });
for (const padding of ['same', 'valid'] as const) model.add(tf.layers.conv2d({ filters: 4, kernelSize: 4, padding, activation: 'relu' }));
`;
    const { findings } = analyse('/project/loop.ts', `${head}${body}`);
    const titles = findings.filter(({ rule }) => rule === 'even-kernel-padding').flatMap((finding) => finding.fixes);
    expect(titles.map(({ title }) => title)).toEqual([
      'Use a 3×3 kernel in all 2 layers that this line makes',
      'Use a 5×5 kernel in all 2 layers that this line makes',
    ]);
  });

  it('keeps an argument that one of two factories knows', () => {
    const body = `const both = [tf.layers.conv2d, tf.layers.depthwiseConv2d];
const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [16, 16, 4] })] });
for (const make of both) model.add(make({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }));
`;
    expect(fixes(body, 'ignored-argument')).toEqual([]);
  });
});

it('takes no statement behind an open brace for an argument', () => {
  const rest = ['const b = 5;', "model.compile({ optimizer: 'sgd' });", 'return model;', "activation: 'so"];
  for (const statement of rest) {
    const text = `${head}export function net() {\n  const a = tf.layers.conv2d({ filters: 4, kernelSize: 3,\n  ${statement}\n}\n`;
    const { findings } = analyse('/project/half.ts', text);
    expect(
      findings.filter(({ rule }) => rule === 'ignored-argument'),
      statement,
    ).toEqual([]);
    for (const { edits } of findings.flatMap(({ fixes }) => fixes)) {
      expect(applyEdits(text, edits), statement).toContain(statement);
    }
  }
});

describe('a fix is not offered', () => {
  it('when a layer behind would have nothing left', () => {
    const layers = (pool: number) =>
      `tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [4, 4, 3], filters: 4, kernelSize: 5, activation: 'relu' }), tf.layers.maxPooling2d({ poolSize: ${pool} })] });\n`;
    const titles = (pool: number) =>
      analyse('/project/small.ts', `${head}${layers(pool)}`)
        .findings.filter(({ rule }) => rule === 'empty-output')
        .flatMap((finding) => finding.fixes.map(({ title }) => title));
    expect(titles(1)).toEqual(['Use a 4×4 window', "Use padding: 'same'"]);
    expect(titles(2)).toEqual(["Use padding: 'same'"]);
  });

  it('as safe in a program that breaks off', () => {
    const layer = 'tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 2, colour: 3 })] });\n';
    const safe = (text: string) =>
      analyse('/project/broken.ts', `${head}${text}`).findings.flatMap(({ fixes }) => fixes.map((fix) => fix.safe));
    expect(safe(layer)).toEqual([true]);
    expect(safe(`${layer}const half = (`)).toEqual([false]);
  });
});
