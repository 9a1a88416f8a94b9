import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { ProgramWeights } from '../../../../core/engine/backend.ts';
import { hasOutputParts, type OutputParts, outputParts } from '../../../../core/engine/inspect/output-parts.ts';
import type { Program, Step } from '../../../../core/engine/program.ts';
import { scalarActivation } from '../../../../core/engine/reference/activation.ts';
import type { Tensor } from '../../../../core/engine/tensor.ts';
import { isOperatorName, operators } from '../../../../core/operators/index.ts';
import { tf } from '../../../oracle/index.ts';
import { askedLayer, type Comparison } from '../compare-layer.ts';
import { programOf, runProgram, singleLayerGraph } from '../single-layer.ts';
import { windowedLayers } from '../windowed-layers.ts';

afterEach(() => tf.disposeVariables());

/** What the parts come to: sum, bias and activation. */
function madeOf({ sum, bias, activation }: OutputParts): number {
  const biased = sum + (bias ?? 0);
  return activation === null ? biased : scalarActivation(activation)(biased);
}

/** Takes every output value of a layer apart and compares what it comes to. */
function expectParts(comparison: Comparison): void {
  const { program, weights, values, outputs, what } = askedLayer({ ...comparison, batch: 1 });
  const step = program.steps.at(-1)!;
  const own = weights.at(-1)!;
  const [output] = outputs;
  const { maps, pixels, at } = layout(step);
  for (let map = 0; map < maps; map++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const parts = outputParts(step, values, own, { pixel, map });
      expect(madeOf(parts!), `${what} map ${map}, pixel ${pixel}`).toBeCloseTo(output!.data[at(map, pixel)]!, 4);
    }
  }
}

function layout({ outputShapes: [shape], attributes }: Step) {
  const isFirst = attributes.dataFormat === 'channelsFirst' && shape!.length > 2;
  const maps = isFirst ? shape![1]! : shape!.at(-1)!;
  const pixels = shape!.slice(1).reduce((a, b) => a * b, 1) / maps;
  return { maps, pixels, at: (map: number, pixel: number) => (isFirst ? map * pixels + pixel : pixel * maps + map) };
}

const windowed = Object.entries(windowedLayers)
  .filter(([name]) => isOperatorName(name) && hasOutputParts(name))
  .map(([name, uses]) => ({ name, uses }));

describe('what an output value is made of comes to the value that TensorFlow.js computes', () => {
  test('for every family that slides a window', () => {
    expect(windowed.map(({ name }) => name)).toEqual([
      'conv1d',
      'conv2d',
      'conv3d',
      'depthwiseConv2d',
      'separableConv2d',
      'conv2dTranspose',
      'conv3dTranspose',
      'maxPooling1d',
      'maxPooling2d',
      'maxPooling3d',
      'averagePooling1d',
      'averagePooling2d',
      'averagePooling3d',
    ]);
  });

  test.each(windowed)('$name', ({ uses }) => {
    fc.assert(fc.property(uses, expectParts), { numRuns: 15, seed: 20260105 });
  });

  test.each<Comparison>([
    { operator: 'dense', config: { units: 7, activation: 'tanh' }, inputs: [[11]] },
    { operator: 'dense', config: { units: 3, useBias: false }, inputs: [[4, 5]] },
    { operator: 'globalMaxPooling2d', config: {}, inputs: [[5, 4, 3]] },
    { operator: 'globalAveragePooling2d', config: {}, inputs: [[5, 4, 3]] },
    { operator: 'globalAveragePooling1d', config: {}, inputs: [[6, 3]] },
    { operator: 'globalMaxPooling1d', config: {}, inputs: [[6, 3]] },
  ])('$operator $config', expectParts);
});

