import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../core/engine/random.ts';
import { type AlgorithmName, algorithms, type Problem } from '../../../core/engine/reference/algorithms/index.ts';
import { convolutionMatrix, transposedProduct } from '../../../core/engine/reference/algorithms/matrix.ts';
import { separate } from '../../../core/engine/reference/algorithms/rank-one.ts';
import { scatter } from '../../../core/engine/reference/conv-transpose.ts';
import { createReferenceEngine } from '../../../core/engine/reference/engine.ts';
import { type Axis, spatial } from '../../../core/engine/reference/geometry.ts';
import { fromOutput } from '../../../core/engine/reference/gradient/conv.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import { randomWeights } from '../../../core/engine/weights.ts';
import { windowAxis } from '../../../core/vocabulary/window.ts';
import { expectClose } from './close.ts';
import { drawTensor } from './compare-layer.ts';
import { programOf, runProgram, singleLayerGraph } from './single-layer.ts';

const algorithmNames: readonly AlgorithmName[] = [
  'direct',
  'im2col',
  'winograd23',
  'winograd43',
  'fourier',
  'rankOne',
  'toeplitz',
];
const others = Object.entries(algorithms).filter(([name]) => name !== 'direct');

const anyAxis = fc.record({
  size: fc.integer({ min: 1, max: 9 }),
  kernel: fc.integer({ min: 1, max: 4 }),
  stride: fc.integer({ min: 1, max: 3 }),
  dilation: fc.integer({ min: 1, max: 2 }),
  before: fc.integer({ min: 0, max: 3 }),
  after: fc.integer({ min: 0, max: 3 }),
});

/** What Winograd takes: 3×3, stride 1. */
const threeAxis = fc.record({
  size: fc.integer({ min: 3, max: 11 }),
  kernel: fc.constant(3),
  stride: fc.constant(1),
  dilation: fc.constant(1),
  before: fc.integer({ min: 0, max: 2 }),
  after: fc.integer({ min: 0, max: 2 }),
});

const problems = (axis: typeof anyAxis, groups: fc.Arbitrary<number>) =>
  fc
    .record({
      axes: fc.tuple(axis, axis),
      groups,
      channels: small,
      filters: small,
      bias: fc.boolean(),
      seed: fc.integer(),
    })
    .map((drawn) => problemOf(drawn));

const small = fc.integer({ min: 1, max: 3 });

describe('algorithms agree with the direct sum', () => {
  test.each(others)('%s', (name, algorithm) => {
    const general = problems(anyAxis, small);
    const fits = name.startsWith('winograd')
      ? problems(threeAxis, fc.constant(1))
      : name === 'rankOne'
        ? separableProblems
        : general;
    let ran = 0;
    fc.assert(
      fc.property(fits, (problem) => {
        expect(algorithm.refuses(problem)).toBeNull();
        const [expected, actual] = [outputOf(problem), outputOf(problem)];
        algorithms.direct.run(problem, expected);
        algorithm.run(problem, actual);
        expectClose(actual, expected, name);
        ran++;
      }),
      { numRuns: 100, seed: 31 },
    );
    expect(ran).toBe(100);
  });

  test('each says what it cannot do', () => {
    const grouped = problemOf({ ...plain, groups: 2 });
    expect(algorithms.winograd23.refuses(grouped)).toBe('the channels are in groups');
    const strided = problemOf({ ...plain, axes: [{ ...three, stride: 2 }, three] });
    expect(algorithms.winograd43.refuses(strided)).toBe('the stride is not 1');
    expect(algorithms.rankOne.refuses(problemOf(plain))).toMatch(/not rank 1/);
    const large = problemOf({
      ...plain,
      axes: [
        { ...three, size: 200 },
        { ...three, size: 200 },
      ],
    });
    expect(algorithms.toeplitz.refuses(large)).toMatch(/^the matrix would be/);
  });
});

describe('the engine', () => {
  test.each(algorithmNames)('computes a layer by %s', async (algorithm) => {
    const config = { filters: 3, kernelSize: 3, padding: 'same', activation: 'relu' };
    const program = programOf(singleLayerGraph('conv2d', config, [[6, 7, 2]]));
    const input = drawTensor([1, 6, 7, 2], seededRandom(2).uniform);
    const weights = randomWeights(program, 2);
    const session = await createReferenceEngine({ algorithm }).load(program, weights);
    await session.run([input]);
    const [, [expected]] = await runProgram(program, weights, [input]);
    expectClose(await session.read({ step: 1, output: 0 }), expected, algorithm);
  });
});

