import { describe, expect, it } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { buildGraph, type RawAttributes } from '../../../core/graph/build.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';

/** One layer on given inputs: its outputs, parameters, cost, receptive field and facts. */
function single(operator: string, attributes: RawAttributes, ...shapes: readonly Shape[]) {
  const builder = buildGraph(operator);
  const inputs = shapes.map((shape) => builder.input(shape));
  const y = builder.layer(operator, attributes, inputs);
  const { nodes, layers, totals } = analyseGraph(builder.finish([y]));
  const node = nodes[y.node]!;
  return {
    outputs: node.outputs,
    params: totals.params.total,
    macs: node.cost.macs,
    otherOps: node.cost.otherOps,
    field: node.receptiveField,
    facts: [...layers.flatMap((_, at) => (at === layers.length - 1 ? node.facts : []))],
  };
}

describe('spatially separable convolution', () => {
  it('takes 6·8·3 + 36·3 = 252 multiplications on 8×8 where a 3×3 takes 324', () => {
    const one = { filters: 1, kernelSize: 3, useBias: false };
    const separable = single('spatiallySeparableConv2d', one, [null, 8, 8, 1]);
    expect(separable).toMatchObject({ macs: 252, params: 6, outputs: [[null, 6, 6, 1]] });
    expect(single('conv2d', one, [null, 8, 8, 1])).toMatchObject({ macs: 324, params: 9 });
  });

  it('approaches 2/m of the cost on large inputs', () => {
    const one = { filters: 1, kernelSize: 7 };
    const ratio =
      Number(single('spatiallySeparableConv2d', one, [null, 4000, 4000, 1]).macs) /
      Number(single('conv2d', one, [null, 4000, 4000, 1]).macs);
    expect(ratio).toBeCloseTo(2 / 7, 3);
  });

  it('sees what the full kernel sees', () => {
    const field = single('spatiallySeparableConv2d', { filters: 4, kernelSize: [3, 5] }, [null, 16, 16, 3]).field;
    expect(field).toMatchObject({ size: [3, 5], status: 'exact' });
  });
});

describe('flattened convolution', () => {
  it('has C + h + w weights per filter', () => {
    const flattened = single('flattenedConv2d', { filters: 10, kernelSize: [3, 5], useBias: false }, [null, 9, 9, 16]);
    expect(flattened).toMatchObject({ params: 10 * (16 + 3 + 5), outputs: [[null, 7, 5, 10]] });
    expect(flattened.macs).toBe(10 * (9 * 9 * 16 + 7 * 9 * 3 + 7 * 5 * 5));
  });
});

describe('channel shuffle', () => {
  it('costs nothing, and needs groups that divide the channels', () => {
    expect(single('channelShuffle', { groups: 3 }, [null, 8, 8, 12])).toMatchObject({
      outputs: [[null, 8, 8, 12]],
      params: 0,
      macs: 0,
      otherOps: 0,
      facts: [],
    });
    expect(single('channelShuffle', { groups: 5 }, [null, 8, 8, 12]).facts).toMatchObject([
      { kind: 'groups-divide-channels', groups: 5, channels: 12, side: 'input' },
    ]);
  });
});

describe('unshared convolution', () => {
  const attributes = { filters: 6, kernelSize: 3 };
  const input: Shape = [null, 8, 10, 4];

  it('has one kernel and one bias per position', () => {
    const local = single('locallyConnected2d', attributes, input);
    expect(local.params).toBe(6 * 8 * (6 * 4 * 9) + 6 * 8 * 6);
    expect(local).toMatchObject({ outputs: [[null, 6, 8, 6]], macs: 6 * 8 * 6 * 4 * 9 });
    expect(single('locallyConnected1d', attributes, [null, 10, 4]).params).toBe(8 * (6 * 4 * 3) + 8 * 6);
  });

  it('tiled by 1 is a convolution, tiled by the output size is locally connected', () => {
    const tiled = (tiles: number | readonly number[]) => single('tiledConv2d', { ...attributes, tiles }, input).params;
    expect(tiled(1)).toBe(single('conv2d', attributes, input).params);
    expect(tiled([6, 8])).toBe(single('locallyConnected2d', attributes, input).params);
    expect(tiled(2)).toBe(4 * (6 * 4 * 9 + 6));
  });

  it('costs what a convolution costs', () => {
    const macs = ['conv2d', 'locallyConnected2d'].map((name) => single(name, attributes, input).macs);
    expect(macs[0]).toBe(macs[1]);
  });
});

describe('recurrent convolution', () => {
  const steps = (count: number) =>
    single('recurrentConv2d', { filters: 6, kernelSize: 3, steps: count }, [null, 16, 16, 4]);

  it('counts its weights once and its work every step', () => {
    const weights = 9 * (4 + 6) * 6;
    expect(steps(3)).toMatchObject({ params: weights + 6, macs: 3 * 256 * weights, outputs: [[null, 16, 16, 6]] });
  });

  it('looks further with every step', () => {
    expect([1, 2, 3].map((count) => steps(count).field.size[0])).toEqual([3, 5, 7]);
    expect(steps(3).field).toMatchObject({ padding: [3, 3], stride: [1, 1] });
  });
});

