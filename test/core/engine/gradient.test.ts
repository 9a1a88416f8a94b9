import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { ProgramWeights } from '../../../core/engine/backend.ts';
import { seededRandom } from '../../../core/engine/random.ts';
import { backpropagate } from '../../../core/engine/reference/gradient/backpropagate.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import { randomWeights } from '../../../core/engine/weights.ts';
import type { OperatorName } from '../../../core/operators/index.ts';
import type { LayerValue } from '../../../core/vocabulary/operator.ts';
import { tf } from '../../oracle/index.ts';
import { expectClose } from './close.ts';
import { compareGradients } from './compare-gradients.ts';
import { drawTensor } from './compare-layer.ts';
import { type Config, programOf, runProgram, singleLayerGraph } from './single-layer.ts';

type Row = readonly [operator: OperatorName, config: Config, ...inputs: (readonly number[])[]];

const layer = (operator: OperatorName, attributes: Config): LayerValue => ({ operator, attributes });

/** Layers that TF.js can differentiate. */
const differentiable: readonly Row[] = [
  ['conv1d', { filters: 4, kernelSize: 3, strides: 2, padding: 'same', activation: 'tanh' }, [9, 3]],
  ['conv2d', { filters: 4, kernelSize: [3, 2], strides: [1, 2], padding: 'same', activation: 'relu' }, [6, 7, 3]],
  ['conv2d', { filters: 3, kernelSize: 3, useBias: false, activation: 'sigmoid' }, [6, 7, 2]],
  ['conv2d', { filters: 3, kernelSize: 2, dataFormat: 'channelsFirst', activation: 'elu' }, [2, 6, 5]],
  ['conv3d', { filters: 3, kernelSize: 2, padding: 'same' }, [3, 4, 5, 2]],
  ['depthwiseConv2d', { kernelSize: 3, depthMultiplier: 2, strides: 2, padding: 'same' }, [7, 6, 3]],
  ['separableConv2d', { filters: 4, kernelSize: 3, depthMultiplier: 2, activation: 'selu' }, [6, 7, 2]],
  ['conv2dTranspose', { filters: 3, kernelSize: 3, strides: 2, padding: 'same', activation: 'softplus' }, [4, 5, 2]],
  ['conv2dTranspose', { filters: 2, kernelSize: [4, 3] }, [4, 5, 3]],
  ['dense', { units: 4, activation: 'softmax' }, [5]],
  ['dense', { units: 4, activation: 'swish' }, [3, 5]],
  ['maxPooling1d', { poolSize: 3, strides: 2 }, [9, 2]],
  ['maxPooling2d', { poolSize: 3, strides: 2, padding: 'same' }, [7, 6, 3]],
  ['maxPooling3d', { poolSize: 2 }, [4, 4, 5, 2]],
  ['averagePooling2d', { poolSize: 3, strides: 2 }, [7, 6, 3]],
  ['averagePooling2d', { poolSize: 2, dataFormat: 'channelsFirst' }, [3, 6, 5]],
  ['globalMaxPooling2d', {}, [4, 5, 3]],
  ['globalAveragePooling2d', {}, [4, 5, 3]],
  ['batchNormalization', {}, [4, 5, 3]],
  ['activation', { activation: 'relu6' }, [5, 3]],
  ['activation', { activation: 'gelu' }, [5, 3]],
  ['activation', { activation: 'mish' }, [5, 3]],
  ['activation', { activation: 'softsign' }, [5, 3]],
  ['leakyReLU', { alpha: 0.2 }, [5, 3]],
  ['add', {}, [4, 5, 3], [3]],
  ['multiply', {}, [4, 3], [4, 3], [4, 3]],
  ['average', {}, [4, 3], [4, 3]],
  ['concatenate', {}, [4, 3], [4, 2]],
  ['flatten', {}, [3, 4, 2]],
  ['permute', { dims: [2, 1] }, [3, 4]],
  [
    'zeroPadding2d',
    {
      padding: [
        [0, 1],
        [2, 1],
      ],
    },
    [3, 4, 2],
  ],
  [
    'cropping2D',
    {
      cropping: [
        [1, 0],
        [0, 1],
      ],
    },
    [5, 4, 2],
  ],
  ['upSampling2d', { size: [2, 2], interpolation: 'bilinear' }, [4, 4, 2]],
  ['repeatVector', { n: 3 }, [4]],
  ['softmax', {}, [5]],
  ['softmax', { axis: -1 }, [4, 5]],
  ['activation', { activation: 'logSoftmax' }, [4, 5]],
  ['prelu', {}, [4, 3]],
  ['prelu', { sharedAxes: [1, 2] }, [4, 5, 3]],
  ['layerNormalization', {}, [4, 6]],
  ['layerNormalization', { axis: [1, 2], epsilon: 0.01 }, [4, 6]],
  ['maximum', {}, [4, 3], [4, 3], [4, 3]],
  ['minimum', {}, [4, 5, 3], [4, 5, 3]],
  ['dot', { axes: 1 }, [5], [5]],
  ['dot', { axes: [2, 1] }, [3, 5], [5, 2]],
  ['dot', { axes: -1, normalize: true }, [5], [5]],
  ['simpleRNN', { units: 4 }, [5, 3]],
  ['simpleRNN', { units: 3, returnSequences: true, goBackwards: true, useBias: false, activation: 'softsign' }, [5, 2]],
  ['gru', { units: 4 }, [5, 3]],
  ['gru', { units: 3, returnSequences: true, recurrentActivation: 'sigmoid', activation: 'relu' }, [5, 3]],
  ['lstm', { units: 4 }, [5, 3]],
  ['lstm', { units: 3, returnSequences: true, goBackwards: true, recurrentActivation: 'sigmoid' }, [5, 3]],
  ['convLstm2d', { filters: 3, kernelSize: 3 }, [3, 6, 5, 2]],
  [
    'convLstm2d',
    { filters: 2, kernelSize: [2, 3], padding: 'same', returnSequences: true, useBias: false },
    [3, 5, 4, 2],
  ],
  ['timeDistributed', { layer: layer('dense', { units: 3, activation: 'tanh' }) }, [5, 2]],
  ['timeDistributed', { layer: layer('conv2d', { filters: 3, kernelSize: 2, strides: 2 }) }, [3, 6, 5, 2]],
];

