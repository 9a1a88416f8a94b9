import { expect, it } from 'vitest';
import { readTypeScript } from '../../../../server/frontends/typescript/index.ts';
import type { Use } from '../../../../server/frontends/uses.ts';
import { tf } from '../../../oracle/index.ts';

/** Tensors to start from, and what is written behind them or around them: `x`, `y` stand for one of them each. */
const tensors = [
  ...['tf.scalar(2)', 'tf.zeros([3])', 'tf.ones([4])', 'tf.zeros([2, 3])', 'tf.ones([1, 3])', 'tf.fill([3, 2], 1)'],
  ...['tf.zeros([2, 2, 3])', 'tf.zeros([1, 4, 4, 3])', 'tf.zeros([2, 3, 1, 4])', 'tf.tensor([[1, 2], [3, 4]])'],
];

const ofOne = [
  ...['abs', 'relu', 'softmax', 'toInt', 'flatten', 'squeeze', 'transpose', 'reverse', 'expandDims', 'as1D'].map(
    (name) => `x.${name}()`,
  ),
  ...['sum', 'mean', 'max', 'argMax', 'unstack', 'expandDims', 'squeeze'].flatMap((name) =>
    [-3, -2, -1, 0, 1, 2, 3].map((axis) => `x.${name}(${axis})`),
  ),
  ...['[0, 1]', '[-1]', '[2, 1]'].flatMap((axes) => [
    `x.sum(${axes})`,
    `x.mean(${axes}, true)`,
    `tf.squeeze(x, ${axes})`,
  ]),
  ...['[6]', '[-1]', '[2, -1]', '[3, 2, 1]', '[-1, 4]', '[1, 12]', '[0]'].map((shape) => `x.reshape(${shape})`),
  ...['x.as2D(2, 3)', 'x.as3D(2, 1, 3)', 'x.as4D(1, 4, 4, 3)', 'tf.reshape(x, [12])'],
  ...['[1, 0]', '[0, 2, 1]', '[0, 3, 1, 2]', '[0, 1]'].map((order) => `x.transpose(${order})`),
  ...['(0, 1)', '([1], [2])', '([0, 1])', '(1)', '([0, 0, 0, 1], [-1, 2, -1, 1])'].map((args) => `x.slice${args}`),
  ...['x.tile([2, 1])', 'x.tile([2])', 'x.pad([[1, 1], [0, 2]])', 'tf.pad(x, [[1, 0]])'],
  ...[
    'x.gather(tf.tensor1d([0, 1, 1], "int32"))',
    'tf.gather(x, [0], 1)',
    'tf.oneHot(x.toInt(), 5)',
    'tf.oneHot(x, 5)',
  ],
  ...['tf.split(x, 2)', 'tf.split(x, 3, -1)', 'tf.split(x, [1, 2], 1)', 'tf.split(x, [1, 1])', 'x.split(2, 1)'],
  ...['tf.image.resizeBilinear(x, [5, 6])', 'x.resizeNearestNeighbor([2, 2])', 'tf.image.grayscaleToRGB(x)'],
  ...['x.conv2d(tf.ones([2, 3, 3, 5]), 1, "same")', 'tf.conv2d(x, tf.ones([2, 2, 4, 5]), [2, 1], "valid")'],
  ...[
    'tf.conv2d(x, tf.ones([2, 2, 3, 5]), 1, "valid", "NHWC", 2)',
    'x.depthwiseConv2d(tf.ones([3, 3, 3, 2]), 2, "same")',
  ],
  ...['x.maxPool(2, 2, "valid")', 'tf.avgPool(x, [3, 2], [1, 2], "same")', 'tf.maxPool(x, 2, 1, 0)'],
  ...['x.toFloat().div(255).sub([1, 2, 3])', 'x.add(1).neg().square().sqrt()', 'x.clipByValue(0, 1)', 'tf.onesLike(x)'],
];

const ofTwo = [
  ...['add', 'sub', 'mul', 'div', 'maximum', 'pow', 'equal', 'squaredDifference'].flatMap((name) => [
    `x.${name}(y)`,
    `tf.${name}(x, y)`,
  ]),
  ...['tf.stack([x, y])', 'tf.stack([x, y], 1)', 'tf.stack([x, y], -1)', 'x.stack(y)', 'tf.concat([x, y])'],
  ...['tf.concat([x, y], -1)', 'tf.concat([x, y], 1)', 'x.concat(y)', 'x.concat(y, -1)', 'tf.concat([x, y, x], 0)'],
  ...['tf.matMul(x, y)', 'x.matMul(y)', 'tf.matMul(x, y, true)', 'tf.matMul(x, y, false, true)', 'x.reshapeAs(y)'],
  ...['x.reshape(y.shape)', 'x.expandDims(0).add(y)', 'tf.stack(x.unstack(), 1).add(y)'],
];

