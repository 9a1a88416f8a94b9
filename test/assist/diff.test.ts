import { describe, expect, it } from 'vitest';
import { alignLayers } from '../../server/assist/align-layers.ts';
import { diffJson } from '../../server/assist/diff-json.ts';
import { programOf, sequential } from './models.ts';

const input = 'inputLayer({ inputShape: [16, 16, 3] })';
const conv = (filters: number, name?: string) =>
  `conv2d({ filters: ${filters}, kernelSize: 3${name ? `, name: '${name}'` : ''} })`;

/** `=`, `~`, `+` and `−` with the label, of all layers that differ. */
function drawn(before: readonly string[], after: readonly string[]): readonly string[] {
  const [model] = diffJson(sequential(...before), sequential(...after)).models;
  return model!.layers.map((layer) =>
    'layer' in layer ? `${layer.change} ${layer.layer.label}` : `${layer.change} ${layer.label}`,
  );
}

describe('diff', () => {
  it('finds nothing where nothing differs but the names that the runtime makes', () => {
    expect(drawn([input, conv(4), conv(8)], [input, conv(4), conv(8)])).toEqual([]);
  });

  it('finds a layer that was put between others, though the counters of all behind it have moved', () => {
    expect(drawn([input, conv(4), conv(8)], [input, conv(4), 'batchNormalization()', conv(8)])).toEqual([
      'added batch_normalization_BatchNormalization1',
    ]);
    expect(drawn([input, conv(4), conv(5), conv(8)], [input, conv(4), conv(8)])).toEqual([
      'removed conv2d_Conv2D2',
      'affected conv2d_Conv2D2',
    ]);
  });

  it('pairs layers by the names that their author gave, wherever they stand', () => {
    expect(drawn([input, conv(4, 'a'), conv(4, 'b')], [input, conv(4, 'b'), conv(4, 'a')])).toEqual([
      'changed b',
      'changed a',
    ]);
  });

  it('tells a change of one layer from what follows of it', () => {
    const [model] = diffJson(
      sequential(input, conv(4, 'a'), conv(8, 'b')),
      sequential(input, conv(6, 'a'), conv(8, 'b')),
    ).models;
    expect(model!.layers).toMatchObject([
      { change: 'changed', label: 'a', attributes: { filters: { before: 4, after: 6 } } },
      { change: 'affected', label: 'b', figures: { params: { before: 4 * 9 * 8 + 8, after: 6 * 9 * 8 + 8 } } },
    ]);
    expect(model!.totals.params.change).toBe(2 * 9 * 3 + 2 + 2 * 9 * 8);
    expect(model!.same).toBe(1);
  });

  it('pairs models by name, then the one that is left on each side', () => {
    const one = (name: string, filters: number) =>
      `const ${name} = tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [8, 8, 1], filters: ${filters}, kernelSize: 3 })] });\n`;
    const { models, added, removed } = diffJson(
      programOf(one('same', 1) + one('old', 2)),
      programOf(one('renamed', 2) + one('same', 1)),
    );
    expect(models.map(({ before, after }) => [before, after])).toEqual([
      ['same', 'same'],
      ['old', 'renamed'],
    ]);
    expect([...added, ...removed]).toEqual([]);
    const more = diffJson(programOf(one('a', 1)), programOf(one('a', 1) + one('b', 1) + one('c', 1)));
    expect(more.added).toEqual(['b', 'c']);
  });

  it('says where a layer takes its input from, when that is another one', () => {
    const branch = (from: string) =>
      programOf(`const x = tf.input({ shape: [8, 8, 2], name: 'x' });
const a = tf.layers.conv2d({ filters: 2, kernelSize: 1, name: 'a' }).apply(x);
const b = tf.layers.conv2d({ filters: 2, kernelSize: 1, name: 'b' }).apply(a);
const sum = tf.layers.add({ name: 'sum' }).apply([b, ${from}]);
const model = tf.model({ inputs: x, outputs: sum });`);
    const [model] = diffJson(branch('x'), branch('a')).models;
    expect(model!.layers).toMatchObject([
      { change: 'changed', label: 'sum', inputs: { before: ['b', 'x'], after: ['b', 'a'] } },
    ]);
  });

  it('gives no change of what is not known for certain', () => {
    const open = programOf(`export function createModel(size: number) {
  const model = tf.sequential();
  model.add(tf.layers.conv2d({ inputShape: [size, size, 3], filters: 4, kernelSize: 3, name: 'a' }));
  return model;
}`);
    const [model] = diffJson(
      open,
      sequential('conv2d({ inputShape: [16, 16, 3], filters: 4, kernelSize: 3, name: "a" })'),
    ).models;
    expect(model!.totals.macs).toMatchObject({ change: null, after: 14 * 14 * 9 * 3 * 4 });
    expect(typeof model!.totals.macs.before).toBe('string');
  });

  it('aligns models of thousands of layers in no time', () => {
    const many = (filters: number) =>
      sequential(
        input,
        ...Array.from({ length: 400 }, (_, i) => `activation({ activation: '${i % filters ? 'relu' : 'tanh'}' })`),
      );
    const [before] = many(3).models;
    const [after] = many(7).models;
    const started = performance.now();
    expect(alignLayers(before!, after!).length).toBeGreaterThanOrEqual(401);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
