/** Pooling undone: max pooling that remembers its positions, and what puts values back there. */
import { dimensionsOf, shapeOf } from '../vocabulary/attribute-values.ts';
import { elementwiseCost, NO_COST } from '../vocabulary/cost.ts';
import { isKnown, printDimension, product, same, subtract } from '../vocabulary/dimension.ts';
import type { AttributeSpec, Attributes, Operator, Shape, WindowAxis } from '../vocabulary/operator.ts';
import { soleInput, splitMaps } from '../vocabulary/shape.ts';
import { told } from '../vocabulary/told.ts';
import { axisPaddings, transposedWindowAxis, windowAxis } from '../vocabulary/window.ts';
import { windowed } from '../vocabulary/windowed.ts';
import { poolingAttributes, windowedPooling } from './pooling.ts';

export const maxPoolingWithSwitches2d: Operator = {
  ...windowedPooling(2),
  name: 'maxPoolingWithSwitches2d',
  title: '2-D max pooling with switches',
  doc: 'Max pooling with a second output: for each maximum, its position in the input map, row by row. `maxUnpooling2d` needs it.',
  source: 'Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, arXiv:1311.2901',
  attributes: poolingAttributes(2),
  infer: (attributes, inputs, table) => {
    const { outputs, facts } = windowedPooling(2).infer(attributes, inputs, table);
    return { outputs: [...outputs, ...outputs], facts };
  },
  cost: (attributes, _, outputs) =>
    elementwiseCost(outputs[0], subtract(product(dimensionsOf(attributes, 'poolSize', 2)), 1)),
};

const { ceilMode: _ceilMode, ...unpoolingAttributes } = poolingAttributes(2);
const outputSize: AttributeSpec = {
  kind: 'shape',
  doc: 'Height and width of the output, where pooling rounded; else the smallest that the windows cover.',
};

export const maxUnpooling2d: Operator = {
  name: 'maxUnpooling2d',
  title: '2-D max unpooling',
  doc: 'Puts every value back at the position that max pooling took it from, and zero elsewhere. Its inputs are the values and the switches.',
  source: 'Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, arXiv:1311.2901',
  family: 'pooling',
  takes: 'image',
  action: 'resampling',
  attributes: { ...unpoolingAttributes, outputSize },
  infer: (attributes, inputs, table) => {
    const [values, switches] = inputs;
    if (inputs.length !== 2 || values === undefined || switches === undefined) {
      const fact = {
        kind: 'input-count',
        expected: told('two inputs, values and switches'),
        actual: inputs.length,
      } as const;
      return { outputs: [[]], facts: [fact] };
    }
    const { outputs, facts } = unpooling.infer(attributes, [values], table);
    const axis = values.findIndex((size, at) => same(size, switches[at] ?? null) === false);
    return { outputs, facts: axis < 0 ? facts : [...facts, { kind: 'shape-mismatch', inputs, axis }] };
  },
  weights: () => [],
  cost: () => NO_COST,
  reach: (attributes, inputs, table) => unpooling.reach(attributes, inputs.slice(0, 1), table),
  summary: (attributes) => windowedPooling(2).summary(attributes),
};

export const averageUnpooling2d: Operator = {
  name: 'averageUnpooling2d',
  title: '2-D average unpooling',
  doc: 'Spreads every value evenly over its window, an equal part to each position; parts that overlap add up. It is average pooling transposed.',
  source: 'Dumoulin and Visin, A guide to convolution arithmetic for deep learning, arXiv:1603.07285, chapter 4',
  family: 'pooling',
  takes: 'image',
  action: 'resampling',
  attributes: { ...unpoolingAttributes, outputSize },
  infer: (attributes, inputs, table) => unpooling.infer(attributes, inputs, table),
  weights: () => [],
  // One division per input value and one addition for each position of its window.
  cost: (attributes, inputs) => {
    const taps = product(dimensionsOf(attributes, 'poolSize', 2));
    return elementwiseCost(soleInput(inputs, 4).input, subtract(taps, -1));
  },
  reach: (attributes, inputs, table) => unpooling.reach(attributes, inputs, table),
  summary: (attributes) => windowedPooling(2).summary(attributes),
};

const unpooling = windowed({
  rank: 2,
  windows: unpoolingWindows,
  facts: (attributes, _, windows) => {
    const value = shapeOf(attributes, 'outputSize');
    const fits = windows.every((axis) => value === null || poolsBack(axis));
    const sizes = windows.map((axis) => printDimension(axis.input)).join('×');
    const expected = told('a size that pools to {0}', sizes);
    return fits ? [] : [{ kind: 'invalid-argument', attribute: 'outputSize', value, expected }];
  },
});

function poolsBack({ input, output, kernel, stride, padBegin, padEnd }: WindowAxis): boolean {
  const pooled = windowAxis({ input: output, kernel, stride, padding: [padBegin, padEnd] });
  return same(pooled.output, input) !== false;
}

/** o = (n − 1)·s + k − pb − pe, unless `outputSize` says which of the sizes that pool to n it was. */
function unpoolingWindows(attributes: Attributes, input: Shape): readonly WindowAxis[] {
  const kernel = dimensionsOf(attributes, 'poolSize', 2);
  const stride = dimensionsOf(attributes, 'strides', 2);
  const padding = axisPaddings(attributes.padding, 2);
  const asked = shapeOf(attributes, 'outputSize');
  const { spatial } = splitMaps(input, attributes);
  return spatial.map((size, axis) => {
    const options = { input: size, kernel: kernel[axis]!, stride: stride[axis]!, padding: padding[axis]! };
    const natural = transposedWindowAxis({ ...options, outputPadding: 0 });
    const output = asked?.[axis];
    if (output === undefined || !isKnown(output)) return natural;
    return { ...natural, output, outputPadding: subtract(output, natural.output) };
  });
}
