import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../core/engine/random.ts';
import { convolve } from '../../../core/engine/reference/conv.ts';
import { scatter } from '../../../core/engine/reference/conv-transpose.ts';
import { type Axes, spatial } from '../../../core/engine/reference/geometry.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import { windowAxis } from '../../../core/vocabulary/window.ts';
import { expectClose } from './close.ts';
import { drawTensor } from './compare-layer.ts';
import { type Config, programOf, runProgram, singleLayerGraph } from './single-layer.ts';

/** A convolution with everything that it can have: groups, strides, dilation and padding per side. */
interface Convolution {
  readonly axes: Axes;
  readonly channels: number;
  readonly filters: number;
  readonly groups: number;
  readonly seed: number;
}

const axis = fc
  .record({
    size: fc.integer({ min: 1, max: 9 }),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    before: fc.integer({ min: 0, max: 4 }),
    after: fc.integer({ min: 0, max: 4 }),
  })
  .map(({ size, kernel, stride, dilation, before, after }) => {
    const input = Math.max(size, dilation * (kernel - 1) + 1);
    const { output } = windowAxis({ input, kernel, stride, dilation, padding: [before, after] });
    return { input, kernel, stride, dilation, before, output: Number(output) };
  });

const convolution: fc.Arbitrary<Convolution> = fc
  .record({
    axes: fc.tuple(axis, axis),
    groups: fc.integer({ min: 1, max: 3 }),
    perGroup: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    seed: fc.integer(),
  })
  .map(({ axes, groups, perGroup: [channels, filters], seed }) => ({
    axes: spatial(axes),
    channels: channels * groups,
    filters: filters * groups,
    groups,
    seed,
  }));

describe('the convolution', () => {
  test('is adjoint to the transposed convolution: ⟨conv x, y⟩ = ⟨x, convᵀ y⟩', () => {
    fc.assert(
      fc.property(convolution, (conv) => {
        const { x, y, kernel } = drawn(conv);
        const forward = like(y);
        convolve({ input: x, kernel, axes: conv.axes, groups: conv.groups }, forward);
        const backward = like(x);
        // The transposed layer's kernel is stored (…, Cout/g, Cin) with its input being our output.
        scatter({ input: y, kernel, axes: reversed(conv.axes), groups: conv.groups }, backward);
        const [left, right] = [inner(forward, y), inner(x, backward)];
        expect(Math.abs(left - right)).toBeLessThan(1e-5 * (1 + Math.abs(left)));
      }),
      { numRuns: 200, seed: 11 },
    );
  });

  test('with g groups is g convolutions of a part of the channels each', async () => {
    await fc.assert(
      fc.asyncProperty(convolution, async (conv) => {
        const { x, y, kernel } = drawn(conv);
        const grouped = like(y);
        convolve({ input: x, kernel, axes: conv.axes, groups: conv.groups }, grouped);
        for (let group = 0; group < conv.groups; group++) {
          const own = like({ ...y, shape: [...y.shape.slice(0, -1), conv.filters / conv.groups] });
          const part = (tensor: Tensor) => channelRange(tensor, group, conv.groups);
          convolve({ input: part(x), kernel: part(kernel), axes: conv.axes }, own);
          expectClose(part(grouped), own, `group ${group}`);
        }
      }),
      { numRuns: 100, seed: 12 },
    );
  });

  test('follows its input when that moves, away from the borders', async () => {
    const random = seededRandom(5);
    const picture = drawTensor([1, 8, 8, 2], () => random.uniform());
    const [kernel, bias] = [drawTensor([3, 3, 2, 4], () => random.normal()), drawTensor([4], () => random.normal())];
    const [plain, moved] = await Promise.all(
      [0, 3].map(async (offset) => {
        const canvas = placed(picture, [14, 14], [2 + offset, 2 + offset]);
        const config: Config = { filters: 4, kernelSize: 3, padding: 'same' };
        const program = programOf(singleLayerGraph('conv2d', config, [[14, 14, 2]]));
        return (await runProgram(program, [{}, { kernel, bias }], [canvas]))[1][0];
      }),
    );
    expectClose(window(moved, 4, 4, 8), window(plain, 1, 1, 8), 'moved by 3');
  });

  test('turned kernels make a convolution in the strict sense', async () => {
    const config: Config = { filters: 1, kernelSize: 2, useBias: false, flip: true };
    const program = programOf(singleLayerGraph('conv2d', config, [[2, 2, 1]]));
    const x = { shape: [1, 2, 2, 1], data: Float32Array.of(1, 10, 100, 1000) };
    const kernel = { shape: [2, 2, 1, 1], data: Float32Array.of(1, 2, 3, 4) };
    const [, [y]] = await runProgram(program, [{}, { kernel }], [x]);
    expect([...y.data]).toEqual([4 * 1 + 3 * 10 + 2 * 100 + 1 * 1000]);
  });
});