describe('what they cost', () => {
  test('Winograd takes 16 for 36 and 36 for 144 multiplications', () => {
    const problem = problemOf({
      ...plain,
      axes: [
        { ...three, size: 10 },
        { ...three, size: 10 },
      ],
    });
    const direct = algorithms.direct.work(problem).multiplications;
    expect(algorithms.winograd23.work(problem).multiplications / direct).toBeCloseTo(16 / 36);
    expect(algorithms.winograd43.work(problem).multiplications / direct).toBeCloseTo(36 / 144);
  });

  test('a separable 3×3 on 8×8 takes 252 instead of 324', () => {
    const axis = { ...three, size: 8 };
    const problem = problemOf({ ...plain, axes: [axis, axis], channels: 1, filters: 1 });
    const image = { ...problem, input: { ...problem.input, shape: [1, 1, 8, 8, 1] } };
    expect(algorithms.direct.work(image).multiplications).toBe(324);
    expect(algorithms.rankOne.work(image).multiplications).toBe(252);
  });
});

describe('the explicit matrix', () => {
  test('of a 3×3 kernel on 4×4 is 4×16, and its transpose leads from 2×2 to 4×4', () => {
    const axis = { ...three, size: 4 };
    const problem = problemOf({ ...plain, axes: [axis, axis], channels: 1, filters: 1, bias: false });
    const matrix = convolutionMatrix(problem);
    expect([matrix.rows, matrix.columns]).toEqual([4, 16]);
    const small = drawTensor([1, 1, 2, 2, 1], seededRandom(1).uniform);
    const large: Tensor = { shape: [1, 1, 4, 4, 1], data: new Float32Array(16) };
    scatter({ input: small, kernel: problem.kernel, axes: fromOutput(problem.axes) }, large);
    const product = { shape: large.shape, data: Float32Array.from(transposedProduct(matrix, small.data)) };
    expectClose(product, large, 'transpose');
  });
});

describe('separating a kernel', () => {
  test('Sobel has rank 1, the Laplacian 2, the identity matrix 3', () => {
    const sobel = separate(Float64Array.of(-1, 0, 1, -2, 0, 2, -1, 0, 1), 3, 3);
    expect(sobel.rank).toBe(1);
    expect(sobel.residual).toBeLessThan(1e-12);
    expect(separate(Float64Array.of(0, 1, 0, 1, -4, 1, 0, 1, 0), 3, 3).rank).toBe(2);
    const identity = separate(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), 3, 3);
    expect(identity.rank).toBe(3);
    // One of three equal directions is kept.
    expect(identity.residual).toBeCloseTo(Math.sqrt(2 / 3), 12);
  });

  test('the residual of the Laplacian is that of its singular values 2 + √6 and √6 − 2', () => {
    const { residual } = separate(Float64Array.of(0, 1, 0, 1, -4, 1, 0, 1, 0), 3, 3);
    expect(residual).toBeCloseTo((Math.sqrt(6) - 2) / Math.sqrt(20), 12);
  });
});

interface Drawn {
  readonly axes: readonly Window[];
  readonly groups: number;
  readonly channels: number;
  readonly filters: number;
  readonly bias: boolean;
  readonly seed: number;
}

interface Window {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

const three: Window = { size: 8, kernel: 3, stride: 1, dilation: 1, before: 0, after: 0 };
const plain: Drawn = { axes: [three, three], groups: 1, channels: 2, filters: 2, bias: true, seed: 1 };

/** Kernels that are a column times a row, each pair of channel and filter its own. */
const separableProblems = problems(anyAxis, fc.constant(1)).map((problem) => {
  const random = seededRandom(problem.kernel.data.length);
  const [, height, width] = problem.axes;
  const pairs = problem.kernel.data.length / (height.kernel * width.kernel);
  const columns = Array.from({ length: height.kernel * pairs }, () => random.uniform() - 0.5);
  const rows = Array.from({ length: width.kernel * pairs }, () => random.uniform() - 0.5);
  const data = problem.kernel.data.map((_, i) => {
    const [pair, tap] = [i % pairs, Math.floor(i / pairs)];
    return columns[Math.floor(tap / width.kernel) * pairs + pair] * rows[(tap % width.kernel) * pairs + pair];
  });
  return { ...problem, kernel: { ...problem.kernel, data } };
});

function problemOf({ axes, groups, channels, filters, bias, seed }: Drawn): Problem {
  const random = seededRandom(seed);
  const draw = (shape: readonly number[]) => drawTensor(shape, () => random.uniform() - 0.5);
  const windows = spatial(axes.map(axisOf));
  const shape = windows.map(({ input }) => input);
  return {
    input: draw([2, ...shape, channels * groups]),
    kernel: draw([...windows.map(({ kernel }) => kernel), channels, filters * groups]),
    bias: bias ? draw([filters * groups]) : undefined,
    axes: windows,
    groups,
  };
}

function axisOf({ size, kernel, stride, dilation, before, after }: Window): Axis {
  const input = Math.max(size, dilation * (kernel - 1) + 1);
  const { output } = windowAxis({ input, kernel, stride, dilation, padding: [before, after] });
  return { input, kernel, stride, dilation, before, output: Number(output) };
}

function outputOf({ input, kernel, axes }: Problem): Tensor {
  const shape = [input.shape[0], ...axes.map(({ output }) => output), kernel.shape[kernel.shape.length - 1]];
  return { shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) };
}
