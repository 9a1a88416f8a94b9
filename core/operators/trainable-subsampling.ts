import { dimensionsOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { multiply, product } from '../vocabulary/dimension.ts';
import type { Operator } from '../vocabulary/operator.ts';
import { elementsOf, soleInput, splitMaps } from '../vocabulary/shape.ts';
import { windowed } from '../vocabulary/windowed.ts';
import { linearCost, withBias } from './conv.ts';
import { poolingAttributes, poolingWindows, windowedPooling } from './pooling.ts';

const { ceilMode: _ceilMode, dataFormat, ...windowAttributes } = poolingAttributes(2);

export const trainableSubsampling2d: Operator = {
  name: 'trainableSubsampling2d',
  title: '2-D trainable subsampling',
  doc: 'Adds up each window, multiplies the sum by one learned coefficient per channel and adds a learned bias. With the coefficient at 1/window it is average pooling.',
  source:
    'LeCun et al., Gradient-Based Learning Applied to Document Recognition, Proceedings of the IEEE 1998, section II.B',
  family: 'pooling',
  action: 'pooling',
  attributes: {
    ...windowAttributes,
    activation: rows.activation,
    useBias: rows.useBias,
    dataFormat: dataFormat!,
    ...rows.data({ coefficientInitializer: 'How the coefficients are drawn before training.' }),
    ...rows.biasData,
  },
  ...windowed({ rank: 2, windows: (attributes, input) => poolingWindows(2, attributes, input) }),
  weights: (attributes, inputs) => {
    const { channels } = splitMaps(soleInput(inputs, 4).input, attributes);
    const coefficient = { name: 'coefficient', shape: [channels], trainable: true, initializer: 'glorot' } as const;
    return withBias([coefficient], attributes, channels);
  },
  // Counted as the paper counts connections: as a depthwise convolution, whose taps happen to be one number.
  cost: (attributes, _, outputs) => {
    const taps = product(dimensionsOf(attributes, 'poolSize', 2));
    return linearCost(attributes, multiply(outputs[0] === undefined ? null : elementsOf(outputs[0]), taps), outputs);
  },
  summary: (attributes) => windowedPooling(2).summary(attributes),
};