describe('worked examples', () => {
  test('5×5 with a 3×3 cross, valid', async () => {
    const picture = [1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0];
    const program = programOf(singleLayerGraph('conv2d', { filters: 1, kernelSize: 3, useBias: false }, [[5, 5, 1]]));
    const kernel = { shape: [3, 3, 1, 1], data: Float32Array.of(1, 0, 1, 0, 1, 0, 1, 0, 1) };
    const x = { shape: [1, 5, 5, 1], data: Float32Array.from(picture) };
    const [, [y]] = await runProgram(program, [{}, { kernel }], [x]);
    expect([...y.data]).toEqual([4, 3, 4, 2, 4, 3, 2, 3, 4]);
  });

  test('overlaps of a transposed 3×3 with stride 2 on 2×2, same', async () => {
    const config: Config = { filters: 1, kernelSize: 3, strides: 2, padding: 'same', useBias: false };
    const program = programOf(singleLayerGraph('conv2dTranspose', config, [[2, 2, 1]]));
    const ones = (shape: readonly number[]) => drawTensor(shape, () => 1);
    const [, [y]] = await runProgram(program, [{}, { kernel: ones([3, 3, 1, 1]) }], [ones([1, 2, 2, 1])]);
    expect([...y.data]).toEqual([1, 1, 2, 1, 1, 1, 2, 1, 2, 2, 4, 2, 1, 1, 2, 1]);
  });
});

function drawn({ axes, channels, filters, groups, seed }: Convolution) {
  const random = seededRandom(seed);
  const draw = (shape: readonly number[]) => drawTensor(shape, () => random.uniform() - 0.5);
  return {
    x: draw([2, ...axes.map(({ input }) => input), channels]),
    y: draw([2, ...axes.map(({ output }) => output), filters]),
    kernel: draw([...axes.map(({ kernel }) => kernel), channels / groups, filters]),
  };
}

/** The same windows seen from the output. */
function reversed(axes: Axes): Axes {
  return spatial(axes.map((axis) => ({ ...axis, input: axis.output, output: axis.input })));
}

function like({ shape }: Tensor): Tensor {
  return { shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) };
}

function inner(a: Tensor, b: Tensor): number {
  return a.data.reduce((sum, value, i) => sum + value * b.data[i], 0);
}

function channelRange(tensor: Tensor, part: number, parts: number): Tensor {
  const channels = tensor.shape[tensor.shape.length - 1];
  const own = channels / parts;
  const data = tensor.data.filter((_, i) => Math.floor((i % channels) / own) === part);
  return { shape: [...tensor.shape.slice(0, -1), own], data };
}

function placed({ shape, data }: Tensor, [height, width]: readonly number[], [top, left]: readonly number[]): Tensor {
  const [, rows, columns, channels] = shape;
  const canvas = like({ shape: [1, height, width, channels], data });
  for (let row = 0; row < rows; row++) {
    const line = data.subarray(row * columns * channels, (row + 1) * columns * channels);
    canvas.data.set(line, ((top + row) * width + left) * channels);
  }
  return canvas;
}

function window({ shape, data }: Tensor, top: number, left: number, size: number): Tensor {
  const [, , width, channels] = shape;
  const cut = like({ shape: [1, size, size, channels], data });
  for (let row = 0; row < size; row++) {
    const from = ((top + row) * width + left) * channels;
    cut.data.set(data.subarray(from, from + size * channels), row * size * channels);
  }
  return cut;
}
