import { expect, test } from 'vitest';
import { withBlocks } from '../../../webview/models/blocks.ts';
import { filmRows, visibleRows } from '../../../webview/models/film.ts';
import { lanesOf, skipEdges } from '../../../webview/models/skip-edges.ts';
import { fileOfProgram } from '../analyses.ts';

const program = `import * as tf from '@tensorflow/tfjs';
const input = tf.input({ shape: [8, 8, 4], name: 'in' });
const conv = (x: tf.SymbolicTensor, name: string) =>
  tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', name }).apply(x) as tf.SymbolicTensor;
let x = conv(input, 'stem');
let y = conv(x, 'b1_a');
y = conv(y, 'b1_b');
x = tf.layers.add({ name: 'sum' }).apply([x, y]) as tf.SymbolicTensor;
export const model = tf.model({ inputs: input, outputs: conv(x, 'head') });
`;
const rows = withBlocks(filmRows(fileOfProgram(program).models[0]!));
const named = (seen: typeof rows) =>
  skipEdges(rows, seen).map(({ from, to }) => `${seen[from]?.key} → ${seen[to]?.key}`);

test('an edge that leaves layers out is a skip, folded or not', () => {
  expect(named(visibleRows(rows, new Set()))).toEqual(['stem → sum']);
  // Opened, the block's own frame stands between its layers and the one before, and makes no skip of it.
  expect(named(visibleRows(rows, new Set(['block b1'])))).toEqual(['stem → sum']);
});

test('a chain has none', () => {
  const chain = `import * as tf from '@tensorflow/tfjs';
export const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 3 }), tf.layers.dense({ units: 2 })] });`;
  const all = filmRows(fileOfProgram(chain).models[0]!);
  expect(skipEdges(all, all)).toEqual([]);
});

test('edges beside each other take lanes of their own, and give them back', () => {
  const lanes = lanesOf(
    [
      { from: 0, to: 4 },
      { from: 1, to: 3 },
      { from: 4, to: 6 },
    ],
    7,
  );
  expect(lanes.map((parts) => parts.join(' '))).toEqual([
    'start none',
    'through start',
    'through through',
    'through end',
    'end start',
    'none through',
    'none end',
  ]);
});
