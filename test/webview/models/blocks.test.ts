import { describe, expect, test } from 'vitest';
import { blockName, withBlocks } from '../../../webview/models/blocks.ts';
import { filmRows, isFolded, openedAround, visibleRows } from '../../../webview/models/film.ts';
import { searchRows } from '../../../webview/models/search.ts';
import { firstOfInterest, keysOfSteps } from '../../../webview/models/steps.ts';
import { analysesOf, fileOfProgram } from '../analyses.ts';

test.each([
  ['conv1_depthwise_bn', 'conv1'],
  ['conv0', 'conv0'],
  ['conv1_depthwise_relu6', 'conv1'],
  ['block1_conv2', 'block1'],
  ['block_3_expand', 'block_3'],
  ['block_12_project_BN', 'block_12'],
  ['conv_pw_1_relu', 'conv_pw_1'],
  ['conv2_block1_1_conv', 'conv2_block1'],
  ['stage2/unit1/conv', 'stage2/unit1'],
  // Counted layers, not blocks.
  ['conv2d_Conv2D1', null],
  ['conv2d_1', null],
  ['max_pooling2d_12', null],
  ['predictions', null],
])('the block of %s is %s', (label, name) => {
  expect(blockName(label)).toBe(name);
});

const dense = (name: string) => `tf.layers.dense({ units: 3, name: '${name}' })`;
const rowsOf = (...names: string[]) => {
  const layers = ["tf.layers.inputLayer({ inputShape: [4], name: 'in' })", ...names.map(dense)];
  const program = `import * as tf from '@tensorflow/tfjs';\nexport const model = tf.sequential({ layers: [${layers.join(', ')}] });`;
  return withBlocks(filmRows(fileOfProgram(program).models[0]!));
};

describe('layers of one block', () => {
  const rows = rowsOf('b1_a', 'b1_b', 'b2', 'head', 'b1_c', 'b1_d');

  test('stand behind a frame of their own; a name alone makes none', () => {
    expect(rows.map(({ key }) => key)).toEqual([
      'in',
      'block b1',
      'b1_a',
      'b1_b',
      'b2',
      'head',
      'block b1#1',
      'b1_c',
      'b1_d',
    ]);
    expect(rows[2]?.parents).toEqual(['block b1']);
  });

  test('the frame adds up what they cost, and shows what the last puts out', () => {
    const block = rows[1]!;
    expect([block.params, block.node.cost.macs]).toEqual([4 * 3 + 3 + 3 * 3 + 3, 4 * 3 + 3 * 3]);
    expect([block.outputKey, block.node.inputs[0]?.[1], block.layer.label]).toEqual(['b1_b', 4, 'b1']);
    expect(block.block).toEqual({ layers: ['b1_a', 'b1_b'], operators: ['dense'] });
  });

  test('are folded until they are opened', () => {
    expect(visibleRows(rows, new Set()).map(({ key }) => key)).toEqual(['in', 'block b1', 'b2', 'head', 'block b1#1']);
    const opened = openedAround(rows, [], 'b1_b');
    expect(opened).toEqual(['block b1']);
    expect(isFolded(rows[1]!, new Set(opened))).toBe(false);
    expect(visibleRows(rows, new Set(opened)).map(({ key }) => key)).toContain('b1_b');
    expect(openedAround(rows, opened, 'b1_b')).toEqual(opened);
  });

  test('are found by the steps of a run as before', () => {
    expect(keysOfSteps(rows, [['in'], ['b1_a'], ['b1_b'], ['b2']])).toEqual(['in', 'b1_a', 'b1_b', 'b2']);
    expect(firstOfInterest(rows)).toBe('b1_a');
  });
});

test('MobileNet is a quarter as long with its blocks folded', () => {
  const rows = withBlocks(filmRows(analysesOf('examples/mobilenet.ts')[0]!));
  const seen = visibleRows(rows, new Set());
  expect(rows.filter(({ foldable }) => !foldable)).toHaveLength(85);
  expect(seen.length).toBeLessThan(20);
});

test('layers are found by name, operator and shape, wherever they are folded', () => {
  const rows = withBlocks(filmRows(analysesOf('examples/mobilenet.ts')[0]!));
  const found = (text: string) => searchRows(rows, text).map(({ key }) => key);
  expect(found('conv7_depthwise')).toEqual(['conv7_depthwise', 'conv7_depthwise_bn', 'conv7_depthwise_relu6']);
  expect(found('DEPTHWISECONV2D 7x7')).toEqual(['conv12_depthwise', 'conv13_depthwise']);
  expect(found('112×112×64')).toHaveLength(3);
  expect(found('nothing like it')).toEqual([]);
});
