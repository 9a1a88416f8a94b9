import { describe, expect, it } from 'vitest';
import { changeLayer } from '../../server/features/change-layer.ts';
import { analyse } from '../harness/check.ts';

const edited = (body: string, path: readonly string[], set: Parameters<typeof changeLayer>[2]['set']) => {
  const text = `import * as tf from '@tensorflow/tfjs';\n${body}`;
  const file = analyse('/project/model.ts', text);
  const change = changeLayer(file, 0, { path, set }, (uri) => (uri === file.uri ? text : null));
  if ('failure' in change) return change.failure;
  return [...change.edits]
    .sort((a, b) => b.range.start - a.range.start)
    .reduce((all, { range, newText }) => all.slice(0, range.start) + newText + all.slice(range.end), text)
    .split('\n')
    .slice(1)
    .join('\n');
};

const conv = (rest = '') =>
  `tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [9, 9, 1], filters: 4, kernelSize: 3${rest}, name: 'c' })] });`;

describe('the edits that write a trial', () => {
  it('write over what is there, and add what is not', () => {
    expect(edited(conv(), ['c'], { filters: 8 })).toBe(conv().replace('filters: 4', 'filters: 8'));
    expect(edited(conv(), ['c'], { strides: 2 })).toBe(conv().replace("name: 'c'", "name: 'c', strides: 2"));
    expect(edited(conv(", padding: 'same'"), ['c'], { padding: 'valid' })).toBe(conv(", padding: 'valid'"));
  });

  it('several at once', () => {
    expect(edited(conv(', strides: 1'), ['c'], { filters: 2, strides: 3 })).toBe(
      conv(', strides: 3').replace('filters: 4', 'filters: 2'),
    );
  });

  it('of a layer in a nested model', () => {
    const body = (
      units: number,
    ) => `const inner = tf.sequential({ name: 'inner', layers: [tf.layers.dense({ inputShape: [3], units: ${units}, name: 'd' })] });
tf.sequential({ layers: [inner], name: 'outer' });`;
    const text = `import * as tf from '@tensorflow/tfjs';\n${body(4)}`;
    const file = analyse('/project/model.ts', text);
    const index = file.models.findIndex(({ graph }) => graph.name === 'outer');
    const change = changeLayer(file, index, { path: ['inner', 'd'], set: { units: 5 } }, () => text);
    expect(change).toMatchObject({ edits: [{ newText: '5' }] });
  });
});

describe('where the text can’t say it', () => {
  it('a value that is computed stays', () => {
    expect(edited(conv().replace('filters: 4', 'filters: Math.max(4, 2)'), ['c'], { filters: 8 })).toMatch(
      /^filters is computed/,
    );
  });

  it('a text that makes several layers is left to its author', () => {
    const body = `const model = tf.sequential();
model.add(tf.layers.inputLayer({ inputShape: [9, 9, 1] }));
for (let i = 0; i < 3; i++) model.add(tf.layers.conv2d({ filters: 4, kernelSize: 1 }));`;
    const labels = analyse('/project/model.ts', `import * as tf from '@tensorflow/tfjs';\n${body}`).models[0]!.graph
      .layers;
    expect(edited(body, [labels[1]!.label], { filters: 8 })).toMatch(/^This text makes 3 layers/);
  });

  it('a layer that is gone is not found', () => {
    expect(edited(conv(), ['gone'], { filters: 8 })).toBe('The layer is no longer there.');
  });
});
