/** Activation functions as layers. */
import { axesOf } from '../vocabulary/attribute-values.ts';
import { activationOps, costOf } from '../vocabulary/cost.ts';
import type { Dimension } from '../vocabulary/dimension.ts';
import type { Attributes, Operator, Reach, Shape } from '../vocabulary/operator.ts';
import { pointwise, summariseAttribute } from '../vocabulary/pointwise.ts';
import { channelAxis, elementsOf, isUnknownShape, soleInput } from '../vocabulary/shape.ts';

export const activation: Operator = {
  ...pointwise({
    name: 'activation',
    title: 'Activation',
    doc: 'Applies one of the activation functions to every element.',
    family: 'activation',
    operations: 1,
  }),
  attributes: { activation: { kind: 'activation', required: true, doc: 'The function.' } },
  cost: (attributes, _, outputs) =>
    costOf({ otherOps: activationOps(attributes, outputs[0] === undefined ? null : elementsOf(outputs[0])) }),
  summary: summariseAttribute('activation', '{0}'),
};

export const reLU = pointwise({
  name: 'reLU',
  title: 'Rectified linear unit',
  doc: 'max(0, x): passes positive values and clears the rest; `maxValue` caps it (6 gives ReLU6).',
  source: 'Nair and Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines, ICML 2010',
  family: 'activation',
  attributes: { maxValue: { kind: 'number', doc: 'Largest output; without it there is none.' } },
  operations: 1,
  summary: summariseAttribute('maxValue', 'at most {0}'),
});

export const leakyReLU = pointwise({
  name: 'leakyReLU',
  title: 'Leaky rectified linear unit',
  doc: 'x for positive x and alpha·x for negative x, so that no unit is ever without gradient.',
  source: 'Maas et al., Rectifier Nonlinearities Improve Neural Network Acoustic Models, ICML 2013',
  family: 'activation',
  attributes: { alpha: { kind: 'number', default: 0.3, doc: 'Slope for negative input.' } },
  operations: 1,
  summary: summariseAttribute('alpha', 'alpha {0}'),
});

export const elu = pointwise({
  name: 'elu',
  title: 'Exponential linear unit',
  doc: 'x for positive x and alpha·(eˣ − 1) for negative x.',
  source: 'Clevert et al., Fast and Accurate Deep Network Learning by Exponential Linear Units, arXiv:1511.07289',
  family: 'activation',
  attributes: { alpha: { kind: 'number', default: 1, doc: 'Value approached for very negative input, negated.' } },
  operations: 1,
  summary: summariseAttribute('alpha', 'alpha {0}'),
});

export const thresholdedReLU = pointwise({
  name: 'thresholdedReLU',
  title: 'Thresholded rectified linear unit',
  doc: 'x where x exceeds theta, 0 elsewhere.',
  source: 'Konda et al., Zero-bias autoencoders and the benefits of co-adapting features, arXiv:1402.3337',
  family: 'activation',
  attributes: { theta: { kind: 'number', default: 1, minimum: 0, doc: 'The threshold.' } },
  operations: 2,
  summary: summariseAttribute('theta', 'theta {0}'),
});

export const prelu = pointwise({
  name: 'prelu',
  title: 'Parametric rectified linear unit',
  doc: 'A leaky ReLU whose slope is learned, one per element unless axes are shared.',
  source: 'He et al., Delving Deep into Rectifiers, arXiv:1502.01852',
  family: 'activation',
  attributes: {
    sharedAxes: {
      kind: 'axis',
      default: [],
      doc: 'Axes along which one slope serves all; [1, 2] gives one per channel of (N,H,W,C).',
    },
    alphaInitializer: { kind: 'data', doc: 'How the slopes start.' },
    alphaRegularizer: { kind: 'data', doc: 'Penalty on the slopes added to the loss.' },
    alphaConstraint: { kind: 'data', doc: 'Projection applied to the slopes after each update.' },
  },
  operations: 1,
  weights: (attributes, inputs) => [
    { name: 'alpha', shape: slopeShape(attributes, inputs), trainable: true, initializer: 'zeros' },
  ],
});

export const softmax = pointwise({
  name: 'softmax',
  title: 'Softmax',
  doc: 'Exponentials divided by their sum along an axis: values become positive and add up to 1.',
  family: 'activation',
  attributes: { axis: { kind: 'axis', default: 1, doc: 'Axis that adds up to 1; TensorFlow.js takes 1 unless told.' } },
  operations: 3,
  reach: (attributes, inputs) => reachAcross(axesOf(attributes, 'axis'), attributes, soleInput(inputs, null).input),
  summary: summariseAttribute('axis', 'axis {0}'),
});

/** Pointwise for what works along the channels of a map, everything for what works along its spatial axes. */
export function reachAcross(axes: readonly number[] | null, attributes: Attributes, input: Shape): Reach {
  if (axes === null) return 'unknown';
  if (input.length < 3) return 'pointwise';
  const channels = channelAxis(attributes, input.length);
  return axes.every((axis) => (axis < 0 ? axis + input.length : axis) === channels) ? 'pointwise' : 'whole';
}

function slopeShape(attributes: Attributes, inputs: readonly Shape[]): readonly Dimension[] {
  const shared = axesOf(attributes, 'sharedAxes');
  const { input } = soleInput(inputs, null);
  // There are as many slopes as axes, so that even that is unknown here.
  if (isUnknownShape(input)) return [null];
  const sizes = input.slice(1);
  if (shared === null) return sizes.map(() => null);
  return sizes.map((size, at) => (shared.includes(at + 1) ? 1 : size));
}
