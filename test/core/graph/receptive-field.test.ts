import { describe, expect, it } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { buildGraph, type GraphBuilder, type RawAttributes } from '../../../core/graph/build.ts';
import type { TensorRef } from '../../../core/graph/node.ts';
import { symbol } from '../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';

/** A chain of layers on an image; returns `size/stride/padding` of each named layer, vertically. */
function fieldsOf(size: number, chain: readonly [name: string, operator: string, attributes: RawAttributes][]) {
  const builder = buildGraph('chain');
  const names = new Map<string, TensorRef>();
  let x = builder.input([null, size, size, 3]);
  for (const [name, operator, attributes] of chain) {
    x = builder.layer(operator, attributes, [x], { name });
    names.set(name, x);
  }
  const { nodes } = analyseGraph(builder.finish([x]));
  return Object.fromEntries(
    [...names].map(([name, { node }]) => {
      const {
        size: [r],
        stride: [s],
        padding: [p],
      } = nodes[node]!.receptiveField;
      return [name, `${r}/${s}/${p}`];
    }),
  );
}

const conv = (name: string, kernelSize: number, rest: RawAttributes = {}): [string, string, RawAttributes] => [
  name,
  'conv2d',
  { filters: 8, kernelSize, ...rest },
];
const pool = (name: string, poolSize: number, strides: number): [string, string, RawAttributes] => [
  name,
  'maxPooling2d',
  { poolSize, strides },
];
const same = { padding: 'same' };

describe('receptive fields of the published table (Distill, "Computing Receptive Fields")', () => {
  it('AlexNet v2', () => {
    const fields = fieldsOf(231, [
      conv('conv1', 11, { strides: 4 }),
      pool('pool1', 3, 2),
      conv('conv2', 5, same),
      pool('pool2', 3, 2),
      conv('conv3', 3, same),
      conv('conv4', 3, same),
      conv('conv5', 3, same),
      pool('pool5', 3, 2),
    ]);
    expect(fields).toEqual({
      conv1: '11/4/0',
      pool1: '19/8/0',
      conv2: '51/8/16',
      pool2: '67/16/16',
      conv3: '99/16/32',
      conv4: '131/16/48',
      conv5: '163/16/64',
      pool5: '195/32/64',
    });
  });

  it('VGG-16', () => {
    const chain = [2, 2, 3, 3, 3].flatMap((convs, block) => [
      ...Array.from({ length: convs }, (_, i) => conv(`conv${block + 1}_${i + 1}`, 3, same)),
      pool(`pool${block + 1}`, 2, 2),
    ]);
    expect(fieldsOf(224, chain)).toMatchObject({
      conv1_1: '3/1/1',
      pool1: '6/2/2',
      conv2_1: '10/2/4',
      pool2: '16/4/6',
      conv3_1: '24/4/10',
      pool3: '44/8/18',
      conv4_1: '60/8/26',
      pool4: '100/16/42',
      pool5: '212/32/90',
    });
  });

  it('MobileNetV1 at 224', () => {
    const strides = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1];
    const chain = strides.flatMap((stride, i): [string, string, RawAttributes][] => [
      [`c${i + 1}_depthwise`, 'depthwiseConv2d', { kernelSize: 3, strides: stride, ...same }],
      conv(`c${i + 1}`, 1, same),
    ]);
    const fields = fieldsOf(224, [conv('c0', 3, { strides: 2, ...same }), ...chain]);
    // The table's paddings, where TensorFlow's 'same' on even sizes pads nothing before.
    expect(fields).toMatchObject({
      c0: '3/2/0',
      c1: '7/2/2',
      c2: '11/4/2',
      c3: '19/4/6',
      c4: '27/8/6',
      c5: '43/8/14',
      c6: '59/16/14',
      c13: '315/32/126',
    });
  });

  it('ResNet-50 v1 of TF-Slim, where the last unit of a block takes the stride', () => {
    const builder = buildGraph('resnet_v1_50');
    const conv = (x: TensorRef, filters: number, kernelSize: number, rest: RawAttributes = {}) =>
      builder.layer('conv2d', { filters, kernelSize, padding: 'same', ...rest }, [x]);
    const blocks: TensorRef[] = [];
    // Strided convolutions are padded alike on both sides, whatever the size.
    let x = conv(builder.input([null, 224, 224, 3]), 64, 7, { strides: 2, padding: 3 });
    x = builder.layer('maxPooling2d', { poolSize: 3, strides: 2, padding: 'same' }, [x]);
    for (const [block, units] of [3, 4, 6, 3].entries()) {
      const filters = 64 * 2 ** block;
      for (let unit = 0; unit < units; unit++) {
        const strides = unit === units - 1 && block < 3 ? 2 : 1;
        const middle = conv(conv(x, filters, 1), filters, 3, { strides, padding: 1 });
        const skip =
          unit === 0
            ? conv(x, 4 * filters, 1)
            : builder.layer('maxPooling2d', { poolSize: 1, strides, padding: 'same' }, [x]);
        x = builder.layer('add', {}, [conv(middle, 4 * filters, 1), skip]);
      }
      blocks.push(x);
    }
    const { nodes } = analyseGraph(builder.finish([x]));
    const fields = blocks.map(({ node }) => {
      const { size, stride, padding } = nodes[node]!.receptiveField;
      return [size[0], stride[0], padding[0]].join('/');
    });
    expect(fields).toEqual(['35/8/15', '99/16/47', '291/32/143', '483/32/239']);
  });

  it('a 3×3 stack with dilation 1, 2, 4 sees 3, 7, 15', () => {
    const fields = fieldsOf(
      64,
      [1, 2, 4].map((dilationRate) => conv(`d${dilationRate}`, 3, { dilationRate, ...same })),
    );
    expect(fields).toEqual({ d1: '3/1/1', d2: '7/1/3', d4: '15/1/7' });
  });
});

