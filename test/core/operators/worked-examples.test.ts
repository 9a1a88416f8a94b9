import { describe, expect, it } from 'vitest';
import { isOperatorName, operators } from '../../../core/operators/index.ts';
import { inputShape } from '../../../core/operators/input-layer.ts';
import { readAttributes } from '../../../core/vocabulary/attributes.ts';
import { symbol } from '../../../core/vocabulary/dimension.ts';
import type { AttributeValue, Operator, Shape } from '../../../core/vocabulary/operator.ts';

type Raw = Readonly<Record<string, AttributeValue | undefined>>;

function ask(name: string, raw: Raw, ...inputs: readonly Shape[]) {
  const operator: Operator = isOperatorName(name) ? operators[name] : operators.conv2d;
  const { attributes, facts: given } = readAttributes(operator, raw);
  const { outputs, facts } = operator.infer(attributes, inputs, operators);
  const weights = operator.weights(attributes, inputs, operators);
  const count = (shape: Shape): number => shape.reduce<number>((total, size) => total * Number(size), 1);
  return {
    output: outputs[0]!,
    facts: [...given, ...facts],
    cost: operator.cost(attributes, inputs, outputs, operators),
    weights: weights.reduce((total, { shape }) => total + count(shape), 0),
    attributes,
  };
}

describe('convolutions on (channels, height, width) inputs', () => {
  it.each<[string, input: number[], Raw, output: number[], weights?: number]>([
    ['3×3', [1, 9, 9], { filters: 1, kernelSize: 3 }, [1, 7, 7]],
    ['four kernels on one channel', [1, 7, 7], { filters: 4, kernelSize: 3 }, [4, 5, 5], 36],
    ['four kernels on three channels', [3, 7, 7], { filters: 4, kernelSize: 3 }, [4, 5, 5], 108],
    [
      'a 5×2 kernel; the (2,3,9) that one source prints is a misprint',
      [3, 7, 9],
      { filters: 2, kernelSize: [5, 2] },
      [2, 3, 8],
    ],
    ['stride 1×3', [3, 9, 9], { filters: 2, kernelSize: 3, strides: [1, 3] }, [2, 7, 3]],
    ['padding 1', [2, 7, 7], { filters: 1, kernelSize: 3, padding: 1 }, [1, 7, 7]],
    ['dilation 4×2', [2, 7, 7], { filters: 1, kernelSize: 3, padding: 1, dilationRate: [4, 2] }, [1, 1, 5]],
    ['two groups', [2, 7, 7], { filters: 4, kernelSize: 3, padding: 2, strides: 2, groups: 2 }, [4, 5, 5], 36],
    [
      'stride 2 and dilation 2',
      [3, 7, 7],
      { filters: 2, kernelSize: 3, padding: 1, strides: 2, dilationRate: 2 },
      [2, 3, 3],
    ],
    ['one kernel on one channel', [1, 32, 32], { filters: 1, kernelSize: 3 }, [1, 30, 30], 9],
    ['three kernels on ten channels', [10, 32, 32], { filters: 3, kernelSize: 3 }, [3, 30, 30], 270],
    ['an even kernel padded by 1 on each side', [1, 4, 4], { filters: 1, kernelSize: 2, padding: 1 }, [1, 5, 5]],
    ['stride 2', [1, 5, 5], { filters: 1, kernelSize: 3, strides: 2 }, [1, 2, 2]],
    [
      'padding by side',
      [1, 5, 5],
      {
        filters: 1,
        kernelSize: 3,
        padding: [
          [0, 2],
          [1, 0],
        ],
      },
      [1, 5, 4],
    ],
  ])('%s', (_, input, raw, output, weights) => {
    const result = ask('conv2d', { ...raw, useBias: false, dataFormat: 'channelsFirst' }, [null, ...input]);
    expect(result.output).toEqual([null, ...output]);
    if (weights !== undefined) expect(result.weights).toBe(weights);
  });

  it('count the bias', () => {
    expect(ask('conv2d', { filters: 1, kernelSize: 3 }, [null, 32, 32, 1]).weights).toBe(10);
  });

  it('run on 384×384 give the 6×6 grid of 36 crops taken 32 apart', () => {
    let shape: Shape = [null, 384, 384, 3];
    for (let pool = 0; pool < 5; pool++) shape = ask('maxPooling2d', {}, shape).output;
    expect(ask('conv2d', { filters: 10, kernelSize: 7 }, shape).output).toEqual([null, 6, 6, 10]);
  });

  it('separate by depth at 1/Nc + 1/h² of the cost', () => {
    const attributes = { filters: 256, kernelSize: 3, padding: 'same' };
    const shape: Shape = [null, 14, 14, 256];
    const separable = Number(ask('separableConv2d', attributes, shape).cost.macs);
    const full = Number(ask('conv2d', attributes, shape).cost.macs);
    expect(separable / full).toBeCloseTo(1 / 256 + 1 / 9, 10);
  });

  it('replace 7×7 by three 3×3 with 27C² weights for 49C²', () => {
    const weights = (kernelSize: number) =>
      ask('conv2d', { filters: 64, kernelSize, useBias: false }, [null, 32, 32, 64]).weights;
    expect([weights(7), 3 * weights(3)]).toEqual([49 * 64 * 64, 27 * 64 * 64]);
  });

  it('cost 25 MACs as one 5×5 on a 5×5 input and 90 as two 3×3', () => {
    const first = ask('conv2d', { filters: 1, kernelSize: 3 }, [null, 5, 5, 1]);
    const second = ask('conv2d', { filters: 1, kernelSize: 3 }, first.output);
    const large = ask('conv2d', { filters: 1, kernelSize: 5 }, [null, 5, 5, 1]);
    expect([large.cost.macs, Number(first.cost.macs) + Number(second.cost.macs)]).toEqual([25, 90]);
  });
});