const makers = [
  ...['tf.tensor1d([1, 2, 3])', 'tf.tensor2d([1, 2, 3, 4], [2, 2])', 'tf.tensor2d([1, 2, 3], [2, 2])'],
  ...['tf.tensor2d([[1], [2]])', 'tf.tensor2d([1, 2])', 'tf.tensor3d([[[1, 2]]])', 'tf.tensor3d([[1, 2]])'],
  ...['tf.tensor3d([[1, 2], [3, 4]], [2, 2, 1])', 'tf.tensor3d([[1, 2], [3, 4]], [2, 1, 2])', 'tf.tensor(5, [1, 1])'],
  ...['tf.tensor([1, 2], [3])', 'tf.tensor([[1, 2], [3, 4]], [4])', 'tf.tensor4d(new Float32Array(8), [1, 2, 2, 2])'],
  ...['tf.tensor4d(new Float32Array(9), [1, 2, 2, 2])', 'tf.tensor2d([new Uint8Array(3), new Uint8Array(3)])'],
  ...['tf.tensor(new Float32Array(200000), [2, 100000])', 'tf.tensor(new Float32Array(200000), [3, 100000])'],
  ...[
    'tf.range(0, 5)',
    'tf.range(0, 1, 0.3)',
    'tf.range(5, 0, -2)',
    'tf.linspace(0, 1, 7)',
    'tf.eye(3)',
    'tf.eye(2, 4)',
  ],
  ...['tf.tidy(() => tf.zeros([2, 3]))', 'tf.randomNormal([2, 5])', 'tf.randomUniform([4], 0, 9, "int32")'],
  ...['tf.tensor1d([true, false])', 'tf.tensor([[[]]])', 'tf.tensor(Array.from({ length: 6 }, (_, i) => [i, i]))'],
];

const expressions = [
  ...makers,
  ...tensors.flatMap((x) => ofOne.map((text) => text.replaceAll(/\bx\b/g, x))),
  ...tensors.flatMap((x) => tensors.flatMap((y) => ofTwo.map((text) => written(text, x, y)))),
];

function written(text: string, x: string, y: string): string {
  return text.replaceAll(/\b[xy]\b/g, (name) => (name === 'x' ? x : y));
}

const compared = expressions.map((text) => ({ text, found: ours(text), actual: real(text) }));

it('gives tensors the shapes that TensorFlow.js gives them', () => {
  const running = compared.filter(({ actual }) => actual !== 'throws');
  expect(running.filter(({ found, actual }) => !agrees(found, actual))).toEqual([]);
  expect(running.filter(({ found }) => found !== 'unknown').length).toBeGreaterThan(0.95 * running.length);
});

it('accuses nothing but what TensorFlow.js refuses, and most of that', () => {
  const refused = compared.filter(({ actual }) => actual === 'throws');
  const accused = compared.filter(({ found }) => found === 'throws');
  expect(accused.filter(({ actual }) => actual !== 'throws')).toEqual([]);
  expect(accused.length).toBeGreaterThan(0.6 * refused.length);
});

type Shapes = 'throws' | 'unknown' | readonly (readonly (number | null)[])[];

function agrees(found: Shapes, actual: Shapes): boolean {
  if (found === 'unknown') return true;
  if (typeof found === 'string' || typeof actual === 'string') return found === actual;
  return (
    found.length === actual.length &&
    found.every((shape, index) => {
      const other = actual[index] ?? [];
      return shape.length === other.length && shape.every((size, axis) => size === null || size === other[axis]);
    })
  );
}

function real(text: string): Shapes {
  try {
    return tf.tidy(() => {
      const made: tf.Tensor | tf.Tensor[] = new Function('tf', `return ${text}`)(tf);
      return [made].flat().map(({ shape }) => shape);
    });
  } catch {
    return 'throws';
  }
}

/** What is known of the tensors when a model is asked about them. */
function ours(text: string): Shapes {
  const program = `import * as tf from '@tensorflow/tfjs';
const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [1], units: 1 })] });
model.predict(${text});`;
  const { uses = [] } = readTypeScript('file:///shapes.ts', program, { read: () => null });
  if (uses.some(({ kind }) => kind === 'tensor')) return 'throws';
  const given = uses.find((use): use is Extract<Use, { kind: 'model-call' }> => use.kind === 'model-call')?.pairs[0]
    ?.inputs;
  const tensorsGiven = given?.kind === 'list' ? given.items : given ? [given] : [];
  const shapes = tensorsGiven.map((each) => (each.kind === 'tensor' ? each.shape : null));
  if (shapes.length === 0 || shapes.includes(null)) return 'unknown';
  return shapes.map((shape) => (shape ?? []).map((size) => (typeof size === 'number' ? size : null)));
}
