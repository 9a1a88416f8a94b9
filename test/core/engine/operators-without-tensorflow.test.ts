import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../core/engine/random.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import type { OperatorName } from '../../../core/operators/index.ts';
import { fromTf, tf, toTf } from '../../oracle/index.ts';
import { expectClose } from './close.ts';
import { drawTensor } from './compare-layer.ts';
import { type Config, programOf, runProgram, singleLayerGraph } from './single-layer.ts';

/** Layers that TF.js does not have, each against something that it does have, or against numbers worked out by hand. */
const random = seededRandom(21);
const picture = drawTensor([2, 7, 6, 4], () => random.uniform() - 0.5);

async function run(
  operator: OperatorName,
  config: Config,
  inputs: readonly Tensor[],
  weights: Readonly<Record<string, Tensor>> = {},
): Promise<readonly Tensor[]> {
  const shapes = inputs.map(({ shape }) => shape.slice(1));
  const program = programOf(singleLayerGraph(operator, config, shapes), inputs[0].shape[0]);
  const values = await runProgram(program, [...inputs.map(() => ({})), weights], inputs);
  return values[inputs.length];
}

const draw = (...shape: readonly number[]) => drawTensor(shape, () => random.uniform() - 0.5);
const row = (...values: readonly number[]): Tensor => ({
  shape: [1, 1, values.length, 1],
  data: Float32Array.from(values),
});

describe('convolutions that share less', () => {
  const config = { filters: 3, kernelSize: [3, 2], strides: [2, 1], padding: 'same' };

  test('one tile is a convolution', async () => {
    const [kernel, bias] = [draw(3, 2, 4, 3), draw(3)];
    const [conv] = await run('conv2d', config, [picture], { kernel, bias });
    const [tiled] = await run('tiledConv2d', { ...config, tiles: 1 }, [picture], {
      kernel: { ...kernel, shape: [1, 1, ...kernel.shape] },
      bias: { ...bias, shape: [1, 1, 3] },
    });
    expectClose(tiled, conv, 'tiles 1');
  });

  test('as many tiles as positions are locally connected', async () => {
    const weights = { kernel: draw(4, 6, 3, 2, 4, 3), bias: draw(4, 6, 3) };
    const [tiled] = await run('tiledConv2d', { ...config, tiles: [4, 6] }, [picture], weights);
    const [local] = await run('locallyConnected2d', config, [picture], weights);
    expectClose(tiled, local, 'tiles 4×6');
  });

  test('two tiles are two convolutions in turn', async () => {
    const kernel = draw(1, 2, 3, 2, 4, 3);
    const plain = { ...config, useBias: false };
    const [tiled] = await run('tiledConv2d', { ...plain, tiles: [1, 2] }, [picture], { kernel });
    const half = kernel.data.length / 2;
    for (const turn of [0, 1]) {
      const own = { shape: [3, 2, 4, 3], data: kernel.data.slice(turn * half, (turn + 1) * half) };
      const [conv] = await run('conv2d', plain, [picture], { kernel: own });
      const everySecond = (_: number, i: number) => Math.floor(i / 3) % 2 === turn;
      expect(tiled.data.filter(everySecond)).toEqual(conv.data.filter(everySecond));
    }
  });

  test('locally connected in one dimension, by hand', async () => {
    const input = { shape: [1, 3, 1], data: Float32Array.of(1, 2, 3) };
    const kernel = { shape: [2, 2, 1, 1], data: Float32Array.of(1, 10, 100, 1000) };
    const bias = { shape: [2, 1], data: Float32Array.of(0.5, -0.5) };
    const [output] = await run('locallyConnected1d', { filters: 1, kernelSize: 2 }, [input], { kernel, bias });
    expect([...output.data]).toEqual([21.5, 3199.5]);
  });
});

