import { describe, expect, it } from 'vitest';
import { readText, rowsOf } from './our-models.ts';

const before = `import * as tf from '@tensorflow/tfjs';
const first = tf.sequential();
first.add(tf.layers.dense({ units: 3, inputShape: [4] }));
first.add(tf.layers.dense({ units: 2 }));
`;

const after = `
export function later() {
  const net = tf.sequential();
  net.add(tf.layers.conv2d({ inputShape: [8, 8, 1], filters: 2, kernelSize: 3 }));
  return net;
}
`;

/** What someone has typed so far, between two whole models. */
const typing = [
  'first.add(',
  'first.add(tf.layers.',
  'first.add(tf.layers.dense',
  'first.add(tf.layers.dense(',
  'first.add(tf.layers.dense({',
  'first.add(tf.layers.dense({ units',
  'first.add(tf.layers.dense({ units: ',
  'first.add(tf.layers.dense({ units: 7, activation: "re',
  'first.add(tf.layers.dense({ units: 7 })',
  'const x = ',
  'if (',
  'for (const a of ',
  'for (let i = 0; ; ',
  'while (true) {}',
  'while (true',
  'throw new Error("not yet");',
  'null.missing.member();',
  'const [a, b] = undefined;',
  'class Half extends ',
  'import { something } from ',
  'export default ',
  'switch (first) { case ',
  'first.add(null);',
  'first.add();',
  '`text ${',
  '}',
  ')',
];

describe('a half-typed file keeps the models above the cursor', () => {
  it.each(typing)('%s', (text) => {
    const [model] = readText(before + text).models;
    const layers = model!.layers.filter((layer) => !layer.implicit);
    expect(layers.slice(0, 2).map((layer) => layer.attributes.units)).toEqual([3, 2]);
  });
});

describe('and those below it, as far as the parser can tell', () => {
  const recoverable = typing.filter((text) => !/[`"]|class|case|\{$|units$|units: $|import/.test(text));

  it.each(recoverable)('%s', (text) => {
    const { models } = readText(`${before}${text}\n${after}`);
    expect(models.flatMap(({ layers }) => layers.map((layer) => layer.attributes.filters))).toContain(2);
  });
});

it('a call that is not closed is a layer already', () => {
  const { models } = readText(`${before}first.add(tf.layers.dense({ units: 9`);
  expect(models[0]!.layers.at(-1)!.attributes.units).toBe(9);
});

it('a list with holes has sizes that are not known', () => {
  for (const shape of ['[28,,1]', '[,28,1]', '[28, 28, 1,,]', '[28,, filters, kernelSize: 5']) {
    const { models } = readText(
      `import * as tf from '@tensorflow/tfjs';\nconst m = tf.sequential();\nm.add(tf.layers.conv2d({ filters: 2, kernelSize: 3, inputShape: ${shape} }));`,
    );
    expect(() => rowsOf(models[0]!)).not.toThrow();
  }
});

it('a string that is not closed swallows what follows, and invents no models of it', () => {
  const program = (name: string) => `${before}
class Encoder extends tf.LayersModel {
  constructor(channels) {
    const image = tf.input({ shape: [16, 16, 3] });
    const features = tf.layers.conv2d({ filters: channels, kernelSize: 3 }).apply(image);
    super({ inputs: image, outputs: features, name: ${name} });
    first.add(tf.layers.dense({ units: 4 }));
  }
}
export const encoder = new Encoder(5);
export const head = tf.model({ inputs: encoder.inputs, outputs: tf.layers.flatten().apply(encoder.outputs[0]) });
`;
  const units = (text: string) =>
    readText(text).models.map(({ layers }) => layers.map((layer) => layer.attributes.units ?? layer.className));
  const whole = units(program("'encoder'"));
  expect(whole).toHaveLength(3);
  const unfinished = units(program("'encoder"));
  expect(unfinished).toHaveLength(whole.length);
  expect(unfinished.slice(0, 2)).toEqual([whole[0]!.slice(0, 3), whole[1]]);
});
