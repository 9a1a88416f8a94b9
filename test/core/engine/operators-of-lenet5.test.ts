import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../core/engine/random.ts';
import { backpropagate } from '../../../core/engine/reference/gradient/backpropagate.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import type { OperatorName } from '../../../core/operators/index.ts';
import { told } from '../../../core/vocabulary/told.ts';
import { expectClose } from './close.ts';
import { drawTensor } from './compare-layer.ts';
import { type Config, programOf, runProgram, singleLayerGraph } from './single-layer.ts';

/** Layers of the network of 1998, each against layers that TF.js has or figures of the paper. */
const random = seededRandom(31);
const draw = (...shape: readonly number[]) => drawTensor(shape, () => random.uniform() - 0.5);

async function run(operator: OperatorName, config: Config, input: Tensor, weights: Readonly<Record<string, Tensor>>) {
  const program = programOf(singleLayerGraph(operator, config, [input.shape.slice(1)]), input.shape[0]);
  return (await runProgram(program, [{}, weights], [input]))[1][0];
}

const connections = [[0, 2], [1], [0, 1, 2], []];

describe('connections by table', () => {
  const input = draw(2, 6, 7, 3);

  test.each<Config>([{}, { flip: true, padding: 'same' }, { strides: 2, activation: 'tanh' }])(
    'are the convolution with zeros elsewhere: %j',
    async (config) => {
      const kernels = draw(3, 3, 6);
      const bias = draw(4);
      const full: Tensor = { shape: [3, 3, 3, 4], data: new Float32Array(108) };
      let connection = 0;
      for (const [filter, channels] of connections.entries()) {
        for (const channel of channels) {
          for (let tap = 0; tap < 9; tap++)
            full.data[(tap * 3 + channel) * 4 + filter] = kernels.data[tap * 6 + connection];
          connection += 1;
        }
      }
      const partial = { ...config, connections, kernelSize: 3 };
      const ours = await run('partiallyConnectedConv2d', partial, input, { connection_kernel: kernels, bias });
      const theirs = await run('conv2d', { ...config, filters: 4, kernelSize: 3 }, input, { kernel: full, bias });
      expectClose(ours, theirs, 'partial');
    },
  );

  test('cost what they connect, and name channels that are not there', () => {
    const analysis = (table: Config['connections'], channels: number) =>
      analyseGraph(
        singleLayerGraph('partiallyConnectedConv2d', { connections: table, kernelSize: 5 }, [[14, 14, channels]]),
      );
    const { nodes, totals } = analysis(connections, 3);
    expect(totals).toMatchObject({ params: { total: 6 * 25 + 4 }, macs: 100 * 6 * 25 });
    expect(nodes[1]).toMatchObject({ outputs: [[null, 10, 10, 4]], facts: [], receptiveField: { size: [5, 5] } });
    expect(analysis(connections, 2).nodes[1].facts).toMatchObject([
      { kind: 'invalid-argument', attribute: 'connections', expected: told('channels of the input, from 0 to {0}', 1) },
    ]);
  });
});

describe('trainable subsampling', () => {
  test('is average pooling where the coefficient is 1/window', async () => {
    const input = draw(2, 6, 8, 3);
    const weights = { coefficient: { shape: [3], data: Float32Array.of(0.25, 0.25, 0.25) } };
    const ours = await run('trainableSubsampling2d', { useBias: false }, input, weights);
    expectClose(ours, await run('averagePooling2d', {}, input, {}), 'mean');
  });

  test('adds up, scales, shifts and squashes', async () => {
    const input = { shape: [1, 2, 2, 1], data: Float32Array.of(1, 2, 3, 4) };
    const weights = {
      coefficient: { shape: [1], data: Float32Array.of(0.3) },
      bias: { shape: [1], data: Float32Array.of(-3) },
    };
    const output = await run('trainableSubsampling2d', { activation: 'sigmoid' }, input, weights);
    expect([...output.data]).toEqual([0.5]);
  });

  test('of six 28×28 maps has 12 parameters and 5,880 connections', () => {
    const { totals, nodes } = analyseGraph(singleLayerGraph('trainableSubsampling2d', {}, [[28, 28, 6]]));
    expect(totals.params.total).toBe(12);
    expect(Number(totals.macs) + Number(nodes[1].cost.biasAdds)).toBe(5_880);
  });
});

test('radial basis units measure squared distances', async () => {
  const input = { shape: [2, 2], data: Float32Array.of(1, 2, 0, -1) };
  const kernel = { shape: [2, 3], data: Float32Array.of(1, 0, 4, 2, 0, -2) };
  const output = await run('radialBasis', { units: 3 }, input, { kernel });
  expect([...output.data]).toEqual([0, 5, 25, 10, 1, 17]);
});

describe('their backward passes are the limits of differences', () => {
  const rows: readonly (readonly [OperatorName, Config, readonly number[], Readonly<Record<string, Tensor>>])[] = [
    [
      'partiallyConnectedConv2d',
      { connections, kernelSize: [3, 2], strides: 2, activation: 'tanh', flip: true },
      [5, 6, 3],
      { connection_kernel: draw(3, 2, 6), bias: draw(4) },
    ],
    [
      'trainableSubsampling2d',
      { poolSize: 3, strides: 2, activation: 'sigmoid' },
      [5, 7, 2],
      { coefficient: draw(2), bias: draw(2) },
    ],
    ['radialBasis', { units: 3 }, [4], { kernel: draw(4, 3) }],
  ];

  test.each(rows)('%s', async (operator, config, shape, weights) => {
    const program = programOf(singleLayerGraph(operator, config, [shape]), 2);
    const input = draw(2, ...shape);
    const values = await runProgram(program, [{}, weights], [input]);
    const slope = draw(...values[1][0].shape);
    const back = backpropagate(program, [{}, weights], values, { step: 1, output: 0 }, slope);
    const loss = async (x: Tensor, own: Readonly<Record<string, Tensor>>) =>
      inner((await runProgram(program, [{}, own], [x]))[1][0], slope);
    const compare = async (value: Tensor, gradient: Tensor | null, at: (moved: Tensor) => Promise<number>) => {
      if (gradient === null) throw new Error('no gradient');
      const direction = draw(...value.shape);
      const difference =
        ((await at(moved(value, direction, 0.01))) - (await at(moved(value, direction, -0.01)))) / 0.02;
      expect(Math.abs(difference - inner(gradient, direction))).toBeLessThan(2e-3 * (1 + Math.abs(difference)));
    };
    await compare(input, back.values[0][0], (x) => loss(x, weights));
    for (const [name, weight] of Object.entries(weights)) {
      await compare(weight, back.weights[1][name], (w) => loss(input, { ...weights, [name]: w }));
    }
  });
});

function inner(a: Tensor, b: Tensor): number {
  return a.data.reduce((sum, value, i) => sum + value * b.data[i], 0);
}

function moved(value: Tensor, direction: Tensor, by: number): Tensor {
  return { shape: value.shape, data: value.data.map((x, i) => x + by * direction.data[i]) };
}
