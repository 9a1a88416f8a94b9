import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../../../core/engine/random.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import type { OperatorName } from '../../../core/operators/index.ts';
import { expectClose, relativeError } from './close.ts';
import { drawTensor } from './compare-layer.ts';
import { type Config, programOf, runProgram, singleLayerGraph } from './single-layer.ts';

type Weights = Readonly<Record<string, Tensor>>;

async function run(operator: OperatorName, config: Config, input: Tensor, weights: Weights = {}): Promise<Tensor> {
  const program = programOf(singleLayerGraph(operator, config, [input.shape.slice(1)]), input.shape[0]);
  return (await runProgram(program, [{}, weights], [input]))[1][0];
}

/** A quarter turn of square maps: row y becomes column size − 1 − y. */
function turned({ shape, data }: Tensor): Tensor {
  const [, size, , channels] = shape;
  const at = (i: number): number => {
    const [row, column, c] = [Math.floor(i / (size * channels)), Math.floor(i / channels) % size, i % channels];
    return data[((size - 1 - column) * size + row) * channels + c];
  };
  return { shape, data: data.map((_, i) => at(i)) };
}

const noise = (random: Random, shape: readonly number[]) => drawTensor(shape, () => random.normal());

describe('a quarter turn', () => {
  const convolution = { filters: 3, kernelSize: 3, useBias: false, padding: 'same' };

  test('does not pass through a convolution', async () => {
    const random = seededRandom(1);
    const picture = noise(random, [1, 9, 9, 2]);
    const kernel = noise(random, [3, 3, 2, 3]);
    const after = turned(await run('conv2d', convolution, picture, { kernel }));
    const before = await run('conv2d', convolution, turned(picture), { kernel });
    expect(relativeError(before, after)).toBeGreaterThan(0.5);
  });

  test('does when the kernels are turned with it, or look the same in every direction', async () => {
    const random = seededRandom(2);
    const picture = noise(random, [1, 9, 9, 2]);
    // A kernel is a square map too; its channels and filters are the map's channels.
    const plain = noise(random, [3, 3, 2, 3]);
    const turn = ({ shape, data }: Tensor): Tensor => ({ shape, data: turned({ shape: [1, 3, 3, 6], data }).data });
    const expected = turned(await run('conv2d', convolution, picture, { kernel: plain }));
    const actual = await run('conv2d', convolution, turned(picture), { kernel: turn(plain) });
    expectClose(actual, expected, 'turned kernels');
    const turns = [plain, turn(plain), turn(turn(plain)), turn(turn(turn(plain)))];
    const symmetric = { shape: plain.shape, data: plain.data.map((_, i) => turns.reduce((s, t) => s + t.data[i], 0)) };
    expectClose(
      await run('conv2d', convolution, turned(picture), { kernel: symmetric }),
      turned(await run('conv2d', convolution, picture, { kernel: symmetric })),
      'symmetric kernels',
    );
  });
});

describe('a small shift', () => {
  /** Squares of 4×4 with one peak each, at a random place that leaves room for a step to the right. */
  const peaks = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 })), {
    minLength: 9,
    maxLength: 9,
  });

  function pictureOf(places: readonly (readonly [number, number])[], step: number): Tensor {
    const data = new Float32Array(144);
    for (const [i, [row, column]] of places.entries()) {
      data[(4 * Math.floor(i / 3) + row) * 12 + 4 * (i % 3) + column + step] = i + 1;
    }
    return { shape: [1, 12, 12, 1], data };
  }

  test.each<OperatorName>(['maxPooling2d', 'averagePooling2d', 'lpPooling2d'])(
    'within its windows leaves %s as it is',
    async (operator) => {
      await fc.assert(
        fc.asyncProperty(peaks, async (places) => {
          const [still, moved] = [pictureOf(places, 0), pictureOf(places, 1)];
          expect(moved.data).not.toEqual(still.data);
          const [a, b] = [await run(operator, { poolSize: 4 }, still), await run(operator, { poolSize: 4 }, moved)];
          expect(b).toEqual(a);
        }),
        { numRuns: 50, seed: 1 },
      );
    },
  );

  test('changes fewer values after a max pooling with overlapping windows than before', async () => {
    const random = seededRandom(3);
    const wide = drawTensor([1, 32, 33, 1], () => random.uniform());
    const cut = (from: number): Tensor => ({
      shape: [1, 32, 32, 1],
      data: Float32Array.from({ length: 1024 }, (_, i) => wide.data[Math.floor(i / 32) * 33 + (i % 32) + from]),
    });
    const pooled = (x: Tensor) => run('maxPooling2d', { poolSize: 5, strides: 1 }, x);
    const share = (a: Tensor, b: Tensor) => a.data.filter((value, i) => value === b.data[i]).length / a.data.length;
    expect(share(cut(0), cut(1))).toBe(0);
    // Of 25 values 20 stay in the window, and the largest is one of them in four cases of six.
    expect(share(await pooled(cut(0)), await pooled(cut(1)))).toBeGreaterThan(0.6);
  });

  test('a pooling of 2×2 with stride 2 drops three activations of four', async () => {
    const input = drawTensor([1, 8, 8, 3], () => 1);
    const output = await run('maxPooling2d', { poolSize: 2, strides: 2 }, input);
    expect(1 - output.data.length / input.data.length).toBe(0.75);
  });
});

describe('a tiled convolution at its limits', () => {
  const uses = fc.record({
    size: fc.tuple(fc.integer({ min: 3, max: 7 }), fc.integer({ min: 3, max: 7 })),
    kernelSize: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    padding: fc.constantFrom('valid', 'same'),
    strides: fc.integer({ min: 1, max: 2 }),
    channels: fc.integer({ min: 1, max: 3 }),
    filters: fc.integer({ min: 1, max: 3 }),
    seed: fc.nat(1e6),
  });

  test('is a convolution with one tile, and locally connected with a tile for every position', async () => {
    await fc.assert(
      fc.asyncProperty(uses, async ({ size, channels, seed, ...config }) => {
        const random = seededRandom(seed);
        const input = noise(random, [2, ...size, channels]);
        const plain = { ...config, useBias: false };
        const kernel = noise(random, [...config.kernelSize, channels, config.filters]);
        const conv = await run('conv2d', plain, input, { kernel });
        const one = { shape: [1, 1, ...kernel.shape], data: kernel.data };
        expectClose(await run('tiledConv2d', { ...plain, tiles: 1 }, input, { kernel: one }), conv, 'one tile');

        const places = conv.shape.slice(1, 3);
        const own = noise(random, [...places, ...kernel.shape]);
        const local = await run('locallyConnected2d', plain, input, { kernel: own });
        const tiled = await run('tiledConv2d', { ...plain, tiles: places }, input, { kernel: own });
        expectClose(tiled, local, 'a tile for every position');
      }),
      { numRuns: 60, seed: 8 },
    );
  });
});
