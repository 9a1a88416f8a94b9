/** Convolutions. The kernel's operand says how many channels go in and out. */
import * as l10n from '@vscode/l10n';
import {
  type Dimension,
  floorDivide,
  isKnown,
  multiply,
  printDimension,
} from '../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../core/vocabulary/operator.ts';
import { integerAttribute, textAttribute } from '../node-def.ts';
import { asOperator, type Operation, type Outcome, outcome, type Rules, unknownOutcome } from '../operation.ts';
import { openSizes, type Tensor, tensor } from '../tensor.ts';
import { fusedInto } from './fused.ts';
import { channelsOf, dataFormat, paddingAttribute, spatialAttribute } from './window-attributes.ts';

export const convolutions: Rules = {
  Conv2D: (operation) => convolution(operation, 2),
  _FusedConv2D: (operation) => convolution(operation, 2),
  Conv3D: (operation) => convolution(operation, 3),
  Conv1D: convolution1d,
  DepthwiseConv2d: depthwise,
  DepthwiseConv2dNative: depthwise,
  FusedDepthwiseConv2dNative: depthwise,
  Conv2DBackpropInput: transposed,
  Dilation2D: dilation,
};

function convolution(operation: Operation, rank: 2 | 3): Outcome {
  const { def, inputs } = operation;
  const kernel = kernelShape(inputs[1], rank);
  const fused = fusedInto(operation);
  if (fused === null) return unknownOutcome(l10n.t('what is fused into it cannot be read'));
  const channels = channelsOf(def, inputs[0]?.shape ?? null);
  const groups = groupsOf(channels, kernel[rank]!);
  const made = asOperator(
    operation,
    rank === 2 ? 'conv2d' : 'conv3d',
    {
      filters: kernel[rank + 1]!,
      kernelSize: kernel.slice(0, rank),
      strides: spatialAttribute(def, 'strides', rank),
      dilationRate: spatialAttribute(def, 'dilations', rank),
      padding: paddingAttribute(def, rank),
      groups,
      activation: fused.activation,
      useBias: fused.useBias,
      dataFormat: dataFormat(def),
    },
    { weights: { kernel: 1, ...fused.weights }, runs: fused.runs && isConstant(inputs[1]) },
  );
  const perOutput = multiply(kernel[rank]!, taps(kernel, rank));
  return { ...withKernel(made, perOutput), ...channelProblem(channels, kernel[rank]!, groups) };
}

/** An operation of TensorFlow.js's own: `stride` and `dilation` are single numbers. */
function convolution1d(operation: Operation): Outcome {
  const { def, inputs } = operation;
  const kernel = kernelShape(inputs[1], 1);
  return asOperator(
    operation,
    'conv1d',
    {
      filters: kernel[2]!,
      kernelSize: [kernel[0]!],
      strides: [integerAttribute(def, 'stride') ?? 1],
      dilationRate: [integerAttribute(def, 'dilation') ?? 1],
      padding: textAttribute(def, 'padding')?.toLowerCase() ?? null,
      useBias: false,
    },
    { weights: { kernel: 1 }, runs: isConstant(inputs[1]) },
  );
}

function depthwise(operation: Operation): Outcome {
  const { def, inputs } = operation;
  const kernel = kernelShape(inputs[1], 2);
  const fused = fusedInto(operation);
  if (fused === null) return unknownOutcome(l10n.t('what is fused into it cannot be read'));
  const made = asOperator(
    withChannels(operation, kernel[2]!),
    'depthwiseConv2d',
    {
      kernelSize: kernel.slice(0, 2),
      depthMultiplier: kernel[3]!,
      strides: spatialAttribute(def, 'strides', 2),
      dilationRate: spatialAttribute(def, 'dilations', 2),
      padding: paddingAttribute(def, 2),
      activation: fused.activation,
      useBias: fused.useBias,
      dataFormat: dataFormat(def),
    },
    { weights: { depthwise_kernel: 1, ...fused.weights }, runs: fused.runs && isConstant(inputs[1]) },
  );
  return { ...made, ...channelProblem(channelsOf(def, inputs[0]?.shape ?? null), kernel[2]!, 1) };
}

