import { describe, expect, it } from 'vitest';
import { planProgram, printPlan } from '../../../../core/engine/webgpu/index.ts';
import { folded } from '../../../../core/engine/webgpu/shader.ts';
import { batchOf, type Case } from './cases.ts';

const options = { convolution: 'tiled', bindingBytes: 2 ** 27 } as const;

const conv = (input: number[], attributes: Case['attributes']): Case => ({
  operator: 'conv2d',
  attributes,
  inputs: [input],
});

/** Multiply-adds that the plan executes over those that the direct convolution needs. */
function waste(one: Case, convolution: 'tiled' | 'register'): number {
  const { program, steps } = batchOf([one]);
  const { work } = planProgram(program, { ...options, convolution }).steps[steps[0]];
  if (work.kind !== 'launches') throw new Error(`not on the device: ${work.kind}`);
  const { outputShapes, weights } = program.steps[steps[0]];
  const [, rows, columns, filters] = outputShapes[0];
  const needed = rows * columns * filters * weights[0].shape.slice(0, -1).reduce((a, b) => a * b, 1);
  return work.dispatches.reduce((sum, { macs }) => sum + macs, 0) / needed;
}

describe('the plan, without a device', () => {
  it.each([
    ['3×3 64→64 at 28', conv([1, 28, 28, 64], { filters: 64, kernelSize: 3, padding: 'same' })],
    ['1×1 128→64 at 28', conv([1, 28, 28, 128], { filters: 64, kernelSize: 1 })],
    ['7×7 stride 2 3→32 at 57', conv([1, 57, 57, 3], { filters: 32, kernelSize: 7, strides: 2, padding: 'same' })],
    [
      '3×3 dilated 64→62 at 29',
      conv([1, 29, 29, 64], { filters: 62, kernelSize: 3, dilationRate: 4, padding: 'same' }),
    ],
    ['3×3 512→512 at 7', conv([1, 7, 7, 512], { filters: 512, kernelSize: 3, padding: 'same' })],
    ['3×3 in 8 groups', conv([1, 28, 28, 256], { filters: 256, kernelSize: 3, groups: 8, padding: 'same' })],
  ])('executes at most 1.35 times the needed multiply-adds for %s', (_, one) => {
    expect(waste(one, 'tiled')).toBeLessThanOrEqual(1.35);
    expect(waste(one, 'register')).toBeLessThanOrEqual(1.35);
  });

  it.each([1, 65_535, 65_536, 4_194_240, 2 ** 31 - 1])('launches %i workgroups, none left out', (count) => {
    const [columns, rows, layers] = folded({ first: 7, past: 7 + count });
    expect(Math.max(columns, rows, layers)).toBeLessThanOrEqual(65_535);
    expect(columns * rows * layers).toBeGreaterThanOrEqual(count);
    expect(columns * rows * layers - count).toBeLessThan(rows);
  });

  it('prints what it will do', () => {
    const { program } = batchOf([
      conv([1, 8, 8, 16], { filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' }),
      { operator: 'separableConv2d', attributes: { filters: 8, kernelSize: 3 }, inputs: [[1, 8, 8, 4]] },
      {
        operator: 'conv2dTranspose',
        attributes: { filters: 8, kernelSize: 4, strides: 2, padding: 'same' },
        inputs: [[1, 8, 8, 16]],
      },
      { operator: 'dropout', attributes: { rate: 0.5 }, inputs: [[1, 8]] },
      { operator: 'upSampling2d', attributes: { interpolation: 'bilinear' }, inputs: [[1, 2, 2, 1]] },
    ]);
    const short = { ...program, steps: program.steps.map((step) => ({ ...step, path: [step.operator] })) };
    expect(printPlan(short, planProgram(short, options))).toMatchInlineSnapshot(`
      "0 inputLayer (inputLayer) → #0: input
      1 conv2d (conv2d) → #1
          convolution, tiles of 64 pixels × 32 channels × 1·1·1, 294912 multiply-adds
      2 inputLayer (inputLayer) → #2: input
      3 separableConv2d (separableConv2d) → #4
          depthwise 3×3, 2×4 outputs per thread × 1·1·1, 1728 multiply-adds
          convolution, 4 pixels × 8 channels per thread × 1·1·1, 1152 multiply-adds
      4 inputLayer (inputLayer) → #5: input
      5 conv2dTranspose (conv2dTranspose) → #6
          convolution, 4 pixels × 8 channels per thread × 1·1·1, 32768 multiply-adds
          convolution, 4 pixels × 8 channels per thread × 1·1·1, 32768 multiply-adds
          convolution, 4 pixels × 8 channels per thread × 1·1·1, 32768 multiply-adds
          convolution, 4 pixels × 8 channels per thread × 1·1·1, 32768 multiply-adds
      6 inputLayer (inputLayer) → #7: input
      7 dropout (dropout) → #7: same
      8 inputLayer (inputLayer) → #8: input
      9 upSampling2d (upSampling2d) → #9: reference, bilinear interpolation"
    `);
  });

  it('compiles a shader once for all layers that differ in sizes only', () => {
    const cases = [8, 12, 16, 20, 28].map((size) =>
      conv([1, size, size, 16], { filters: 2 * size, kernelSize: 3, padding: 'same' }),
    );
    const { program, steps } = batchOf(cases);
    const texts = planProgram(program, options).steps.flatMap(({ work }, at) =>
      steps.includes(at) && work.kind === 'launches' ? work.dispatches.map(({ shader }) => shader.code) : [],
    );
    expect(texts).toHaveLength(5);
    expect(new Set(texts).size).toBeLessThanOrEqual(3);
  });
});
