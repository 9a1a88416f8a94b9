import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../core/engine/random.ts';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { printGraph } from '../../../core/graph/print.ts';
import { readGraphModel } from '../../../server/frontends/graph-model/index.ts';
import { readKerasJson } from '../../../server/frontends/keras-json/index.ts';
import { tell } from '../../harness/graph-facts.ts';
import { attribute as a, GraphFixture, uri } from './graph-fixture.ts';

const window = {
  data_format: a.text('NHWC'),
  padding: a.text('SAME'),
  strides: a.integers([1, 2, 2, 1]),
  dilations: a.integers([1, 1, 1, 1]),
};

function network(): GraphFixture {
  const fixture = new GraphFixture()
    .input('x', [-1, -1, -1, 3])
    .kernel('w', [3, 3, 3, 8])
    .kernel('b', [8])
    .kernel('m', [8, 10])
    .integers('space', [1, 2])
    .integers('pads', [0, 0, 1, 1, 1, 1, 0, 0], [4, 2])
    .integers('zero', [0])
    .integers('one', [1])
    .integers('axis', [1], [])
    .operation('pad', 'Pad', ['x', 'pads'])
    .operation('conv', '_FusedConv2D', ['pad', 'w', 'b'], {
      ...window,
      fused_ops: a.texts(['BiasAdd', 'Relu']),
      num_args: a.integer(1),
    })
    .operation('mean', 'Mean', ['conv', 'space'])
    .operation('shape', 'Shape', ['mean'])
    .operation('batch', 'StridedSlice', ['shape', 'zero', 'one', 'one'], { shrink_axis_mask: a.integer(1) })
    .operation('target', 'Pack', ['batch', 'axis', 'axis'], { axis: a.integer(0) })
    .operation('parts', 'Split', ['axis', 'mean'], { num_split: a.integer(2) })
    .operation('joined', 'ConcatV2', ['parts', 'parts:1', 'axis'])
    .operation('logits', 'MatMul', ['joined', 'm'])
    .operation('again', 'Unpack', ['logits'], { axis: a.integer(1), num: a.integer(10) })
    .operation('out', 'Softmax', ['logits']);
  fixture.outputs = ['out'];
  return fixture;
}

/** Reads a text and everything that is made of it. */
function readAll(text: string, fixture: GraphFixture): number {
  const { models } = readGraphModel(uri, text, fixture.host());
  for (const graph of models) printGraph(analyseGraph(graph));
  return models.length;
}

test('every beginning of a graph model can be read, and operations before the cut stay', () => {
  const fixture = network();
  const text = JSON.stringify(fixture.json());
  let withModel = 0;
  for (let end = 0; end <= text.length; end += 3) withModel += readAll(text.slice(0, end), fixture);
  expect(withModel).toBeGreaterThan(text.length / 6);
  const cut = text.slice(0, text.indexOf('"name":"mean"') - 1);
  const [graph] = readGraphModel(uri, cut, fixture.host()).models;
  expect(graph!.layers.map(({ label }) => label)).toEqual(['x', 'pad', 'conv']);
  expect(graph!.complete).toBe(false);
});

test('flipped characters and swapped pieces never throw', () => {
  const fixture = network();
  const text = JSON.stringify(fixture.json());
  const random = seededRandom(11);
  const pick = (below: number): number => Math.floor(random.uniform() * below);
  const pieces = ['"', '{', '}', '[', ']', ',', ':', '-1', '1e12', 'null', '"op":"Reshape"', '\\', '0', '9999999999'];
  let withModel = 0;
  for (let round = 0; round < 1500; round++) {
    let damaged = text;
    for (let flips = 1 + pick(3); flips > 0; flips--) {
      const at = pick(damaged.length);
      const piece = round % 2 === 0 ? String.fromCharCode(32 + pick(95)) : pieces[pick(pieces.length)]!;
      damaged = damaged.slice(0, at) + piece + damaged.slice(at + 1 + pick(4));
    }
    withModel += readAll(damaged, fixture);
  }
  expect(withModel).toBeGreaterThan(500);
});

