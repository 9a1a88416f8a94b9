/** Normalisation over the batch and over the features of an example. They share the learned factor and offset. */
import { axesOf, flagOf, numberOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import type { Dimension } from '../vocabulary/dimension.ts';
import type { AttributeSpec, Attributes, Inference, Operator, Shape, WeightSpec } from '../vocabulary/operator.ts';
import { pointwise } from '../vocabulary/pointwise.ts';
import { inferSingle, soleInput } from '../vocabulary/shape.ts';
import { told } from '../vocabulary/told.ts';
import { reachAcross } from './activation.ts';

/** What normalising layers with a learned factor and offset are told. */
export const affine: Readonly<Record<string, AttributeSpec>> = {
  epsilon: { kind: 'number', default: 0.001, doc: 'Added to the variance, so that nothing is divided by zero.' },
  center: { kind: 'boolean', default: true, doc: 'Adds a learned offset (beta).' },
  scale: { kind: 'boolean', default: true, doc: 'Multiplies by a learned factor (gamma).' },
};

const affineData = rows.data({
  betaInitializer: 'How the offset starts.',
  gammaInitializer: 'How the factor starts.',
  betaRegularizer: 'Penalty on the offset added to the loss.',
  gammaRegularizer: 'Penalty on the factor added to the loss.',
  betaConstraint: 'Projection applied to the offset after each update.',
  gammaConstraint: 'Projection applied to the factor after each update.',
});

export const batchNormalization: Operator = {
  ...pointwise({
    name: 'batchNormalization',
    title: 'Batch normalisation',
    doc: 'Shifts and scales every channel to mean 0 and variance 1 over the batch, then by learned amounts. At inference the means and variances are the moving ones, and all of it is one multiplication and one addition.',
    source: 'Ioffe and Szegedy, Batch Normalization, arXiv:1502.03167',
    family: 'normalisation',
    action: 'batch-normalising',
    operations: 2,
  }),
  attributes: {
    axis: { kind: 'integer', default: -1, doc: 'The axis that keeps its own statistics: the channels.' },
    momentum: { kind: 'number', default: 0.99, doc: 'How much of the moving statistics each batch keeps.' },
    ...affine,
    ...affineData,
    ...rows.data({
      movingMeanInitializer: 'How the moving mean starts.',
      movingVarianceInitializer: 'How the moving variance starts.',
    }),
  },
  infer: (attributes, inputs) => checkAxes(attributes, inputs),
  weights: (attributes, inputs) => {
    const { input } = soleInput(inputs, null);
    const axis = numberOf(attributes, 'axis');
    const shape = [axis === null ? null : (input.at(axis) ?? null)];
    return [
      ...affineWeights(attributes, shape),
      { name: 'moving_mean', shape, trainable: false, initializer: 'zeros' },
      { name: 'moving_variance', shape, trainable: false, initializer: 'ones' },
    ];
  },
};

export const layerNormalization: Operator = {
  ...pointwise({
    name: 'layerNormalization',
    title: 'Layer normalisation',
    doc: 'Shifts and scales every example to mean 0 and variance 1 along the given axes, then by learned amounts.',
    source: 'Ba et al., Layer Normalization, arXiv:1607.06450',
    family: 'normalisation',
    action: 'normalising',
    // Sum; difference, square, sum; quotient; factor and offset.
    operations: 7,
  }),
  attributes: {
    axis: { kind: 'axis', default: -1, doc: 'The axes that are normalised together; the channels unless given.' },
    ...affine,
    ...affineData,
  },
  infer: (attributes, inputs) => checkAxes(attributes, inputs),
  weights: (attributes, inputs) => {
    const { input } = soleInput(inputs, null);
    const shape = axesOf(attributes, 'axis')?.map((axis) => input.at(axis) ?? null) ?? [null];
    return affineWeights(attributes, shape);
  },
  reach: (attributes, inputs) => reachAcross(axesOf(attributes, 'axis'), attributes, soleInput(inputs, null).input),
};

/** gamma unless `scale` is off, beta unless `center` is off. */
export function affineWeights(attributes: Attributes, shape: readonly Dimension[]): readonly WeightSpec[] {
  const weights: WeightSpec[] = [];
  if (flagOf(attributes, 'scale') !== false)
    weights.push({ name: 'gamma', shape, trainable: true, initializer: 'ones' });
  if (flagOf(attributes, 'center') !== false)
    weights.push({ name: 'beta', shape, trainable: true, initializer: 'zeros' });
  return weights;
}

function checkAxes(attributes: Attributes, inputs: readonly Shape[]): Inference {
  return inferSingle(inputs, null, (input) => {
    const axes = axesOf(attributes, 'axis') ?? [];
    if (axes.every((axis) => axis >= -input.length && axis < input.length)) return { outputs: [input], facts: [] };
    const expected = told('an axis of the input, from {0} to {1}', -input.length, input.length - 1);
    const value = attributes.axis ?? null;
    return { outputs: [input], facts: [{ kind: 'invalid-argument', attribute: 'axis', value, expected }] };
  });
}