/** The gradient of a convolution by its input, which a transposed convolution is. Its output's shape is an operand. */
function transposed(operation: Operation): Outcome {
  const { def, inputs } = operation;
  const [sizes, filter, gradient] = inputs;
  const kernel = kernelShape(filter, 2);
  const natural = asOperator(
    operation,
    'conv2dTranspose',
    {
      filters: kernel[2]!,
      kernelSize: kernel.slice(0, 2),
      strides: spatialAttribute(def, 'strides', 2),
      padding: paddingAttribute(def, 2),
      useBias: false,
      dataFormat: dataFormat(def),
    },
    { data: [2], weights: { kernel: 1 }, runs: isConstant(filter) },
  );
  const asked = sizes?.values;
  // Without the operand's values the channels are still the kernel's and the batch the gradient's.
  const shape: Shape = asked?.length === 4 ? asked : [gradient?.shape?.[0] ?? null, null, null, kernel[2]!];
  // The batch is the input's, whatever the operand says of it.
  const same = natural.outputs[0]?.shape?.every((size, axis) => axis === 0 || sameSize(size, shape[axis] ?? null));
  if (same === true) return natural;
  const why = asked ? undefined : l10n.t('the size of its output is not known');
  const pixels = gradient?.shape ? multiply(gradient.shape[1] ?? null, gradient.shape[2] ?? null) : null;
  const macs = multiply(pixels, multiply(taps(kernel, 2), multiply(kernel[2]!, kernel[3]!)));
  return outcome([tensor(shape)], { cost: { macs }, reach: natural.reach, why });
}

/** Morphological dilation: the largest sum of value and kernel under the window. Its windows are a pooling's. */
function dilation(operation: Operation): Outcome {
  const { def, inputs } = operation;
  const kernel = inputs[1]?.shape ?? openSizes(3);
  const { same: _, ...made } = asOperator(operation, 'depthwiseConv2d', {
    kernelSize: kernel.slice(0, 2),
    strides: spatialAttribute(def, 'strides', 2),
    dilationRate: spatialAttribute(def, 'rates', 2),
    padding: paddingAttribute(def, 2),
    useBias: false,
  });
  const otherOps = multiply(2, made.cost.macs);
  return { ...made, cost: { macs: 0, biasAdds: 0, otherOps } };
}

function sameSize(a: Dimension, b: Dimension): boolean {
  return a !== null && b !== null && printDimension(a) === printDimension(b);
}

function kernelShape(operand: Tensor | undefined, rank: number): Shape {
  return operand?.shape?.length === rank + 2 ? operand.shape : openSizes(rank + 2);
}

function taps(kernel: Shape, rank: number): Dimension {
  return kernel.slice(0, rank).reduce(multiply, 1);
}

/** A kernel for fewer channels than there are is applied in groups. */
function groupsOf(channels: Dimension, perGroup: Dimension): Dimension {
  if (channels === null || !isKnown(perGroup) || perGroup < 1) return 1;
  const groups = floorDivide(channels, perGroup);
  return isKnown(groups) && groups >= 1 ? groups : 1;
}

function channelProblem(channels: Dimension, perGroup: Dimension, groups: Dimension): Pick<Outcome, 'problem'> {
  const expected = multiply(perGroup, groups);
  if (!isKnown(channels) || !isKnown(expected) || channels === expected) return {};
  return { problem: l10n.t('its kernel is for {0} channels, and its input has {1}', expected, channels) };
}

/** A depthwise kernel names the channels, also where the input's are unknown. */
function withChannels(operation: Operation, channels: Dimension): Operation {
  const [input, ...rest] = operation.inputs;
  if (input?.shape?.length !== 4 || channelsOf(operation.def, input.shape) !== null) return operation;
  const axis = dataFormat(operation.def) === 'channelsFirst' ? 1 : 3;
  const shape = input.shape.map((size, at) => (at === axis ? channels : size));
  return { ...operation, inputs: [{ ...input, shape }, ...rest] };
}

/** Multiply-adds from the kernel alone, where the input's channels are unknown. */
function withKernel(made: Outcome, perOutput: Dimension): Outcome {
  if (made.cost.macs !== null) return made;
  const shape = made.outputs[0]?.shape;
  if (!shape) return made;
  return { ...made, cost: { ...made.cost, macs: multiply(perOutput, shape.slice(1).reduce(multiply, 1)) } };
}

function isConstant(operand: Tensor | undefined): boolean {
  return operand?.constant != null;
}
