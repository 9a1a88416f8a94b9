import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { exampleFiles } from '../../client/common/panel/example-files.ts';
import { changeLayer } from '../../server/assist/change-layer.ts';
import { Failure } from '../../server/assist/failure.ts';
import { whatIfJson } from '../../server/assist/what-if-json.ts';
import { analyse } from '../harness/check.ts';
import { programOf, sequential } from './models.ts';

const small = sequential(
  "conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 5, name: 'first' })",
  'maxPooling2d({ poolSize: 2 })',
  'flatten()',
  'dense({ units: 10 })',
);
const tryOut = (set: object, layer = 'first', program = small) =>
  whatIfJson(program.file, { changes: [{ layer, set: { ...set } }] });

describe('what-if', () => {
  it('computes what TensorFlow.js computes for the other argument', () => {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 12, kernelSize: 3 }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 10 }),
      ],
    });
    const { totals } = whatIfJson(small.file, { changes: [{ layer: 'first', set: { filters: 12, kernelSize: 3 } }] });
    expect(totals.params).toEqual({ before: 11738, after: model.countParams(), change: model.countParams() - 11738 });
  });

  it('tells what changes and where, what is affected by it, and how to write it', () => {
    const answer = tryOut({ filters: 16 });
    expect(answer.changes).toEqual([{ layer: 'first', attribute: 'filters', before: 8, after: 16 }]);
    expect(answer.edits).toMatchObject([{ at: 'model.ts:3', newText: '16' }]);
    expect(answer.layers.map((layer) => ('layer' in layer ? null : [layer.change, layer.label, layer.at]))).toEqual([
      ['changed', 'first', 'model.ts:3'],
      ['affected', 'max_pooling2d_MaxPooling2D1', 'model.ts:4'],
      ['affected', 'flatten_Flatten1', 'model.ts:5'],
      ['affected', 'dense_Dense1', 'model.ts:6'],
    ]);
    expect(answer.same).toBe(0);
  });

  it('lets the strides of a pooling follow its window where nobody has written them', () => {
    const [pool] = tryOut({ poolSize: 4 }, '4').layers;
    expect(pool).toMatchObject({
      attributes: { poolSize: { after: [4, 4] }, strides: { before: [2, 2], after: [4, 4] } },
      figures: { outputShapes: { after: [[null, 6, 6, 8]] } },
    });
    const written = sequential("maxPooling2d({ inputShape: [12, 12, 1], poolSize: 2, strides: 2, name: 'pool' })");
    const [kept] = tryOut({ poolSize: 4 }, 'pool', written).layers;
    expect(kept).toMatchObject({ figures: { outputShapes: { after: [[null, 5, 5, 1]] } } });
  });

  it('says which problems would come, and which would go', () => {
    const broken = sequential(
      'conv2d({ inputShape: [8, 8, 1], filters: 4, kernelSize: 3 })',
      "conv2d({ filters: 4, kernelSize: 3, name: 'second' })",
    );
    const { problems } = tryOut({ kernelSize: 7 }, 'second', broken);
    expect(problems.new).toMatchObject([{ rule: 'empty-output', severity: 'error', at: 'model.ts:4' }]);
    const mended = sequential("conv2d({ inputShape: [3, 3, 1], filters: 4, kernelSize: 5, name: 'only' })");
    expect(tryOut({ kernelSize: 3 }, 'only', mended).problems.gone).toMatchObject([{ rule: 'empty-output' }]);
  });

  it('changes all layers that a line makes, and writes that once', () => {
    const loop = programOf(`const model = tf.sequential();
model.add(tf.layers.inputLayer({ inputShape: [16, 16, 3] }));
for (let i = 0; i < 3; i++) {
  model.add(tf.layers.conv2d({ filters: 4, kernelSize: 3 }));
}`);
    const answer = tryOut({ filters: 6 }, '5', loop);
    expect(answer.changes).toHaveLength(3);
    expect(answer.edits).toHaveLength(1);
    // One of them alone can't be written.
    expect(tryOut({ filters: 6 }, answer.changes[1]!.layer, loop).edits).toBeNull();
  });

  it('takes other sizes of the input', () => {
    const { inputs, totals } = whatIfJson(small.file, { changes: [], inputShape: [[32, 32, 1]] });
    expect(inputs.after).toEqual([[null, 32, 32, 1]]);
    expect(totals.params.after).toBe(5 * 5 * 8 + 8 + 14 * 14 * 8 * 10 + 10);
  });

  it.each([
    [{ filter: 3 }, 'has no argument filter; did you mean filters?'],
    [{ filters: 2.5 }, "filters of first can't be 2.5: it has to be a positive integer"],
    [{ groups: 2 }, 'first is a Conv2D, which ignores groups'],
    [{ padding: 'sane' }, "padding of first can't be 'sane'"],
    [{ trainable: 1 }, 'trainable of first is true or false'],
  ])('refuses %j in words', (set, words) => {
    expect(() => tryOut(set)).toThrow(Failure);
    expect(() => tryOut(set)).toThrow(words);
  });

  it('refuses to change nothing', () => {
    expect(() => whatIfJson(small.file, { changes: [] })).toThrow('nothing is changed');
  });
});

describe('a layer that is read again with the values that it has', () => {
  it.each(exampleFiles)('stays the same in %s', (file) => {
    const full = path.join(import.meta.dirname, '../../examples', file);
    const layers = analyse(full, readFileSync(full, 'utf8')).models.flatMap(({ graph }) => graph.layers);
    let tried = 0;
    for (const layer of layers) {
      for (const [name, value] of Object.entries(layer.attributes)) {
        if (typeof value !== 'number' && typeof value !== 'boolean') continue;
        const again = withoutRefusal(() => changeLayer(layer, { [name]: value }));
        if (again === null) continue;
        expect(again.attributes, `${layer.label}.${name}`).toEqual(layer.attributes);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(0);
  });
});

/** Null for what the layer's library does not take. */
function withoutRefusal<Result>(change: () => Result): Result | null {
  try {
    return change();
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
