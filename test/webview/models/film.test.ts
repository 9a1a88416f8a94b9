import { describe, expect, test } from 'vitest';
import { costBars, filmRows, rowLabel, shapeText, visibleRows } from '../../../webview/models/film.ts';
import { layerDetail, layerFigures } from '../../../webview/models/layer-text.ts';
import { changedShapes, firstOfInterest, keptSelection, keysOfSteps } from '../../../webview/models/steps.ts';
import { treeMove } from '../../../webview/models/tree-keys.ts';
import { analysesOf, analysisOf } from '../analyses.ts';

const lenet = () => filmRows(analysesOf('examples/lenet5.ts')[0]);

const nested = `
  import * as tf from '@tensorflow/tfjs';
  const inner = tf.sequential({ name: 'inner', layers: [
    tf.layers.conv2d({ inputShape: [8, 8, 3], filters: 4, kernelSize: 3, name: 'a' }),
    tf.layers.reLU({ name: 'b' }),
  ]});
  const input = tf.input({ shape: [8, 8, 3], name: 'in' });
  const shared = tf.layers.conv2d({ filters: 3, kernelSize: 1, name: 'shared' });
  const output = inner.apply(shared.apply(shared.apply(input)));
  const outer = tf.model({ inputs: input, outputs: output, name: 'outer' });
`;
const outer = () => {
  const rows = filmRows(analysisOf(nested, 'outer'));
  return { rows, keys: rows.map((row) => row.key) };
};

describe('rows', () => {
  test('a model’s layers in execution order with shape, detail and figures', () => {
    const rows = lenet();
    expect(rows.map((row) => `${row.key} ${shapeText(row.node.outputs[0])}`).slice(0, 4)).toEqual([
      'c1_input 28×28×1',
      'c1 28×28×6',
      's2 14×14×6',
      'c3 10×10×16',
    ]);
    expect(layerDetail(rows[1])).toBe('conv2d 5×5, 6 filters · relu');
    expect(layerFigures(rows[1])).toEqual(['156 params', '118 k MACs', 'field 5×5', '18.4 KiB']);
    expect(rows[2].reduction).toBe(2);
    expect(rows[1].reduction).toBeNull();
  });

  test('applications of a shared layer are told apart and its weights counted once', () => {
    const { rows, keys } = outer();
    expect(keys).toContain('shared#1');
    expect(rows.filter((row) => row.layer.name === 'shared').map((row) => row.params)).toEqual([12, 0]);
  });

  test('a nested model comes before its layers, shows the output of its last and folds', () => {
    const { rows, keys } = outer();
    const model = rows.find((row) => row.foldable);
    expect(model?.key).toBe('inner');
    expect(model?.outputKey).toBe('inner/b');
    expect(keys.indexOf('inner')).toBeLessThan(keys.indexOf('inner/a'));
    expect(visibleRows(rows, new Set(['inner'])).map((row) => row.key)).not.toContain('inner/a');
    expect(rows.find((row) => row.key === 'inner/a')?.layerIndex).toBe(model?.layerIndex);
  });

  test('an unknown layer is named, and what waits for it says so', () => {
    const program = `
      import * as tf from '@tensorflow/tfjs';
      class PixelNorm extends tf.layers.Layer { computeOutputShape(s) { return mystery(s); } }
      const model = tf.sequential({ layers: [
        tf.layers.conv2d({ inputShape: [8, 8, 3], filters: 4, kernelSize: 3, name: 'a' }),
        new PixelNorm({ name: 'norm' }),
        tf.layers.conv2d({ filters: 8, kernelSize: 1, name: 'b' }),
      ]});`;
    const rows = filmRows(analysisOf(program, 'model'));
    expect(rows.map((row) => row.unknown)).toContainEqual({ kind: 'layer' });
    const last = rows[rows.length - 1];
    expect(last.unknown).toEqual({ kind: 'waits', for: 'norm' });
    expect(shapeText(last.node.outputs[0])).toMatch(/^\[\?, \?, 8\]$/);
  });
});