describe('convolutions in factors', () => {
  test('a column and a row are the convolution with their product', async () => {
    const single = drawTensor([2, 7, 6, 1], () => random.uniform());
    const [vertical, horizontal, bias] = [draw(3, 1, 1, 1), draw(1, 3, 1, 1), draw(1)];
    const kernel = { shape: [3, 3, 1, 1], data: outer(vertical.data, horizontal.data) };
    const config = { filters: 1, kernelSize: 3, strides: 2, padding: 'same' };
    const [whole] = await run('conv2d', config, [single], { kernel, bias });
    const weights = { vertical_kernel: vertical, horizontal_kernel: horizontal, bias };
    expectClose((await run('spatiallySeparableConv2d', config, [single], weights))[0], whole, 'separable');
  });

  test('a flattened convolution is the convolution with the product of three', async () => {
    const weights = {
      lateral_kernel: draw(1, 1, 4, 2),
      vertical_kernel: draw(3, 1, 2, 1),
      horizontal_kernel: draw(1, 2, 2, 1),
    };
    const kernel = { shape: [3, 2, 4, 2], data: new Float32Array(48) };
    for (let i = 0; i < 48; i++) {
      const [f, c, x, y] = [i % 2, Math.floor(i / 2) % 4, Math.floor(i / 8) % 2, Math.floor(i / 16)];
      const [lateral, column, line] = Object.values(weights).map(({ data }) => data);
      kernel.data[i] = lateral[c * 2 + f] * column[y * 2 + f] * line[x * 2 + f];
    }
    const bias = draw(2);
    const config = { filters: 2, kernelSize: [3, 2], padding: 'same', activation: 'relu' };
    const [whole] = await run('conv2d', config, [picture], { kernel, bias });
    expectClose((await run('flattenedConv2d', config, [picture], { ...weights, bias }))[0], whole, 'flattened');
  });

  test('a recurrent convolution is unrolled into convolutions of [input, state]', async () => {
    const [kernel, bias] = [draw(3, 3, 6, 2), draw(2)];
    const config = { filters: 2, kernelSize: 3, activation: 'tanh' };
    const [recurrent] = await run('recurrentConv2d', { ...config, steps: 3 }, [picture], { kernel, bias });
    let state: Tensor = { shape: [2, 7, 6, 2], data: new Float32Array(168) };
    for (let time = 0; time < 3; time++) {
      const [stacked] = await run('concatenate', {}, [picture, state]);
      [state] = await run('conv2d', { ...config, padding: 'same' }, [stacked], { kernel, bias });
    }
    expectClose(recurrent, state, 'three steps');
  });
});

describe('pooling', () => {
  test('Lp: 1 sums magnitudes, 2 measures length', async () => {
    const [sum] = await run('lpPooling2d', { poolSize: [1, 2], p: 1 }, [row(3, -4, 0, 1)]);
    expect([...sum.data]).toEqual([7, 1]);
    const [length] = await run('lpPooling2d', { poolSize: [1, 2] }, [row(3, -4, 0, 1)]);
    expect([...length.data]).toEqual([5, 1]);
  });

  test('stochastic: the mean weighted by the values', async () => {
    const [output] = await run('stochasticPooling2d', { poolSize: [1, 2] }, [row(1, 3, 0, 0)]);
    expect([...output.data]).toEqual([10 / 4, 0]);
  });

  test('adaptive: windows ⌊i·n/o⌋ … ⌈(i+1)·n/o⌉', async () => {
    const config = { outputSize: [1, 3] };
    const [mean] = await run('adaptiveAveragePooling2d', config, [row(1, 2, 3, 4, 5, 6, 7)]);
    expect([...mean.data]).toEqual([2, 4, 6]);
    const [largest] = await run('adaptiveMaxPooling2d', { outputSize: [1, 2] }, [row(1, 9, 3, 4, 5)]);
    expect([...largest.data]).toEqual([9, 5]);
    const even = await run('adaptiveAveragePooling2d', { outputSize: [7, 3] }, [picture]);
    expectClose(even[0], (await run('averagePooling2d', { poolSize: [1, 2] }, [picture]))[0], 'even');
  });

  test('across channels', async () => {
    const input = { shape: [1, 1, 1, 4], data: Float32Array.of(1, 5, -2, -3) };
    expect([...(await run('crossChannelPooling', { poolSize: 2 }, [input]))[0].data]).toEqual([5, -2]);
  });

  test('ceil mode: the last window counts what it covers, and padding only if asked', async () => {
    const config = {
      poolSize: [1, 3],
      strides: [1, 2],
      padding: [
        [0, 0],
        [1, 1],
      ],
      ceilMode: true,
    };
    const [plain] = await run('averagePooling2d', config, [row(1, 2, 3, 4)]);
    expect([...plain.data]).toEqual([1.5, 3, 4]);
    // PyTorch: the third window starts at 3 and is cut at the padding's end, 4 + 1.
    const [counted] = await run('averagePooling2d', { ...config, countIncludePad: true }, [row(1, 2, 3, 4)]);
    expect([...counted.data]).toEqual([1, 3, 2]);
  });

  test('unpooling puts maxima back where they were', async () => {
    const [values, switches] = await run('maxPoolingWithSwitches2d', { poolSize: [1, 2] }, [row(1, 5, 7, 2)]);
    expect([[...values.data], [...switches.data]]).toEqual([
      [5, 7],
      [1, 2],
    ]);
    const [back] = await run('maxUnpooling2d', { poolSize: [1, 2] }, [values, switches]);
    expect([...back.data]).toEqual([0, 5, 7, 0]);
    const [pooled, places] = await run('maxPoolingWithSwitches2d', { poolSize: 2, strides: 2 }, [picture]);
    expectClose(pooled, (await run('maxPooling2d', { poolSize: 2 }, [picture]))[0], 'values');
    const [undone] = await run('maxUnpooling2d', { poolSize: 2, outputSize: [7, 6] }, [pooled, places]);
    expect(undone.data.reduce((sum, x) => sum + x, 0)).toBeCloseTo(
      pooled.data.reduce((sum, x) => sum + x, 0),
      4,
    );
  });

  test('average unpooling is the adjoint of average pooling', async () => {
    const config = { poolSize: 3, strides: 2 };
    const input = drawTensor([1, 7, 7, 2], () => random.uniform());
    const [pooled] = await run('averagePooling2d', config, [input]);
    const small = drawTensor(pooled.shape, () => random.uniform());
    const [spread] = await run('averageUnpooling2d', config, [small]);
    expect(spread.shape).toEqual(input.shape);
    expect(inner(spread, input)).toBeCloseTo(inner(small, pooled), 4);
  });
});