describe('receptive fields of graphs', () => {
  const branches = (
    left: (b: GraphBuilder, x: TensorRef) => TensorRef,
    right: (b: GraphBuilder, x: TensorRef) => TensorRef,
  ) => {
    const builder = buildGraph('branches');
    const x = builder.input([null, 32, 32, 8]);
    const merged = builder.layer('add', {}, [left(builder, x), right(builder, x)]);
    return analyseGraph(builder.finish([merged])).totals.receptiveField;
  };
  const through = (operator: string, attributes: RawAttributes) => (b: GraphBuilder, x: TensorRef) =>
    b.layer(operator, attributes, [x]);

  it('take the union over the paths', () => {
    const field = branches((_, x) => x, through('conv2d', { filters: 8, kernelSize: 5, padding: 'same' }));
    expect(field).toMatchObject({ size: [5, 5], stride: [1, 1], padding: [2, 2], status: 'exact', aligned: true });
  });

  it('report branches whose centres differ', () => {
    const cropped = through('cropping2D', {
      cropping: [
        [0, 4],
        [0, 4],
      ],
    });
    const field = branches(cropped, through('conv2d', { filters: 8, kernelSize: 5 }));
    expect(field).toMatchObject({ aligned: false, status: 'exact' });
  });

  it('say that a global pooling sees everything', () => {
    const builder = buildGraph('global');
    const x = builder.input([null, 32, 24, 8]);
    const y = builder.layer('globalAveragePooling2d', {}, [x]);
    expect(analyseGraph(builder.finish([y])).totals.receptiveField).toMatchObject({
      status: 'whole-input',
      size: [32, 24],
    });
  });

  it('stay unknown behind an unknown layer', () => {
    const builder = buildGraph('custom');
    const x = builder.input([null, 32, 32, 8]);
    const y = builder.layer('unknown', {}, [x]);
    expect(analyseGraph(builder.finish([y])).totals).toMatchObject({
      status: 'lower-bound',
      receptiveField: { status: 'unknown' },
    });
  });
});

