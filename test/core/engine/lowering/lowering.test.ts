import { describe, expect, it } from 'vitest';
import {
  convolutionPass,
  depthwisePass,
  type Pass,
  packTile,
  scaleAndShift,
  transposedPasses,
} from '../../../../core/engine/lowering/index.ts';
import { computeStep } from '../../../../core/engine/reference/compute-step.ts';
import type { Tensor } from '../../../../core/engine/tensor.ts';
import { printTold, told } from '../../../../core/vocabulary/told.ts';
import { expectClose } from '../close.ts';
import { batchOf, type Case } from '../webgpu/cases.ts';

/** A pass by its own definition: output q sums input stride·q − before + dilation·t over the taps t. */
function runPass(pass: Pass, input: Tensor, weights: Readonly<Record<string, Tensor>>, output: Tensor): void {
  const [, rows, columns] = pass.axes;
  const { strides, first, size } = pass.spread;
  const kernel = pass.kernel(weights);
  const [perGroup, outPerGroup] = [pass.channels / pass.groups, pass.filters / pass.groups];
  const at = (n: number, y: number, x: number, c: number): number =>
    y < 0 || x < 0 || y >= rows.input || x >= columns.input
      ? 0
      : input.data[((n * rows.input + y) * columns.input + x) * pass.channels + c];
  const places = Array.from({ length: pass.batch * rows.output * columns.output * pass.filters }, (_, i) => i);
  for (const place of places) {
    const o = place % pass.filters;
    const qx = Math.floor(place / pass.filters) % columns.output;
    const qy = Math.floor(place / (pass.filters * columns.output)) % rows.output;
    const n = Math.floor(place / (pass.filters * columns.output * rows.output));
    let sum = kernel.bias?.[o] ?? 0;
    for (let row = 0; row < rows.kernel; row++) {
      for (let column = 0; column < columns.kernel; column++) {
        for (let i = 0; i < perGroup; i++) {
          const y = qy * rows.stride - rows.before + row * rows.dilation;
          const x = qx * columns.stride - columns.before + column * columns.dilation;
          const value = at(n, y, x, Math.floor(o / outPerGroup) * perGroup + i);
          sum += value * kernel.data[kernel.index(row, column, i, o)];
        }
      }
    }
    const to = (n * size[0] + qy * strides[0] + first[0]) * size[1] + qx * strides[1] + first[1];
    output.data[to * pass.filters + o] = sum;
  }
}

const kernelSize = [3, 2];

describe('passes give what the layer gives', () => {
  it.each<Case>([
    { operator: 'conv2d', attributes: { filters: 4, kernelSize, strides: 2, padding: 'same' }, inputs: [[2, 7, 6, 3]] },
    { operator: 'conv2d', attributes: { filters: 6, kernelSize, groups: 2, flip: true }, inputs: [[1, 5, 6, 4]] },
    { operator: 'conv2d', attributes: { filters: 2, kernelSize, dilationRate: 2 }, inputs: [[1, 7, 6, 3]] },
    { operator: 'depthwiseConv2d', attributes: { kernelSize, depthMultiplier: 2, flip: true }, inputs: [[1, 5, 6, 3]] },
    { operator: 'conv2dTranspose', attributes: { filters: 4, kernelSize, strides: [2, 3] }, inputs: [[2, 3, 4, 5]] },
    {
      operator: 'conv2dTranspose',
      attributes: { filters: 4, kernelSize, groups: 2, flip: true, strides: 3, padding: 'same' },
      inputs: [[1, 4, 3, 6]],
    },
  ])('$operator $attributes', (one) => {
    const { program, weights, inputs, steps } = batchOf([one]);
    const step = program.steps[steps[0]];
    const own = weights[steps[0]];
    const [expected] = computeStep(step, inputs, own);
    const passes =
      one.operator === 'conv2dTranspose'
        ? transposedPasses(step, 2)
        : [one.operator === 'conv2d' ? convolutionPass(step, 2) : depthwisePass(step, 2, { biased: true })];
    if ('reason' in passes) throw new Error(printTold(passes.reason));
    const actual = { shape: expected.shape, data: new Float32Array(expected.data.length).fill(Number.NaN) };
    for (const pass of passes) runPass(pass, inputs[0], own, actual);
    expectClose(actual, expected, one.operator);
  });
});

it('batch normalisation is a scale and a shift per channel, and refuses other axes than the last', () => {
  const { program, weights, inputs, steps } = batchOf([
    { operator: 'batchNormalization', attributes: { epsilon: 0.01 }, inputs: [[2, 3, 3, 5]] },
  ]);
  const step = program.steps[steps[0]];
  const read = scaleAndShift(step);
  if ('reason' in read) throw new Error(printTold(read.reason));
  const pair = read(weights[steps[0]]);
  const [expected] = computeStep(step, inputs, weights[steps[0]]);
  const data = inputs[0].data.map((value, i) => value * pair(i % 5)[0] + pair(i % 5)[1]);
  expectClose({ shape: expected.shape, data }, expected, 'scale and shift');
  const first = { ...step, attributes: { ...step.attributes, axis: 1 } };
  expect(scaleAndShift(first)).toEqual({ reason: told('normalisation of another axis than the last') });
});

it('a tile holds its channels side by side, tap by tap, and leaves the missing ones as they are', () => {
  const kernel = {
    data: Float32Array.from({ length: 12 }, (_, i) => i),
    bias: undefined,
    index: (_row: number, column: number, i: number, o: number) => (column * 2 + i) * 3 + o,
    stride: 1,
  };
  const packed = new Float32Array(10).fill(-1);
  const tiling = { rows: 1, columns: 2, inputs: 2, width: 2, tapFloats: 5 };
  packTile(kernel, tiling, { first: 2, count: 1 }, packed, 1);
  expect([...packed]).toEqual([-1, 2, -1, 5, -1, -1, 8, -1, 11, -1]);
});