describe('normalisation', () => {
  const gamma = draw(4);
  const beta = draw(4);

  test.each([1, 2, 4])('in %i groups', async (groups) => {
    const [ours] = await run('groupNormalization', { groups, epsilon: 1e-3 }, [picture], { gamma, beta });
    const grouped = toTf(picture).reshape([2, 42, groups, 4 / groups]);
    const { mean, variance } = tf.moments(grouped, [1, 3], true);
    const normal = grouped.sub(mean).div(variance.add(1e-3).sqrt()).reshape(picture.shape.slice());
    expectClose(ours, fromTf(normal.mul(toTf(gamma)).add(toTf(beta))), `${groups} groups`);
    if (groups < 4) return;
    const [instance] = await run('instanceNormalization', { epsilon: 1e-3 }, [picture], { gamma, beta });
    expectClose(instance, ours, 'every channel a group');
  });

  test('local response', async () => {
    const config = { depthRadius: 1, bias: 2, alpha: 0.5, beta: 0.75 };
    const [ours] = await run('localResponseNormalization', config, [picture]);
    const theirs = tf.localResponseNormalization(tf.tensor4d(picture.data, [2, 7, 6, 4]), 1, 2, 0.5, 0.75);
    expectClose(ours, fromTf(theirs), 'local response');
  });
});

describe('taking apart', () => {
  test('slice and split', async () => {
    const [part] = await run('slice', { begin: [1, 0, 2], size: [3, -1, 2] }, [picture]);
    expectClose(part, fromTf(toTf(picture).slice([0, 1, 0, 2], [2, 3, 6, 2])), 'slice');
    const parts = await run('split', { sizes: [1, 2, 4], axis: 1 }, [picture]);
    for (const [i, theirs] of tf.split(toTf(picture), [1, 2, 4], 1).entries())
      expectClose(parts[i], fromTf(theirs), 'part');
  });

  test('shuffled channels are read by columns', async () => {
    const [shuffled] = await run('channelShuffle', { groups: 2 }, [picture]);
    const theirs = toTf(picture).reshape([2, 42, 2, 2]).transpose([0, 1, 3, 2]).reshape(picture.shape.slice());
    expectClose(shuffled, fromTf(theirs), 'shuffle');
  });
});

function outer(column: Float32Array, line: Float32Array): Float32Array {
  return Float32Array.from([...column].flatMap((a) => [...line].map((b) => a * b)));
}

function inner(a: Tensor, b: Tensor): number {
  return a.data.reduce((sum, value, i) => sum + value * b.data[i], 0);
}