describe('claims of enormous sizes take no memory', () => {
  const huge = 10 ** 12;
  const cases: Readonly<Record<string, GraphFixture>> = {
    'an input': new GraphFixture().input('x', [-1, huge, huge, 3]).operation('y', 'Relu', ['x']),
    'parts of a split': new GraphFixture()
      .input('x', [-1, 6])
      .integers('axis', [1], [])
      .operation('y', 'Split', ['axis', 'x'], { num_split: a.integer(huge) })
      .operation('z', 'Unpack', ['x'], { num: a.integer(huge) }),
    'a window': new GraphFixture().input('x', [-1, 6, 6, 3]).operation('y', 'MaxPool', ['x'], {
      ...window,
      ksize: a.integers([1, huge, huge, 1]),
    }),
  };
  for (const [name, fixture] of Object.entries(cases)) {
    test(name, () => {
      const { graph } = fixture.analyse();
      expect(graph.layers.map(({ label }) => label)).toContain('y');
    });
  }

  test('constants of the manifest', () => {
    const claim = { name: 'c', shape: [huge], dtype: 'int32' };
    const other = { name: 'd', shape: [huge, huge], dtype: 'float32' };
    const node = (op: string): object => ({ name: op, op, input: ['x', 'c', 'c', 'c'] });
    const json = {
      format: 'graph-model',
      modelTopology: {
        node: [
          { name: 'x', op: 'Placeholder', attr: { shape: a.shape([-1, 4]) } },
          { name: 'c', op: 'Const' },
          { name: 'd', op: 'Const' },
          ...['Reshape', 'StridedSlice', 'Pad', 'Tile', 'SplitV', 'Transpose', 'Mean', 'Slice', 'Fill'].map(node),
          ...['Range', 'TopKV2', 'SpaceToBatchND', 'BroadcastTo'].map(node),
          { name: 'times', op: 'MatMul', input: ['x', 'd'] },
        ],
      },
      weightsManifest: [{ paths: ['w.bin'], weights: [claim, other] }],
    };
    const [graph] = readGraphModel(uri, JSON.stringify(json), { read: () => '5 0000000000' }).models;
    expect(graph!.layers).toHaveLength(15);
    expect(analyseGraph(graph!).totals.status).toBe('lower-bound');
  });
});

test('weights outside of the folder are not asked for', () => {
  const asked: string[] = [];
  for (const path of ['../secret.bin', '/etc/passwd', 'https://example.com/w.bin', 'a//b.bin', '..\\w.bin']) {
    const json = {
      format: 'graph-model',
      modelTopology: { node: [{ name: 'c', op: 'Const' }] },
      weightsManifest: [{ paths: [path], weights: [{ name: 'c', shape: [2], dtype: 'int32' }] }],
    };
    readGraphModel(uri, JSON.stringify(json), {
      read: (file) => {
        asked.push(file);
        return null;
      },
    });
  }
  expect(asked).toEqual([]);
});

test('what is wrong is said at its place', () => {
  const fixture = new GraphFixture()
    .input('x', [-1, 8, 8, 4])
    .kernel('w', [3, 3, 3, 8])
    .kernel('row', [5])
    .operation('conv', 'Conv2D', ['x', 'w'], window)
    .operation('sum', 'AddV2', ['x', 'row'])
    .operation('lost', 'Relu', ['nowhere'])
    .operation('a', 'Relu', ['b'])
    .operation('b', 'Relu', ['a'])
    .operation('odd', 'Frobnicate', ['x']);
  const { graph, layers } = fixture.analyse();
  expect(graph.facts.map(tell)).toEqual([
    'conv: its kernel is for 3 channels, and its input has 4.',
    'sum: sizes 4 and 5 do not fit together.',
    'No operation is called nowhere.',
  ]);
  const text = JSON.stringify(fixture.json(), null, 1);
  const { start, end } = graph.facts[2]!.place!.range;
  expect(text.slice(start, end)).toBe('"nowhere"');
  const why = Object.fromEntries(graph.layers.map((layer) => [layer.label, layer.why]));
  expect(why).toMatchObject({
    b: 'it takes its own output, by way of others',
    odd: 'the operation Frobnicate is not described here',
  });
  expect(layers).toHaveLength(7);
});

test('a file that only says it is a graph model', () => {
  const { models, findings } = readGraphModel(uri, '{"format": "graph-model"}', { read: () => null });
  expect(models).toEqual([]);
  expect(findings).toMatchObject([{ kind: 'not-a-model', message: expect.stringContaining('no list of operations') }]);
  expect(readKerasJson(uri, JSON.stringify(network().json()), { read: () => null }).models).toEqual([]);
});

test('weights that are not there are said once, at the first of their files', () => {
  const fixture = new GraphFixture()
    .input('x', [2, 6])
    .integers('sizes', [3, 4])
    .operation('y', 'Reshape', ['x', 'sizes']);
  const text = JSON.stringify(fixture.json(), null, 1);
  const lost = readGraphModel(uri, text, { read: () => null });
  expect(lost.models[0]!.layers.at(-1)!.why).toBe('the shape that it is given is not known');
  expect(lost.findings).toMatchObject([
    {
      kind: 'missing-weights',
      message: expect.stringContaining('group1-shard1of2.bin is not there'),
    },
  ]);
  const { start, end } = lost.findings[0]!.place.range;
  expect(text.slice(start, end)).toBe('"group1-shard1of2.bin"');
  expect(fixture.read().findings).toEqual([]);
  const later = readGraphModel(uri, text, { read: () => 'pending' });
  expect(later.findings).toEqual([]);
  expect(later.missing.length).toBeGreaterThan(0);
});
