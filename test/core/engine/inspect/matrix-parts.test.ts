import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { type MatrixParts, matrixParts, multiplied } from '../../../../core/engine/inspect/matrix-parts.ts';
import { tf } from '../../../oracle/index.ts';
import { programOf, singleLayerGraph } from '../single-layer.ts';

afterEach(() => tf.disposeVariables());

const wave = (length: number, seed: number) => Float32Array.from({ length }, (_, i) => Math.sin(seed + 1.3 * i));

interface Case {
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: 'valid' | 'same';
  readonly height: number;
  readonly width: number;
}

const cases = fc
  .record({
    rows: fc.integer({ min: 1, max: 3 }),
    columns: fc.integer({ min: 1, max: 3 }),
    factor: fc.integer({ min: 1, max: 2 }),
    dilates: fc.boolean(),
    padding: fc.constantFrom('valid' as const, 'same' as const),
    height: fc.integer({ min: 5, max: 8 }),
    width: fc.integer({ min: 5, max: 8 }),
  })
  .map(
    ({ factor, dilates, ...rest }): Case => ({ ...rest, stride: dilates ? 1 : factor, dilation: dilates ? factor : 1 }),
  );

function parts(operator: 'conv2d' | 'conv2dTranspose', one: Case): { matrix: MatrixParts; slice: Float32Array } {
  const { rows, columns, stride, dilation, padding, height, width } = one;
  const config = { filters: 2, kernelSize: [rows, columns], strides: stride, padding };
  // The layer itself stands in a larger picture.
  const whole = operator === 'conv2d' ? { ...config, dilationRate: dilation } : config;
  const program = programOf(singleLayerGraph(operator, whole, [[20, 21, 3]]));
  const slice = wave(rows * columns, 5);
  const matrix = matrixParts(program.steps.at(-1)!, { height, width }, slice);
  if (!matrix) throw new Error('no matrix');
  return { matrix, slice };
}

function expectClose(actual: Float32Array, expected: Iterable<number>): void {
  const all = [...expected];
  expect(actual).toHaveLength(all.length);
  for (const [i, x] of all.entries()) expect(actual[i]).toBeCloseTo(x, 5);
}

describe('a layer on a small input, as a matrix', () => {
  test('times the input is what TensorFlow.js computes', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { matrix, slice } = parts('conv2d', one);
        const x = wave(one.height * one.width, 1);
        const expected = tf.tidy(() =>
          tf
            .conv2d(
              tf.tensor4d(x, [1, one.height, one.width, 1]),
              tf.tensor4d(slice, [one.rows, one.columns, 1, 1]),
              one.stride,
              one.padding,
              'NHWC',
              one.dilation,
            )
            .dataSync(),
        );
        expectClose(multiplied(matrix, x), expected);
      }),
      { numRuns: 40, seed: 5 },
    );
  });

  test('transposed it is the transposed convolution', () => {
    fc.assert(
      fc.property(
        cases.filter(({ dilation }) => dilation === 1),
        (one) => {
          const { matrix, slice } = parts('conv2d', one);
          const { height, width } = matrix.output;
          const y = wave(height * width, 2);
          const expected = tf.tidy(() =>
            tf
              .conv2dTranspose(
                tf.tensor4d(y, [1, height, width, 1]),
                tf.tensor4d(slice, [one.rows, one.columns, 1, 1]),
                [1, one.height, one.width, 1],
                one.stride,
                one.padding,
              )
              .dataSync(),
          );
          expectClose(multiplied(matrix, y, true), expected);
        },
      ),
      { numRuns: 40, seed: 6 },
    );
  });

  test('a transposed layer’s own matrix is the other way round', () => {
    fc.assert(
      fc.property(
        cases.filter(({ dilation }) => dilation === 1),
        (one) => {
          const { matrix, slice } = parts('conv2dTranspose', one);
          const { height, width } = matrix.output;
          const x = wave(one.height * one.width, 3);
          const expected = tf.tidy(() =>
            tf
              .conv2dTranspose(
                tf.tensor4d(x, [1, one.height, one.width, 1]),
                tf.tensor4d(slice, [one.rows, one.columns, 1, 1]),
                [1, height, width, 1],
                one.stride,
                one.padding,
              )
              .dataSync(),
          );
          expectClose(multiplied(matrix, x), expected);
        },
      ),
      { numRuns: 40, seed: 7 },
    );
  });

  test('at stride 1 without padding it is constant along its diagonals', () => {
    const one: Case = { rows: 1, columns: 3, stride: 1, dilation: 1, padding: 'valid', height: 1, width: 6 };
    const { matrix, slice } = parts('conv2d', { ...one, height: 1 });
    const [a, b, c] = slice;
    expect([...matrix.matrix]).toEqual([
      ...[a, b, c, 0, 0, 0],
      ...[0, a, b, c, 0, 0],
      ...[0, 0, a, b, c, 0],
      ...[0, 0, 0, a, b, c],
    ]);
  });
});