describe('what TensorFlow.js does not have comes to what the reference engine computes', () => {
  test.each<Comparison>([
    { operator: 'conv2d', config: { filters: 6, kernelSize: 3, groups: 2, padding: 'same' }, inputs: [[5, 5, 4]] },
    { operator: 'conv2d', config: { filters: 2, kernelSize: [2, 3], flip: true }, inputs: [[5, 5, 3]] },
    { operator: 'conv2dTranspose', config: { filters: 4, kernelSize: 3, strides: 2, groups: 2 }, inputs: [[4, 3, 4]] },
    { operator: 'conv1dTranspose', config: { filters: 2, kernelSize: 4, strides: 3 }, inputs: [[5, 3]] },
    { operator: 'depthwiseConv1d', config: { kernelSize: 3, depthMultiplier: 2 }, inputs: [[7, 3]] },
    { operator: 'locallyConnected2d', config: { filters: 3, kernelSize: 2 }, inputs: [[4, 5, 2]] },
    { operator: 'locallyConnected1d', config: { filters: 3, kernelSize: 2, strides: 2 }, inputs: [[7, 2]] },
    { operator: 'tiledConv2d', config: { filters: 3, kernelSize: 3, tiles: 2 }, inputs: [[6, 7, 2]] },
    {
      operator: 'averagePooling2d',
      config: { poolSize: 3, padding: 'same', countIncludePad: true },
      inputs: [[5, 5, 2]],
    },
    { operator: 'separableConv1d', config: { filters: 3, kernelSize: 3, depthMultiplier: 2 }, inputs: [[7, 2]] },
    {
      operator: 'separableConv2d',
      config: { filters: 3, kernelSize: 3, depthMultiplier: 2, flip: true },
      inputs: [[5, 5, 2]],
    },
    {
      operator: 'spatiallySeparableConv2d',
      config: { filters: 3, kernelSize: 3, padding: 'same', activation: 'relu' },
      inputs: [[5, 6, 2]],
    },
    { operator: 'flattenedConv2d', config: { filters: 3, kernelSize: [2, 3], strides: 2 }, inputs: [[6, 7, 2]] },
    {
      operator: 'partiallyConnectedConv2d',
      config: { kernelSize: 3, connections: [[0, 1], [2], [0, 2]] },
      inputs: [[5, 5, 3]],
    },
    { operator: 'trainableSubsampling2d', config: { poolSize: 2, activation: 'tanh' }, inputs: [[6, 6, 2]] },
    { operator: 'maxPoolingWithSwitches2d', config: { poolSize: 2 }, inputs: [[6, 6, 2]] },
    { operator: 'lpPooling2d', config: { poolSize: 3, strides: 2, p: 3 }, inputs: [[7, 7, 2]] },
    { operator: 'stochasticPooling2d', config: { poolSize: 2 }, inputs: [[6, 6, 2]] },
    { operator: 'adaptiveMaxPooling2d', config: { outputSize: 3 }, inputs: [[7, 5, 2]] },
    { operator: 'adaptiveAveragePooling2d', config: { outputSize: [2, 3] }, inputs: [[7, 5, 2]] },
    { operator: 'globalMaxPooling3d', config: {}, inputs: [[2, 3, 4, 2]] },
    { operator: 'globalAveragePooling3d', config: {}, inputs: [[2, 3, 4, 2]] },
    { operator: 'crossChannelPooling', config: { poolSize: 2 }, inputs: [[4, 4, 6]] },
    { operator: 'averageUnpooling2d', config: { poolSize: 3, strides: 2, padding: 'same' }, inputs: [[4, 4, 2]] },
  ])('$operator $config', async ({ operator, config, inputs }) => {
    const program = programOf(singleLayerGraph(operator, config, inputs));
    const drawn = (shape: readonly number[], seed: number) => ({
      shape,
      data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(seed + i * 1.7)),
    });
    const weights = program.steps.map((step, index) =>
      Object.fromEntries(step.weights.map(({ name, shape }, i) => [name, drawn(shape, index + i)])),
    );
    await expectReferenceParts(program, weights, [drawn([1, ...inputs[0]!], 9)]);
  });

  test('a max unpooling: what its switches send', async () => {
    const size = [2, 3, 2];
    const program = programOf(singleLayerGraph('maxUnpooling2d', { poolSize: 2 }, [size, size]));
    const values = { shape: [1, ...size], data: Float32Array.from({ length: 12 }, (_, i) => i + 1) };
    // Two of the first map name the same place: the later one stands there.
    const switches = { shape: [1, ...size], data: Float32Array.of(0, 7, 0, 8, 5, 4, 12, 13, 20, 15, 23, 22) };
    await expectReferenceParts(
      program,
      program.steps.map(() => ({})),
      [values, switches],
    );
  });
});

/** Takes every value of the last step apart and compares it with what the reference engine computes. */
async function expectReferenceParts(program: Program, weights: ProgramWeights, inputs: Tensor[]): Promise<void> {
  const output = (await runProgram(program, weights, inputs)).at(-1)![0]!;
  const step = program.steps.at(-1)!;
  const { maps, pixels, at } = layout(step);
  for (let map = 0; map < maps; map++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const parts = outputParts(step, inputs, weights.at(-1)!, { pixel, map });
      expect(madeOf(parts!), `map ${map}, pixel ${pixel}`).toBeCloseTo(output.data[at(map, pixel)]!, 4);
    }
  }
}

test('every operator that can be taken apart is compared here', () => {
  const text = readFileSync(new URL(import.meta.url), 'utf8');
  const named = new Set([...text.matchAll(/operator: '(\w+)'/g)].map(([, name]) => name));
  const compared = new Set<string>([...windowed.map(({ name }) => name), ...named, 'maxUnpooling2d']);
  const apart = Object.keys(operators).filter((name) => isOperatorName(name) && hasOutputParts(name));
  expect(apart.filter((name) => !compared.has(name))).toEqual([]);
});

test('a tap in the padding meets nothing, one between the strides of a transposed convolution neither', () => {
  const placesOf = (operator: 'conv2d' | 'conv2dTranspose', config: Comparison['config'], pixel: number) => {
    const { program, weights, values } = askedLayer({ operator, config, inputs: [[3, 3, 1]], batch: 1 });
    return [...outputParts(program.steps.at(-1)!, values, weights.at(-1)!, { pixel, map: 0 })!.taps.places];
  };
  expect(placesOf('conv2d', { filters: 1, kernelSize: 3, padding: 'same' }, 0)).toEqual([
    -1, -1, -1, -1, 0, 1, -1, 3, 4,
  ]);
  // Of four taps of a 2×2 kernel with stride 2 exactly one reaches an output pixel.
  expect(placesOf('conv2dTranspose', { filters: 1, kernelSize: 2, strides: 2 }, 7)).toEqual([-1, -1, -1, 0]);
});