describe('receptive fields on open sizes', () => {
  const open: Shape = [null, symbol('H'), symbol('W'), 3];
  const stem = (builder: GraphBuilder) =>
    builder.layer('conv2d', { filters: 8, kernelSize: 3, strides: 2, padding: 'same' }, [builder.input(open)]);

  it('know the size of a chain, and that where it begins depends on the input', () => {
    const builder = buildGraph('chain');
    const field = analyseGraph(builder.finish([stem(builder)])).totals.receptiveField;
    expect(field).toMatchObject({ size: [3, 3], stride: [2, 2], padding: [null, null], status: 'exact' });
  });

  it('bound the union of branches', () => {
    const builder = buildGraph('branches');
    const x = stem(builder);
    const wide = builder.layer('maxPooling2d', { poolSize: 3, strides: 2, padding: 'same' }, [x]);
    const narrow = builder.layer('conv2d', { filters: 8, kernelSize: 1, strides: 2, padding: 'same' }, [x]);
    const graph = builder.finish([builder.layer('add', {}, [wide, narrow])]);
    const { status, size } = analyseGraph(graph).totals.receptiveField;
    expect(status).toBe('upper-bound');
    for (let height = 8; height < 24; height++) {
      const bound = analyseGraph(graph, { inputs: [[null, height, 8, 3]] }).totals.receptiveField;
      expect(bound.status).toBe('exact');
      expect(Number(bound.size[0])).toBeLessThanOrEqual(Number(size[0]));
    }
  });
});

describe('receptive fields behind up-sampling', () => {
  /** Follows every path from output position `at` back to the input positions that it reads. */
  const seen = (at: number, layers: readonly ((y: number) => readonly number[])[]): number => {
    const positions = layers
      .toReversed()
      .reduce<readonly number[]>((ys, reads) => [...new Set(ys.flatMap(reads))], [at]);
    return Math.max(...positions) - Math.min(...positions) + 1;
  };
  const nearest = (factor: number) => (y: number) => [Math.floor(y / factor)];
  const convolution = (kernel: number) => (y: number) => Array.from({ length: kernel }, (_, k) => y + k);
  const transposed = (kernel: number, stride: number) => (y: number) =>
    Array.from({ length: kernel }, (_, k) => (y - k) / stride).filter(Number.isInteger);

  it.each([
    [2, 2],
    [2, 3],
    [3, 2],
    [2, 5],
  ])('by %d, then a kernel of %d', (factor, kernel) => {
    const builder = buildGraph('up');
    const x = builder.input([null, 32, 32, 3]);
    const up = builder.layer('upSampling2d', { size: [factor, factor] }, [x]);
    const y = builder.layer('conv2d', { filters: 1, kernelSize: kernel }, [up]);
    const most = Math.max(...[30, 31, 32, 33].map((at) => seen(at, [nearest(factor), convolution(kernel)])));
    const field = analyseGraph(builder.finish([y])).totals.receptiveField;
    expect(field).toMatchObject({ status: 'upper-bound', stride: [1 / factor, 1 / factor] });
    expect(field.size[0]).toBe(most);
  });

  it.each([
    [3, 2],
    [4, 2],
    [2, 2],
    [5, 3],
  ])('by a transposed convolution with kernel %d and stride %d, then 3×3', (kernel, strides) => {
    const builder = buildGraph('transposed');
    const x = builder.input([null, 32, 32, 3]);
    const up = builder.layer('conv2dTranspose', { filters: 4, kernelSize: kernel, strides }, [x]);
    const y = builder.layer('conv2d', { filters: 1, kernelSize: 3 }, [up]);
    const most = Math.max(...[30, 31, 32, 33].map((at) => seen(at, [transposed(kernel, strides), convolution(3)])));
    const field = analyseGraph(builder.finish([y])).totals.receptiveField;
    expect(Number(field.size[0])).toBeGreaterThanOrEqual(most);
    expect(Number(field.size[0])).toBeLessThanOrEqual(most + 1);
  });
});

it('is found in a broken graph, where a layer reads what it makes itself', () => {
  const builder = buildGraph('broken');
  const input = builder.input([null, 8, 8, 1]);
  const graph = builder.finish([builder.layer('activation', { activation: 'relu' }, [input], { name: 'loop' })]);
  const nodes = graph.nodes.map((node, index) => (index === 1 ? { ...node, inputs: [{ node: 1, output: 0 }] } : node));
  const { receptiveField, status } = analyseGraph({ ...graph, nodes }).nodes[1]!;
  expect([receptiveField.status, status]).toEqual(['unknown', 'unknown']);
});