describe('facts', () => {
  it('say which side groups do not divide', () => {
    const { facts } = ask('conv2d', { filters: 8, kernelSize: 3, groups: 3 }, [null, 9, 9, 8]);
    expect(facts).toEqual([
      { kind: 'groups-divide-channels', groups: 3, channels: 8, side: 'input' },
      { kind: 'groups-divide-channels', groups: 3, channels: 8, side: 'output' },
    ]);
  });

  it('report an empty output once, where it happens', () => {
    const empty = ask('maxPooling2d', { poolSize: 5 }, [null, 2, 2, 1]);
    expect(empty.facts).toMatchObject([{ kind: 'empty-output', axes: [{ input: 2, kernel: 5, output: 0 }, {}] }]);
    expect(empty.output).toEqual([null, 0, 0, 1]);
    expect(ask('maxPooling2d', { poolSize: 2 }, empty.output).facts).toEqual([]);
  });

  it.each<[string, string, Raw, readonly Shape[], object]>([
    ['ranks', 'conv2d', { filters: 1, kernelSize: 3 }, [[null, 9, 9]], { kind: 'rank-mismatch', input: [null, 9, 9] }],
    ['counts', 'add', {}, [[null, 3]], { kind: 'input-count', actual: 1 }],
    [
      'sizes',
      'add',
      {},
      [
        [null, 9, 9, 3],
        [null, 9, 8, 3],
      ],
      { kind: 'shape-mismatch', axis: 2 },
    ],
    [
      'sizes off the axis',
      'concatenate',
      {},
      [
        [null, 9, 9, 3],
        [null, 7, 9, 3],
      ],
      { kind: 'shape-mismatch', axis: 1 },
    ],
    ['elements', 'reshape', { targetShape: [5] }, [[null, 2, 2]], { kind: 'reshape-size', to: [null, 5] }],
    ['elements to work out', 'reshape', { targetShape: [3, -1] }, [[null, 2, 2]], { kind: 'reshape-size' }],
    ['permutations', 'permute', { dims: [1, 1] }, [[null, 2, 2]], { kind: 'invalid-argument', attribute: 'dims' }],
    [
      'stride with dilation',
      'conv2d',
      { filters: 1, kernelSize: 3, strides: 2, dilationRate: 2 },
      [[null, 9, 9, 1]],
      { kind: 'stride-with-dilation', strides: [2, 2], dilation: [2, 2] },
    ],
  ])('compare %s', (_, name, raw, inputs, fact) => {
    expect(ask(name, raw, ...inputs).facts).toMatchObject([fact]);
  });
});

describe('open sizes', () => {
  const image = inputShape({ inputShape: [null, null, 3] })!;

  it('are named by rank', () => {
    const [H, W, D, L] = ['H', 'W', 'D', 'L'].map(symbol);
    expect(image).toEqual([null, H, W, 3]);
    expect(inputShape({ batchInputShape: [8, null, null, null, 1] })).toEqual([8, D, H, W, 1]);
    expect(inputShape({ inputShape: [null, 64] })).toEqual([null, L, 64]);
    expect(inputShape({ inputShape: [null] })).toEqual([null, L]);
    expect(inputShape({ inputShape: [28, 28, null], batchSize: 4 })).toEqual([4, 28, 28, null]);
    expect(inputShape({})).toBe(null);
  });

  it('meet again where branches join', () => {
    const down = ask('conv2d', { filters: 8, kernelSize: 3, strides: 2, padding: 'same' }, image).output;
    const padded = ask('zeroPadding2d', { padding: 1 }, image).output;
    const other = ask('conv2d', { filters: 8, kernelSize: 3, strides: 2 }, padded).output;
    expect(other).toEqual(down);
    expect(ask('add', {}, down, other)).toMatchObject({ output: down, facts: [] });
  });

  it('stay where a size is unknown, and the rest is known', () => {
    expect(ask('conv2d', { filters: 64, kernelSize: 3 }, []).output).toEqual([null, null, null, 64]);
    expect(ask('flatten', {}, [null, null, 4, 3]).output).toEqual([null, null]);
  });
});