test('a layer that waits for an unknown one called “itself” is not unknown itself', () => {
  const program = `
    import * as tf from '@tensorflow/tfjs';
    class PixelNorm extends tf.layers.Layer { computeOutputShape(s) { return mystery(s); } }
    const model = tf.sequential({ layers: [
      tf.layers.conv2d({ inputShape: [8, 8, 3], filters: 4, kernelSize: 3 }),
      new PixelNorm({ name: 'itself' }),
      tf.layers.conv2d({ filters: 8, kernelSize: 1 }),
    ]});`;
  const details = filmRows(analysisOf(program, 'model')).map(layerDetail);
  expect(details.slice(-2)).toEqual(["PixelNorm is the author's own layer", 'waits for itself']);
});

describe('bars and labels', () => {
  test('the most expensive layer has the full bar, layers without cost none', () => {
    const rows = lenet();
    const bars = costBars(rows, 'macs', new Map());
    const shares = [...bars.values()].map((bar) => bar.share);
    expect(Math.max(...shares.map((share) => share ?? 0))).toBe(1);
    expect(bars.get('s2')).toEqual({ text: '–', share: 0 });
    expect(costBars(rows, 'time', new Map([['c1', 4]])).get('c1')).toEqual({ text: '4.0 ms', share: 1 });
    expect(costBars(rows, 'time', new Map()).get('c1')?.share).toBeNull();
  });

  test('a screen reader hears name, kind, shape, cost and place', () => {
    const rows = lenet();
    const bar = costBars(rows, 'macs', new Map()).get('c1');
    expect(rowLabel(rows[1], layerDetail(rows[1]), bar, 'macs', '2 of 9')).toBe(
      'c1, conv2d 5×5, 6 filters · relu, 28 by 28 by 6, 118 k MACs, 2 of 9',
    );
  });
});

describe('steps and selection', () => {
  test('each step finds its frame, applications in their order', () => {
    const { rows } = outer();
    expect(keysOfSteps(rows, [['in'], ['shared'], ['shared'], ['inner', 'a'], ['inner', 'b'], ['gone']])).toEqual([
      'in',
      'shared',
      'shared#1',
      'inner/a',
      'inner/b',
      null,
    ]);
  });

  test('the selection survives an edit, or goes to the nearest layer before it', () => {
    const before = lenet();
    expect(keptSelection(before, before, 'c3')).toBe('c3');
    expect(
      keptSelection(
        before,
        before.filter((row) => row.key !== 'c3'),
        'c3',
      ),
    ).toBe('s2');
    expect(keptSelection(before, before, null)).toBe('c1');
    expect(firstOfInterest([])).toBeNull();
  });
});

test('an edit marks the frames whose shape it changed, not new ones', () => {
  const program = (filters: number, more: string) => `
    import * as tf from '@tensorflow/tfjs';
    const model = tf.sequential({ layers: [
      tf.layers.conv2d({ inputShape: [8, 8, 3], filters: 4, kernelSize: 3, name: 'a' }),
      tf.layers.conv2d({ filters: ${filters}, kernelSize: 1, name: 'b' }), ${more}
    ]});`;
  const rows = (text: string) => filmRows(analysisOf(text, 'model'));
  const after = rows(program(16, "tf.layers.flatten({ name: 'c' }),"));
  expect([...changedShapes(rows(program(8, '')), after)]).toEqual(['b']);
});

describe('keys', () => {
  const rows = [
    { key: 'a', foldable: false, parents: [] },
    { key: 'm', foldable: true, parents: [] },
    { key: 'm/x', foldable: false, parents: ['m'] },
  ];
  test.each([
    ['ArrowDown', 0, false, { goTo: 1 }],
    ['ArrowUp', 0, false, { goTo: 0 }],
    ['End', 0, false, { goTo: 2 }],
    ['Home', 2, false, { goTo: 0 }],
    ['ArrowLeft', 2, false, { goTo: 1 }],
    ['ArrowLeft', 1, false, { fold: true }],
    ['ArrowRight', 1, true, { fold: true }],
    ['ArrowRight', 1, false, { goTo: 2 }],
    ['ArrowRight', 0, false, null],
    ['x', 0, false, null],
  ])('%s at %i, folded %s', (key, at, folded, move) => {
    expect(treeMove(key, at, rows, folded, false)).toEqual(move);
  });

  test('in a strip left and right walk', () => {
    expect(treeMove('ArrowRight', 0, rows, false, true)).toEqual({ goTo: 1 });
    expect(treeMove('ArrowUp', 1, rows, false, true)).toEqual({ fold: true });
  });
});
