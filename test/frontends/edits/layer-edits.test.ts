import { describe, expect, it } from 'vitest';
import type { Layer } from '../../../core/graph/node.ts';
import type { AttributeValue } from '../../../core/vocabulary/operator.ts';
import type { Edit, LayerEdits } from '../../../server/frontends/edits/edit.ts';
import { layerEdits } from '../../../server/frontends/edits/layer-edits.ts';
import { applyEdits } from '../../harness/apply-edits.ts';
import { analyse } from '../../harness/check.ts';

const head = "import * as tf from '@tensorflow/tfjs';\n";
const foot = '\nexport const model = tf.sequential({ layers: [layer] });\n';

/** The call of a layer after an edit of it, in a program that begins with `before`. */
function edited(
  call: string,
  edit: (layer: Layer, edits: LayerEdits) => readonly Edit[] | null,
  before = '',
): string | null {
  const start = `${head}${before}const layer = `;
  const text = `${start}${call};${foot}`;
  const { models } = analyse('/project/edits.ts', text);
  const layer = models[0]!.graph.layers.find(({ source }) => source !== null)!;
  const edits = edit(
    layer,
    layerEdits(() => text),
  );
  return edits && applyEdits(text, edits).slice(start.length, -foot.length - 1);
}

describe('setting an argument in a program', () => {
  const set = (call: string, name: string, value: AttributeValue) =>
    edited(call, (layer, edits) => edits.set(layer, name, value));

  it.each<[string, string, AttributeValue, string | null]>([
    ['tf.layers.conv2d({ kernelSize: 4 })', 'kernelSize', 3, 'tf.layers.conv2d({ kernelSize: 3 })'],
    ['tf.layers.conv2d({ kernelSize: [4, 4] })', 'kernelSize', 3, 'tf.layers.conv2d({ kernelSize: [3, 3] })'],
    ['tf.layers.conv2d({ kernelSize: [4, 2] })', 'kernelSize', [3, 1], 'tf.layers.conv2d({ kernelSize: [3, 1] })'],
    ["tf.layers.conv2d({ padding: 'valid' })", 'padding', 'same', "tf.layers.conv2d({ padding: 'same' })"],
    ['tf.layers.conv2d({ filters: 8 })', 'padding', 'same', "tf.layers.conv2d({ filters: 8, padding: 'same' })"],
    ['tf.layers.conv2d({ filters: 8, })', 'strides', 2, 'tf.layers.conv2d({ filters: 8, strides: 2, })'],
    ['tf.layers.conv2d({})', 'filters', 8, 'tf.layers.conv2d({ filters: 8 })'],
    [
      'tf.layers.conv2d({\n  filters: 8, // eight\n})',
      'strides',
      2,
      'tf.layers.conv2d({\n  filters: 8, // eight\n  strides: 2,\n})',
    ],
    ["tf.layers.conv2d({ 'filters': 8 })", 'strides', 2, "tf.layers.conv2d({ 'filters': 8, 'strides': 2 })"],
    // A computed value is not overwritten.
    ['tf.layers.conv2d({ filters: 2 * 4 })', 'filters', 9, null],
    ['tf.layers.conv2d(Math.random() > 1 ? {} : { filters: 2 })', 'strides', 2, null],
  ])('%s', (call, name, value, expected) => {
    expect(set(call, name, value)).toBe(expected);
  });

  it.each([
    ['tf.layers.conv2d({ filters: 2, ...common })', 'tf.layers.conv2d({ filters: 2, ...common, kernelSize: 3 })'],
    ['tf.layers.conv2d({ ...common, filters: 2 })', 'tf.layers.conv2d({ ...common, filters: 2, kernelSize: 3 })'],
    ['tf.layers.conv2d(common)', 'tf.layers.conv2d({ ...common, kernelSize: 3 })'],
    ['tf.layers.conv2d(common as never)', 'tf.layers.conv2d({ ...common, kernelSize: 3 } as never)'],
    [
      'tf.layers.conv2d({\n  filters: 2 // two\n  // the end\n})',
      'tf.layers.conv2d({\n  filters: 2, // two\n  kernelSize: 3\n  // the end\n})',
    ],
    ['tf.layers.conv2d({\r\n\tfilters: 2,\r\n})', 'tf.layers.conv2d({\r\n\tfilters: 2,\r\n\tkernelSize: 3,\r\n})'],
    [
      'tf.layers.conv2d({\n    filters: 2\n  , strides: 1\n})',
      'tf.layers.conv2d({\n    filters: 2\n  , strides: 1\n  , kernelSize: 3\n})',
    ],
  ])('%s keeps what others may share, and its layout', (call, expected) => {
    const common = 'const common = { kernelSize: 4 };\n';
    expect(edited(call, (layer, edits) => edits.set(layer, 'kernelSize', 3), common)).toBe(expected);
  });
});