const named = (rows: readonly Row[]) => rows.map((row) => ({ row, name: `${row[0]} ${JSON.stringify(row[1])}` }));

afterEach(() => tf.disposeVariables());

describe('backward passes give what TensorFlow.js gives', () => {
  test.each(named(differentiable))('$name', async ({ row: [operator, config, ...inputs] }) => {
    await compareGradients({ operator, config, inputs });
  });
});

/** The hard sigmoid of recurrent layers has kinks, and differences across a kink do not converge. */
const gates = { recurrentActivation: 'sigmoid' };

/** Layers that TF.js does not have, or has without these arguments. All smooth, so that differences converge. */
const ours: readonly Row[] = [
  ['constantOperand', { operation: 'multiply', shape: [3, 1] }, [4, 3, 2]],
  ['constantOperand', { operation: 'subtract', reversed: true, shape: [] }, [4, 3]],
  [
    'conv2d',
    {
      filters: 4,
      kernelSize: 3,
      groups: 2,
      padding: [
        [2, 0],
        [1, 1],
      ],
      activation: 'tanh',
    },
    [5, 6, 4],
  ],
  ['conv2d', { filters: 2, kernelSize: 3, dilationRate: 2, flip: true }, [6, 7, 3]],
  ['conv1d', { filters: 2, kernelSize: 3, padding: 'causal', activation: 'hardSwish' }, [7, 3]],
  ['conv2dTranspose', { filters: 4, kernelSize: 3, strides: 2, padding: 1, outputPadding: 1, groups: 2 }, [4, 3, 4]],
  ['conv2dTranspose', { filters: 2, kernelSize: 2, dilationRate: 2, flip: true }, [4, 3, 3]],
  ['conv1dTranspose', { filters: 2, kernelSize: 3, strides: 2 }, [5, 3]],
  ['depthwiseConv2d', { kernelSize: 3, dilationRate: 2, padding: 'full', activation: 'gelu' }, [5, 6, 2]],
  ['separableConv1d', { filters: 3, kernelSize: 3, flip: true }, [7, 2]],
  // TF.js's own backward pass divides by the whole window here, against its forward pass.
  ['averagePooling2d', { poolSize: 3, strides: 2, padding: 'same' }, [7, 6, 3]],
  ['averagePooling2d', { poolSize: 3, strides: 2, padding: 1, countIncludePad: true }, [6, 5, 2]],
  ['averagePooling2d', { poolSize: 2, strides: 2, ceilMode: true }, [5, 5, 2]],
  // Its CPU backend confuses height and width here, and gives other values for repeated ones.
  ['upSampling2d', { size: [2, 3] }, [3, 4, 2]],
  ['upSampling2d', { size: [2, 3], interpolation: 'bilinear' }, [3, 4, 2]],
  ['resizing', { height: 5, width: 7 }, [3, 4, 2]],
  ['channelShuffle', { groups: 3 }, [2, 2, 6]],
  ['slice', { begin: [1, 0, 1], size: [2, -1, 1] }, [4, 3, 3]],
  ['activation', { activation: 'gelu_new' }, [5, 3]],
  ['locallyConnected1d', { filters: 2, kernelSize: 3, padding: 'same', flip: true }, [5, 3]],
  ['locallyConnected2d', { filters: 2, kernelSize: [2, 3], strides: 2, activation: 'tanh' }, [5, 6, 2]],
  ['tiledConv2d', { filters: 2, kernelSize: 3, padding: 'same', tiles: 2 }, [5, 6, 2]],
  ['spatiallySeparableConv2d', { filters: 3, kernelSize: [3, 2], padding: 'same', activation: 'tanh' }, [5, 6, 2]],
  ['flattenedConv2d', { filters: 3, kernelSize: [3, 2], strides: 2, activation: 'sigmoid', flip: true }, [6, 6, 2]],
  ['recurrentConv2d', { filters: 2, kernelSize: 3, steps: 3, activation: 'tanh' }, [4, 5, 2]],
  ['lpPooling2d', { poolSize: 2, strides: 1, p: 3 }, [4, 5, 2]],
  ['adaptiveAveragePooling2d', { outputSize: [3, 2] }, [5, 7, 2]],
  ['adaptiveMaxPooling2d', { outputSize: [3, 2] }, [5, 7, 2]],
  ['crossChannelPooling', { poolSize: 3 }, [3, 4, 6]],
  ['maxPooling3d', { poolSize: [1, 2, 3], strides: 1 }, [3, 4, 5, 2]],
  ['conv3dTranspose', { filters: 2, kernelSize: 2, strides: [1, 2, 1], padding: 'same' }, [2, 3, 3, 2]],
  ['maxPoolingWithSwitches2d', { poolSize: 3, strides: 2 }, [5, 7, 2]],
  ['averageUnpooling2d', { poolSize: 3, strides: 2 }, [3, 2, 2]],
  ['stochasticPooling2d', { poolSize: 2 }, [4, 6, 2]],
  // TF.js has no backward pass for its `any`, and none for a layer normalisation without an offset.
  ['masking', {}, [4, 3]],
  ['layerNormalization', { center: false }, [3, 4, 6]],
  ['groupNormalization', { groups: 2 }, [4, 3, 6]],
  ['groupNormalization', { groups: 3, scale: false, dataFormat: 'channelsFirst' }, [6, 4, 3]],
  ['instanceNormalization', {}, [4, 3, 2]],
  ['localResponseNormalization', { depthRadius: 1, alpha: 0.5, beta: 0.75 }, [3, 2, 5]],
  ['dot', { axes: [2, 2], normalize: true }, [3, 4], [2, 4]],
  ['maximum', {}, [4, 5, 3], [1, 5, 1]],
  ['centerCrop', { height: 2, width: 4 }, [5, 8, 2]],
  ['centerCrop', { height: 7, width: 9 }, [5, 8, 2]],
  ['convLstm2d', { filters: 2, kernelSize: 3, padding: 'same', dataFormat: 'channelsFirst' }, [2, 3, 4, 3]],
  ['convLstm2d', { filters: 2, kernelSize: 2, strides: 2, returnState: true, ...gates }, [3, 5, 4, 2]],
  ['convLstm2dCell', { filters: 2, kernelSize: 3, padding: 'same', ...gates }, [4, 3, 2], [4, 3, 2], [4, 3, 2]],
  ['simpleRNNCell', { units: 3 }, [2], [3]],
  ['gruCell', { units: 3, ...gates }, [2], [3]],
  ['lstmCell', { units: 3, ...gates }, [2], [3], [3]],
  ['lstm', { units: 3, returnState: true, ...gates }, [4, 2], [3], [3]],
  ['gru', { units: 3, returnState: true, returnSequences: true, ...gates }, [4, 2], [3]],
  ['rnn', { cell: layer('lstmCell', { units: 3, ...gates }), goBackwards: true }, [4, 2]],
  [
    'rnn',
    { cell: [layer('gruCell', { units: 3, ...gates }), layer('lstmCell', { units: 2, ...gates })], returnState: true },
    [4, 2],
  ],
  [
    'stackedRNNCells',
    { cells: [layer('lstmCell', { units: 3, ...gates }), layer('simpleRNNCell', { units: 2 })] },
    [2],
    [2],
    [3],
    [3],
  ],
  ...['concat', 'sum', 'ave', 'mul'].map(
    (mergeMode): Row => [
      'bidirectional',
      { layer: layer('gru', { units: 3, returnSequences: true, ...gates }), mergeMode },
      [4, 2],
    ],
  ),
  ['bidirectional', { layer: layer('lstm', { units: 2, returnState: true, ...gates }) }, [4, 2]],
];

