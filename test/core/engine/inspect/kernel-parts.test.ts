import { afterEach, describe, expect, test } from 'vitest';
import { filtered, kernelsOf, sliceParts } from '../../../../core/engine/inspect/kernel-parts.ts';
import { tf } from '../../../oracle/index.ts';
import { programOf, singleLayerGraph } from '../single-layer.ts';

afterEach(() => tf.disposeVariables());

const numbered = (shape: readonly number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
});

function kernelsOfLayer(operator: Parameters<typeof singleLayerGraph>[0], config: object, input: number[], pixel = 0) {
  const program = programOf(singleLayerGraph(operator, config as never, [input]));
  const step = program.steps.at(-1)!;
  const weights = Object.fromEntries(step.weights.map(({ name, shape }) => [name, numbered(shape)]));
  return kernelsOf(step, weights, pixel)!;
}

describe('kernels as images', () => {
  test('of a convolution: a filter has one per channel', () => {
    const kernels = kernelsOfLayer('conv2d', { filters: 3, kernelSize: 2 }, [5, 5, 2]);
    expect([kernels.rows, kernels.columns, kernels.channels, kernels.filtersImages]).toEqual([2, 2, 2, true]);
    // (kh, kw, channels, filters): taps are six apart.
    expect([...kernels.slice(2, 1)]).toEqual([5, 11, 17, 23]);
  });

  test('of groups: a filter reads the channels of its group', () => {
    const kernels = kernelsOfLayer('conv2d', { filters: 4, kernelSize: 1, groups: 2 }, [3, 3, 6]);
    expect([kernels.channels, kernels.first(1), kernels.first(2)]).toEqual([3, 0, 3]);
  });

  test('of a depthwise convolution: one channel', () => {
    const kernels = kernelsOfLayer('depthwiseConv2d', { kernelSize: 2, depthMultiplier: 2 }, [4, 4, 3]);
    expect([kernels.channels, kernels.first(3)]).toEqual([1, 1]);
    expect([...kernels.slice(3, 0)]).toEqual([3, 9, 15, 21]);
  });

  test('of kernels that are not shared: those of the place', () => {
    const config = { filters: 1, kernelSize: 2 };
    const [here, there] = [0, 1].map((pixel) => [
      ...kernelsOfLayer('locallyConnected2d', config, [3, 3, 1], pixel).slice(0, 0),
    ]);
    expect([here, there]).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]);
  });

  test('flipped where the layer flips', () => {
    const kernels = kernelsOfLayer('conv2d', { filters: 1, kernelSize: 2, flip: true }, [4, 4, 1]);
    expect([...kernels.slice(0, 0)]).toEqual([3, 2, 1, 0]);
  });
});

describe('a slice as a column times a row', () => {
  test('a separable one is kept whole', () => {
    const sobel = Float32Array.of(1, 0, -1, 2, 0, -2, 1, 0, -1);
    const { rank, kept, separable } = sliceParts(sobel, 3, 3);
    expect([rank, kept]).toEqual([1, expect.closeTo(1, 12)]);
    for (const [i, x] of sobel.entries()) expect(separable[i]).toBeCloseTo(x, 6);
  });

  test('singular values are those of the matrix, and their squares say what is kept', () => {
    // diag(3, 2) turned: AᵀA has the eigenvalues 9 and 4.
    const { singular, kept } = sliceParts(Float32Array.of(0, 2, 3, 0), 2, 2);
    expect(singular[0]).toBeCloseTo(3, 6);
    expect(singular[1]).toBeCloseTo(2, 6);
    expect(kept).toBeCloseTo(9 / 13, 6);
  });
});

test.each([
  [3, 3],
  [5, 2],
  [1, 4],
])('what a slice of %i×%i makes of a map is what TensorFlow.js makes of it', (rows, columns) => {
  const plane = Float32Array.from({ length: 7 * 6 }, (_, i) => Math.sin(i));
  const slice = Float32Array.from({ length: rows * columns }, (_, i) => Math.cos(i));
  const expected = tf.tidy(() =>
    tf.conv2d(tf.tensor4d(plane, [1, 7, 6, 1]), tf.tensor4d(slice, [rows, columns, 1, 1]), 1, 'same').dataSync(),
  );
  const found = filtered(plane, { height: 7, width: 6 }, slice, { rows, columns });
  for (const [i, x] of expected.entries()) expect(found[i]).toBeCloseTo(x, 5);
});