describe('removing an argument', () => {
  it.each([
    ['tf.layers.conv2d({ filters: 8, groups: 2 })', 'tf.layers.conv2d({ filters: 8 })'],
    ['tf.layers.conv2d({ groups: 2, filters: 8 })', 'tf.layers.conv2d({ filters: 8 })'],
    ['tf.layers.conv2d({ groups: 2 })', 'tf.layers.conv2d({  })'],
    ['tf.layers.conv2d({\n  filters: 8,\n  groups: 2,\n})', 'tf.layers.conv2d({\n  filters: 8,\n})'],
    ['tf.layers.conv2d({\n  groups: 2,\n  filters: 8\n})', 'tf.layers.conv2d({\n  filters: 8\n})'],
    ['tf.layers.conv2d({\n  filters: 8,\n  groups: 2\n})', 'tf.layers.conv2d({\n  filters: 8\n})'],
    // Comments go with the key that they speak of.
    ['tf.layers.conv2d({ groups: 2 /* two */, filters: 8 })', 'tf.layers.conv2d({ filters: 8 })'],
    ['tf.layers.conv2d({ filters: 8 /* eight */, groups: 2 })', 'tf.layers.conv2d({ filters: 8 /* eight */ })'],
    [
      'tf.layers.conv2d({\n  groups: 2, // two\n  filters: 8, // eight\n})',
      'tf.layers.conv2d({\n  filters: 8, // eight\n})',
    ],
    [
      'tf.layers.conv2d({\n  filters: 8, // eight\n  groups: 2 // two\n})',
      'tf.layers.conv2d({\n  filters: 8 // eight\n})',
    ],
    ['tf.layers.conv2d({\n  // two\n  groups: 2,\n  filters: 8,\n})', 'tf.layers.conv2d({\n  filters: 8,\n})'],
    [
      'tf.layers.conv2d({\n  filters: 8,\n  groups: 2,\n  // the end\n})',
      'tf.layers.conv2d({\n  filters: 8,\n  // the end\n})',
    ],
    // Commas at the beginning of lines.
    [
      'tf.layers.conv2d({\n    filters: 8\n  , groups: 2\n  , strides: 1\n})',
      'tf.layers.conv2d({\n    filters: 8\n  , strides: 1\n})',
    ],
    // Lines end as they did.
    ['tf.layers.conv2d({\r\n  filters: 8,\r\n  groups: 2\r\n})', 'tf.layers.conv2d({\r\n  filters: 8\r\n})'],
    ['tf.layers.conv2d({ filters: 8, groups: () => 2 })', 'tf.layers.conv2d({ filters: 8 })'],
  ])('%s', (call, expected) => {
    expect(edited(call, (layer, edits) => edits.remove(layer, 'groups'))).toBe(expected);
  });

  it.each([
    // The value is computed with an effect, or may be.
    'tf.layers.conv2d({ filters: 8, groups: Math.max(1, 2) })',
    'tf.layers.conv2d({ filters: 8, groups: [n++] })',
    'tf.layers.conv2d({ filters: 8, groups: settings.groups })',
    // Others may need what is spread or handed on.
    'tf.layers.conv2d({ filters: 8, ...shared })',
    'tf.layers.conv2d(shared)',
  ])('leaves %s alone', (call) => {
    const text = `const shared = { groups: 2, kernelSize: 3 };\nconst settings = { groups: 2 };\nlet n = 0;\n`;
    expect(edited(call, (layer, edits) => edits.remove(layer, 'groups'), text)).toBeNull();
  });
});

describe('renaming an argument', () => {
  it.each([
    ['tf.layers.conv2d({ stride: 2 })', 'tf.layers.conv2d({ strides: 2 })'],
    ["tf.layers.conv2d({ 'stride': 2 })", "tf.layers.conv2d({ 'strides': 2 })"],
    [
      '((stride: number) => tf.layers.conv2d({ stride }))(2)',
      '((stride: number) => tf.layers.conv2d({ strides: stride }))(2)',
    ],
  ])('%s', (call, expected) => {
    expect(edited(call, (layer, edits) => edits.rename(layer, 'stride', 'strides'))).toBe(expected);
  });
});