describe('backward passes are the limits of differences', () => {
  test.each(named(ours))('$name', async ({ row: [operator, config, ...shapes] }) => {
    const program = programOf(singleLayerGraph(operator, config, shapes), 2);
    const last = program.steps.length - 1;
    const random = seededRandom(4);
    // Stochastic pooling is defined for what a ReLU leaves.
    const lowest = operator === 'stochasticPooling2d' ? 0.2 : -1;
    const inputs = shapes.map((shape) => drawTensor([2, ...shape], () => lowest + (1 - lowest) * random.uniform()));
    const weights = randomWeights(program, 4);
    const values = await runProgram(program, weights, inputs);
    // Positions are no numbers that could move a little.
    const outputs = operator === 'maxPoolingWithSwitches2d' ? values[last].slice(0, 1) : values[last];
    for (const [output, { shape }] of outputs.entries()) {
      const slope = drawTensor(shape, () => random.uniform() - 0.5);
      const at = { step: last, output };
      const { values: back, weights: ofWeights } = backpropagate(program, weights, values, at, slope);
      const loss = async (x: readonly Tensor[], w: typeof weights) =>
        inner((await runProgram(program, w, x))[last][output], slope);
      /** Compares ⟨gradient, direction⟩ with the difference quotient along the direction. */
      const compare = async (value: Tensor, gradient: Tensor, at: (moved: Tensor) => Promise<number>, what: string) => {
        const direction = drawTensor(value.shape, () => random.uniform() - 0.5);
        const step = 0.01;
        const difference =
          ((await at(moved(value, direction, step))) - (await at(moved(value, direction, -step)))) / (2 * step);
        const expected = inner(gradient, direction);
        expect(Math.abs(difference - expected), `${what}: ${difference} against ${expected}`).toBeLessThan(
          2e-3 * (1 + Math.abs(expected)),
        );
      };
      for (const [i, input] of inputs.entries()) {
        const [gradient] = back[i];
        if (gradient === null) throw new Error('the input has no gradient');
        const replaced = (value: Tensor) => inputs.map((own, j) => (i === j ? value : own));
        await compare(input, gradient, (x) => loss(replaced(x), weights), `∂ input ${i}`);
      }
      for (const [name, own] of Object.entries(ofWeights[last])) {
        const replaced = (value: Tensor) => weights.map((w, i) => (i === last ? { ...w, [name]: value } : w));
        await compare(weights[last][name], own, (w) => loss(inputs, replaced(w)), `∂ ${name}`);
      }
    }
  });

  test('nothing comes back from a masked step', async () => {
    const program = programOf(singleLayerGraph('masking', {}, [[3, 2]]));
    const values = await runProgram(program, [{}, {}], [{ shape: [1, 3, 2], data: Float32Array.of(1, 0, 0, 0, 0, 2) }]);
    const slope = { shape: [1, 3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
    const [[gradient]] = backpropagate(program, [{}, {}], values, { step: 1, output: 0 }, slope).values;
    expect([...(gradient?.data ?? [])]).toEqual([1, 2, 0, 0, 5, 6]);
  });

  test('every row of an embedding collects what was looked up', async () => {
    const program = programOf(singleLayerGraph('embedding', { inputDim: 4, outputDim: 2 }, [[3]]));
    const weights = randomWeights(program, 2);
    const values = await runProgram(program, weights, [{ shape: [1, 3], data: Float32Array.of(2, 0, 2) }]);
    const slope = { shape: [1, 3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
    const result = backpropagate(program, weights, values, { step: 1, output: 0 }, slope);
    expect([...result.weights[1].embeddings.data]).toEqual([3, 4, 0, 0, 6, 8, 0, 0]);
  });

  test('the gradient of a kernel is the sum of the gradients at each position', async () => {
    const program = programOf(singleLayerGraph('conv2d', { filters: 2, kernelSize: 3 }, [[5, 5, 2]]));
    const random = seededRandom(8);
    const input = drawTensor([1, 5, 5, 2], () => random.uniform());
    const weights = randomWeights(program, 8);
    const values = await runProgram(program, weights, [input]);
    const slope = drawTensor([1, 3, 3, 2], () => random.uniform());
    const kernel = (own: Tensor) =>
      backpropagate(program, weights, values, { step: 1, output: 0 }, own).weights[1].kernel;
    const parts = Array.from({ length: 9 }, (_, position) =>
      kernel({ shape: slope.shape, data: slope.data.map((value, i) => (Math.floor(i / 2) === position ? value : 0)) }),
    );
    const summed = parts[0].data.map((_, i) => parts.reduce((sum, part) => sum + part.data[i], 0));
    expectClose({ shape: [3, 3, 2, 2], data: summed }, kernel(slope), 'sum over positions');
  });

  test('unpooling hands back the gradient at each switch', async () => {
    const program = programOf(
      singleLayerGraph('maxUnpooling2d', { poolSize: [1, 2] }, [
        [1, 2, 1],
        [1, 2, 1],
      ]),
    );
    const values = { shape: [1, 1, 2, 1], data: Float32Array.of(5, 7) };
    const switches = { shape: [1, 1, 2, 1], data: Float32Array.of(1, 2) };
    const forward = await runProgram(program, [{}, {}, {}], [values, switches]);
    const slope = { shape: [1, 1, 4, 1], data: Float32Array.of(1, 2, 3, 4) };
    const { values: back } = backpropagate(program, [{}, {}, {}], forward, { step: 2, output: 0 }, slope);
    expect([...(back[0][0]?.data ?? [])]).toEqual([2, 3]);
  });

  test('in a network, a value used twice gets both gradients', async () => {
    const program = programOf(singleLayerGraph('add', {}, [[3], [3]]), 1);
    const twice = {
      ...program,
      steps: program.steps.map((step, i) => (i === 2 ? { ...step, inputs: [step.inputs[0], step.inputs[0]] } : step)),
    };
    const input = drawTensor([1, 3], () => 1);
    const values = await runProgram(twice, [{}, {}, {}], [input, input]);
    const { values: back } = backpropagate(twice, [{}, {}, {}], values, { step: 2, output: 0 }, input);
    expect(back[0][0]?.data).toEqual(Float32Array.of(2, 2, 2));
    expect(back[1][0]).toBeNull();
  });

  test('what the gradient reaches is the receptive field', async () => {
    const axis = fc.record({
      kernel: fc.integer({ min: 1, max: 4 }),
      strides: fc.integer({ min: 1, max: 2 }),
      dilationRate: fc.integer({ min: 1, max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(axis, async ({ kernel, strides, dilationRate }) => {
        const config = { filters: 1, kernelSize: kernel, strides, dilationRate, useBias: false };
        const program = programOf(singleLayerGraph('conv1d', config, [[20, 1]]));
        const weights: ProgramWeights = [{}, { kernel: drawTensor([kernel, 1, 1], () => 1) }];
        const values = await runProgram(program, weights, [drawTensor([1, 20, 1], () => 1)]);
        const first = { shape: values[1][0].shape, data: values[1][0].data.map((_, i) => (i === 1 ? 1 : 0)) };
        const [[gradient]] = backpropagate(program, weights, values, { step: 1, output: 0 }, first).values;
        const reached = [...(gradient?.data ?? [])].flatMap((value, i) => (value === 0 ? [] : [i]));
        expect(reached).toEqual(Array.from({ length: kernel }, (_, tap) => strides + tap * dilationRate));
      }),
      { numRuns: 30, seed: 3 },
    );
  });

  test('names the layer that has no backward pass', async () => {
    const program = programOf(singleLayerGraph('categoryEncoding', { numTokens: 2 }, [[3]]));
    const weights = randomWeights(program, 1);
    const values = await runProgram(program, weights, [drawTensor([1, 3], () => 1)]);
    const run = () =>
      backpropagate(
        program,
        weights,
        values,
        { step: 1, output: 0 },
        drawTensor([1, 2], () => 1),
      );
    expect(run).toThrow("'categoryEncoding' has no backward pass");
  });
});

function inner(a: Tensor, b: Tensor): number {
  return a.data.reduce((sum, value, i) => sum + value * b.data[i], 0);
}

function moved(value: Tensor, direction: Tensor, step: number): Tensor {
  return { shape: value.shape, data: value.data.map((x, i) => x + step * direction.data[i]) };
}
