import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../core/engine/random.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import { randomWeights } from '../../../core/engine/weights.ts';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import type { OperatorName } from '../../../core/operators/index.ts';
import { expectClose } from './close.ts';
import { drawTensor } from './compare-layer.ts';
import { type Config, programOf, runProgram, singleLayerGraph } from './single-layer.ts';

async function value(operator: OperatorName, config: Config, input: Tensor): Promise<Tensor> {
  const program = programOf(singleLayerGraph(operator, config, [input.shape.slice(1)]), input.shape[0]);
  const weights = program.steps.map((step, index) => {
    // Kernels of one and two dimensions hold the same numbers.
    const own = randomWeights(program, 1)[index];
    return Object.fromEntries(step.weights.map(({ name, shape }) => [name, { shape, data: own[name].data }]));
  });
  return (await runProgram(program, weights, [input]))[1][0];
}

const random = seededRandom(2);
const line = drawTensor([2, 9, 4], random.normal);
const volume = drawTensor([2, 4, 5, 6, 3], random.normal);

/** The same numbers with other axes. */
const as = (shape: readonly number[], { data }: Tensor): Tensor => ({ shape, data });

describe('layers that TensorFlow.js has for images only', () => {
  test.each<[one: OperatorName, Config, two: OperatorName, Config]>([
    [
      'cropping1d',
      { cropping: [[2, 1]] },
      'cropping2D',
      {
        cropping: [
          [2, 1],
          [0, 0],
        ],
      },
    ],
    [
      'zeroPadding1d',
      { padding: [[2, 1]] },
      'zeroPadding2d',
      {
        padding: [
          [2, 1],
          [0, 0],
        ],
      },
    ],
    ['upSampling1d', { size: 3 }, 'upSampling2d', { size: [3, 1] }],
    [
      'depthwiseConv1d',
      { kernelSize: 3, strides: 2, depthMultiplier: 2, padding: 'same' },
      'depthwiseConv2d',
      { kernelSize: [3, 1], strides: [2, 1], depthMultiplier: 2, padding: 'same' },
    ],
  ])('%s is the layer for images of width 1', async (one, config, two, other) => {
    const expected = await value(two, other, as([2, 9, 1, 4], line));
    const actual = await value(one, config, line);
    expectClose(
      actual,
      as(
        expected.shape.filter((_, axis) => axis !== 2),
        expected,
      ),
      one,
    );
  });

  test.each<[three: OperatorName, two: OperatorName]>([
    ['globalAveragePooling3d', 'globalAveragePooling2d'],
    ['globalMaxPooling3d', 'globalMaxPooling2d'],
  ])('%s is the layer for images on all slices laid end to end', async (three, two) => {
    expectClose(await value(three, {}, volume), await value(two, {}, as([2, 20, 6, 3], volume)), three);
  });

  test('upSampling3d repeats along each axis', async () => {
    const output = await value('upSampling3d', { size: [2, 3, 1] }, volume);
    expect(output.shape).toEqual([2, 8, 15, 6, 3]);
    const at = (t: Tensor, [n, z, y, x, c]: readonly number[]) =>
      t.data[(((n * t.shape[1] + z) * t.shape[2] + y) * t.shape[3] + x) * t.shape[4] + c];
    for (const [z, y, x] of [
      [0, 0, 0],
      [3, 7, 5],
      [7, 14, 2],
      [5, 2, 4],
    ]) {
      expect(at(output, [1, z, y, x, 2])).toBe(at(volume, [1, Math.floor(z / 2), Math.floor(y / 3), x, 2]));
    }
  });

  test('cropping3d takes off what zeroPadding3d adds, and that is zeros', async () => {
    const border = [
      [1, 2],
      [0, 3],
      [2, 0],
    ];
    const padded = await value('zeroPadding3d', { padding: border }, volume);
    expect(padded.shape).toEqual([2, 7, 8, 8, 3]);
    expect(await value('cropping3d', { cropping: border }, padded)).toEqual(volume);
    const nonZero = (t: Tensor) => t.data.filter((x) => x !== 0).length;
    expect(nonZero(padded)).toBe(nonZero(volume));
  });

  test('spatialDropout2d does nothing at inference', async () => {
    const image = as([2, 20, 6, 3], volume);
    expect(await value('spatialDropout2d', { rate: 0.5 }, image)).toEqual(image);
  });

  test('randomWidth leaves the width open and nothing else', () => {
    const { nodes } = analyseGraph(singleLayerGraph('randomWidth', { factor: 0.2 }, [[32, 24, 3]]));
    expect(nodes[1]!.outputs).toEqual([[null, 32, null, 3]]);
  });
});