describe('JSON', () => {
  const json = (config: string) =>
    `{"class_name": "Sequential", "config": [{"class_name": "Conv2D", "config": ${config}}]}`;
  const change = (config: string, edit: (layer: Layer, edits: LayerEdits) => readonly Edit[] | null) => {
    const text = json(config);
    const { models } = analyse('/project/edits.json', text);
    const layer = models[0]!.graph.layers.find(({ className }) => className === 'Conv2D')!;
    const edits = edit(
      layer,
      layerEdits(() => text),
    );
    const after = applyEdits(text, edits!);
    expect(() => JSON.parse(after)).not.toThrow();
    return after;
  };

  it('has quoted names with underscores', () => {
    const inserted = change('{"filters": 8}', (layer, edits) => edits.insert(layer, 'dilationRate', [2, 2]));
    expect(inserted).toBe(json('{"filters": 8, "dilation_rate": [2, 2]}'));
    const set = change('{"kernel_size": [4, 4], "filters": 8}', (layer, edits) => edits.set(layer, 'kernelSize', 3));
    expect(set).toBe(json('{"kernel_size": [3, 3], "filters": 8}'));
    const first = change('{}', (layer, edits) => edits.set(layer, 'padding', 'same'));
    expect(first).toBe(json('{"padding": "same"}'));
  });

  it('keeps what Keras wrote for Keras', () => {
    const text = json('{"filters": 8, "groups": 2}');
    const { models } = analyse('/project/edits.json', text);
    const layer = models[0]!.graph.layers.find(({ className }) => className === 'Conv2D')!;
    expect(layerEdits(() => text).remove(layer, 'groups')).toBeNull();
  });
});

it('puts a layer before another where the text shows how', () => {
  const text = `${head}const model = tf.sequential();\n  model.add(tf.layers.repeatVector({ n: 2 }));\n`;
  const { models } = analyse('/project/insert.ts', text);
  const layer = models[0]!.graph.layers.find(({ source }) => source !== null)!;
  expect(applyEdits(text, layerEdits(() => text).insertBefore(layer, 'flatten')!)).toContain(
    '\n  model.add(tf.layers.flatten());\n  model.add(tf.layers.repeatVector({ n: 2 }));\n',
  );
});

describe('a layer before another', () => {
  const inserted = (body: string) => {
    const text = `${head}${body}`;
    const { models } = analyse('/project/insert.ts', text);
    const layer = models.flatMap(({ graph }) => graph.layers).find(({ className }) => className === 'RepeatVector')!;
    const edits = layerEdits(() => text).insertBefore(layer, 'flatten');
    return edits && applyEdits(text, edits).slice(head.length);
  };
  const model = 'const model = tf.sequential();';

  it.each([
    [
      `${model}\r\nmodel.add(\r\n  tf.layers.repeatVector({ n: 2 }),\r\n);\r\n`,
      `${model}\r\nmodel.add(tf.layers.flatten());\r\nmodel.add(\r\n  tf.layers.repeatVector({ n: 2 }),\r\n);\r\n`,
    ],
    [
      'const model = tf.sequential({\n  layers: [\n    tf.layers.repeatVector({ n: 2 }),\n  ],\n});\n',
      'const model = tf.sequential({\n  layers: [\n    tf.layers.flatten(),\n    tf.layers.repeatVector({ n: 2 }),\n  ],\n});\n',
    ],
    [
      `${model}\nif (model) {\n  model.add(tf.layers.repeatVector({ n: 2 }));\n}\n`,
      `${model}\nif (model) {\n  model.add(tf.layers.flatten());\n  model.add(tf.layers.repeatVector({ n: 2 }));\n}\n`,
    ],
  ])('%s', (before, after) => {
    expect(inserted(before)).toBe(after);
  });

  it.each([
    `${model}\nif (model)\n  model.add(tf.layers.repeatVector({ n: 2 }));\n`,
    `${model}\nif (!model) model.pop(); else model.add(tf.layers.repeatVector({ n: 2 }));\n`,
    `${model}\nfor (let i = 0; i < 2; i++) model.add(tf.layers.repeatVector({ n: 2 }));\n`,
    `${model}\n[1].forEach(() => model.add(tf.layers.repeatVector({ n: 2 })));\n`,
    `${model}\nconst on = (m: tf.Sequential, l: tf.layers.Layer) => m.add(l);\non(model, tf.layers.repeatVector({ n: 2 }));\n`,
    `${model}\nconst [layer] = [tf.layers.repeatVector({ n: 2 })];\nmodel.add(layer);\n`,
  ])('has no place in %s', (body) => {
    expect(inserted(body)).toBeNull();
  });
});

it('keeps the arguments of a layer that becomes another', () => {
  const replace = (call: string) => edited(call, (layer, edits) => edits.replace(layer, 'globalAveragePooling2d'));
  expect(replace("tf.layers.flatten({ name: 'flat', dataFormat: 'channelsFirst' })")).toBe(
    "tf.layers.globalAveragePooling2d({ name: 'flat', dataFormat: 'channelsFirst' })",
  );
  expect(replace('tf.layers.flatten()')).toBe('tf.layers.globalAveragePooling2d({})');
});
