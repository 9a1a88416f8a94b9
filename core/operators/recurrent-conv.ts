import { dimensionOf, dimensionsOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { scaleCost } from '../vocabulary/cost.ts';
import { add, multiply, product, subtract } from '../vocabulary/dimension.ts';
import type { Attributes, Operator, Shape, WindowAxis } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { elementsOf, soleInput, splitMaps } from '../vocabulary/shape.ts';
import { effectiveKernel, windowAxis } from '../vocabulary/window.ts';
import { windowed } from '../vocabulary/windowed.ts';
import { linearCost, summariseKernel, withBias } from './conv.ts';

export const recurrentConv2d: Operator = {
  name: 'recurrentConv2d',
  title: '2-D recurrent convolution',
  doc: 'One convolution applied several times to the input and its own last output side by side, which starts at zero. The weights are shared by all steps, and every step looks further.',
  source: 'Liang and Hu, Recurrent Convolutional Neural Network for Object Recognition, CVPR 2015',
  family: 'convolution',
  action: 'recurring',
  attributes: {
    filters: rows.filters,
    kernelSize: rows.kernelSize(2),
    steps: { kind: 'size', required: true, doc: 'How many times the convolution is applied.' },
    dilationRate: rows.dilationRate(2),
    activation: rows.activation,
    useBias: rows.useBias,
    dataFormat: rows.dataFormat,
    flip: rows.flip,
    ...rows.kernelData,
    ...rows.biasData,
  },
  ...windowed({
    rank: 2,
    windows: unrolledWindows,
    channels: (attributes) => dimensionOf(attributes, 'filters'),
  }),
  weights: (attributes, inputs) => {
    const filters = dimensionOf(attributes, 'filters');
    const shape = [...dimensionsOf(attributes, 'kernelSize', 2), stackedChannels(attributes, inputs), filters];
    return withBias([{ name: 'kernel', shape, trainable: true, initializer: 'glorot' }], attributes, filters);
  },
  // steps · ∏o · Cout · (Cin + Cout) · ∏k; bias and activation each step too.
  cost: (attributes, inputs, outputs) => {
    const taps = product(dimensionsOf(attributes, 'kernelSize', 2));
    const perOutput = multiply(stackedChannels(attributes, inputs), taps);
    const step = multiply(outputs[0] === undefined ? null : elementsOf(outputs[0]), perOutput);
    return scaleCost(linearCost(attributes, step, outputs), dimensionOf(attributes, 'steps'));
  },
  summary: (attributes) => {
    const filters = phrase('{0} filters', dimensionOf(attributes, 'filters'));
    const steps = phrase('{0} steps', dimensionOf(attributes, 'steps'));
    return [...summariseKernel(2, { ...attributes, strides: 1 }, filters), steps];
  },
};

/** The input's channels and the state's, which lie side by side. */
function stackedChannels(attributes: Attributes, inputs: readonly Shape[]): ReturnType<typeof add> {
  return add(splitMaps(soleInput(inputs, 4).input, attributes).channels, dimensionOf(attributes, 'filters'));
}

/**
 * All steps as one window. Each keeps the size and reaches K − 1 further, so that T of them see T·(K − 1) + 1.
 */
function unrolledWindows(attributes: Attributes, input: Shape): readonly WindowAxis[] {
  const kernel = dimensionsOf(attributes, 'kernelSize', 2);
  const dilation = dimensionsOf(attributes, 'dilationRate', 2);
  const steps = dimensionOf(attributes, 'steps');
  return splitMaps(input, attributes).spatial.map((size, axis) => {
    const further = subtract(effectiveKernel(kernel[axis]!, dilation[axis]!), 1);
    const once = windowAxis({ input: size, kernel: kernel[axis]!, dilation: dilation[axis]!, padding: 'same' });
    return {
      ...once,
      kernel: add(multiply(steps, further), 1),
      dilation: 1,
      padBegin: multiply(steps, once.padBegin),
      padEnd: multiply(steps, once.padEnd),
    };
  });
}