describe('pooling', () => {
  const input: Shape = [null, 8, 12, 6];

  it.each(['lpPooling2d', 'stochasticPooling2d'])('%s slides like any other', (name) => {
    expect(single(name, { poolSize: 3, strides: 2 }, input)).toMatchObject({
      outputs: [[null, 3, 5, 6]],
      params: 0,
      macs: 0,
      field: { size: [3, 3], stride: [2, 2] },
    });
  });

  it('adapts to a fixed output, evenly where it can', () => {
    const even = single('adaptiveAveragePooling2d', { outputSize: [4, 3] }, input);
    expect(even).toMatchObject({
      outputs: [[null, 4, 3, 6]],
      field: { size: [2, 4], stride: [2, 4], status: 'exact' },
    });
    expect(even.otherOps).toBe(8 * 12 * 6);
    // Windows over 8 into 3: 0…3, 2…6, 5…8.
    const uneven = single('adaptiveMaxPooling2d', { outputSize: [3, 1] }, input);
    expect(uneven).toMatchObject({ outputs: [[null, 3, 1, 6]], field: { status: 'unknown' } });
    expect(uneven.otherOps).toBe(6 * ((3 + 4 + 3) * 12 - 3));
  });

  it('over everything drops the spatial axes, or keeps them', () => {
    expect(single('globalAveragePooling2d', {}, input).outputs).toEqual([[null, 6]]);
    expect(single('globalAveragePooling2d', { keepDims: true }, input).outputs).toEqual([[null, 1, 1, 6]]);
  });

  it('keeps the largest of groups of channels', () => {
    expect(single('crossChannelPooling', { poolSize: 3 }, input)).toMatchObject({
      outputs: [[null, 8, 12, 2]],
      otherOps: 8 * 12 * 2 * 2,
      facts: [],
    });
    expect(single('crossChannelPooling', { poolSize: 4 }, input).facts).toHaveLength(1);
  });
});

describe('unpooling', () => {
  it('restores the size that was pooled', () => {
    const builder = buildGraph('unpooling');
    const x = builder.input([null, 9, 8, 3]);
    const pooled = builder.layer('maxPoolingWithSwitches2d', { poolSize: 3, strides: 2 }, [x]);
    const restore = (attributes: RawAttributes) =>
      builder.layer('maxUnpooling2d', { poolSize: 3, strides: 2, ...attributes }, [pooled, { ...pooled, output: 1 }]);
    const [natural, sized] = [restore({}), restore({ outputSize: [9, 8] })];
    const { nodes } = analyseGraph(builder.finish([natural, sized]));
    expect(nodes[pooled.node]!.outputs).toEqual([
      [null, 4, 3, 3],
      [null, 4, 3, 3],
    ]);
    expect(nodes[natural.node]!.outputs).toEqual([[null, 9, 7, 3]]);
    expect(nodes[sized.node]).toMatchObject({ outputs: [[null, 9, 8, 3]], facts: [] });
  });

  it('names an output size that would not pool back, and a missing input', () => {
    const wrong = single('averageUnpooling2d', { outputSize: [20, 8] }, [null, 4, 4, 3]);
    expect(wrong.facts).toMatchObject([{ kind: 'invalid-argument', attribute: 'outputSize' }]);
    expect(single('maxUnpooling2d', {}, [null, 4, 4, 3]).facts).toMatchObject([{ kind: 'input-count', actual: 1 }]);
  });

  it('spreads values over 2×2 without seeing more', () => {
    expect(single('averageUnpooling2d', {}, [null, 4, 4, 3])).toMatchObject({
      outputs: [[null, 8, 8, 3]],
      field: { size: [1, 1], stride: [0.5, 0.5], status: 'upper-bound' },
    });
  });
});

describe('normalisation', () => {
  it.each(['groupNormalization', 'instanceNormalization'])('%s learns a factor and an offset per channel', (name) => {
    expect(single(name, name === 'groupNormalization' ? { groups: 4 } : {}, [null, 8, 8, 12])).toMatchObject({
      params: 24,
      field: { status: 'whole-input' },
      facts: [],
    });
  });

  it('over neighbouring channels has no parameters and looks at one position', () => {
    const local = single('localResponseNormalization', { depthRadius: 2 }, [null, 8, 8, 12]);
    expect(local).toMatchObject({ params: 0, field: { size: [1, 1], status: 'exact' }, otherOps: 8 * 8 * 12 * 14 });
  });
});

describe('parts of a tensor', () => {
  it('slices a box out, and says where it ends outside', () => {
    const sliced = single('slice', { begin: [1, 2, 0], size: [4, -1, 3] }, [null, 8, 8, 3]);
    expect(sliced).toMatchObject({ outputs: [[null, 4, 6, 3]], field: { size: [1, 1], padding: [-1, -2] }, facts: [] });
    expect(single('slice', { begin: [6, 0, 0], size: [4, 8, 3] }, [null, 8, 8, 3]).facts).toMatchObject([
      { kind: 'shape-mismatch', axis: 1 },
    ]);
  });

  it('splits into equal or given parts', () => {
    expect(single('split', { parts: 3 }, [null, 4, 12]).outputs).toEqual([1, 2, 3].map(() => [null, 4, 4]));
    expect(single('split', { sizes: [2, 10] }, [null, 4, 12])).toMatchObject({
      outputs: [
        [null, 4, 2],
        [null, 4, 10],
      ],
      facts: [],
    });
    expect(single('split', { parts: 5 }, [null, 4, 12]).facts).toMatchObject([{ kind: 'shape-mismatch', axis: 2 }]);
  });
});
