import { transposedPhases } from '../../lowering/transposed-phases.ts';
import type { Step } from '../../program.ts';
import { gatherAxes, scatterAxes } from '../../reference/geometry.ts';
import { axisOf, flag, isList, number, numberList, numbers, text } from '../../reference/kernel.ts';
import { activationCode, activationLayerCode, canonicalActivation, literal } from '../kernels/activation.ts';
import { type ConvolutionPreference, convolution } from '../kernels/convolution.ts';
import type { Convolution, WeightReader } from '../kernels/convolution-spec.ts';
import { dense } from '../kernels/dense.ts';
import { depthwise } from '../kernels/depthwise.ts';
import { broadcastable, MOST_INPUTS, mapElements, merge, parametricRelu, scaleShift } from '../kernels/elementwise.ts';
import { pooling } from '../kernels/pooling.ts';
import { concatenate, rearrange, reshape, type SourceAxis } from '../kernels/rearrange.ts';
import { globalPooling, layerNormalization, softmax } from '../kernels/reduction.ts';
import { gatherWindow, phaseAxis, pointwiseWindow, type Window } from '../kernels/window.ts';
import { type Layout, layoutOf, sameBytes } from '../layout.ts';
import type { Dispatch, PackedWeights } from '../shader.ts';

/** A tensor on the device. */
export interface Side {
  readonly buffer: number;
  readonly shape: readonly number[];
  readonly layout: Layout;
}

/** What an operator is planned from. */
export interface StepContext {
  readonly step: Step;
  readonly inputs: readonly Side[];
  readonly preference: ConvolutionPreference;
  output(): Side;
  /** A buffer that nobody reads after the step. */
  scratch(shape: readonly number[]): Side;
}

/** Launches; or that the output is the first input as it is; or why the device cannot do it. */
export type Planned = readonly Dispatch[] | 'same' | { readonly reason: string };

type Planner = (context: StepContext) => Planned;

/** What runs on the device. Operators that are not here run in the reference engine, and so does what a row refuses. */
export const PLANNERS: Readonly<Record<string, Planner>> = {
  conv1d: channelsLast((context) => convolutionLayer(context, 1)),
  conv2d: channelsLast((context) => convolutionLayer(context, 2)),
  depthwiseConv1d: channelsLast((context) => depthwiseLayer(context, 1)),
  depthwiseConv2d: channelsLast((context) => depthwiseLayer(context, 2)),
  separableConv1d: channelsLast((context) => separableLayer(context, 1)),
  separableConv2d: channelsLast((context) => separableLayer(context, 2)),
  conv1dTranspose: channelsLast((context) => transposedLayer(context, 1)),
  conv2dTranspose: channelsLast((context) => transposedLayer(context, 2)),
  dense: denseLayer,
  maxPooling1d: channelsLast((context) => poolingLayer(context, 'max', 1)),
  maxPooling2d: channelsLast((context) => poolingLayer(context, 'max', 2)),
  averagePooling1d: channelsLast((context) => poolingLayer(context, 'average', 1)),
  averagePooling2d: channelsLast((context) => poolingLayer(context, 'average', 2)),
  globalMaxPooling1d: channelsLast(({ inputs, output }) => [globalPooling('max', inputs[0], output())]),
  globalMaxPooling2d: channelsLast(({ inputs, output }) => [globalPooling('max', inputs[0], output())]),
  globalAveragePooling1d: channelsLast(({ inputs, output }) => [globalPooling('average', inputs[0], output())]),
  globalAveragePooling2d: channelsLast(({ inputs, output }) => [globalPooling('average', inputs[0], output())]),
  activation: (context) => activationOf(context, text(context.step, 'activation', 'linear')),
  reLU: activationLayer,
  leakyReLU: activationLayer,
  elu: activationLayer,
  thresholdedReLU: activationLayer,
  rescaling: activationLayer,
  prelu: preluLayer,
  softmax: softmaxLayer,
  batchNormalization: batchNormalizationLayer,
  layerNormalization: layerNormalizationLayer,
  add: mergeLayer('add'),
  subtract: mergeLayer('subtract'),
  multiply: mergeLayer('multiply'),
  average: mergeLayer('average'),
  maximum: mergeLayer('maximum'),
  minimum: mergeLayer('minimum'),
  concatenate: concatenateLayer,
  zeroPadding1d: channelsLast((context) => shifted(context, 'padding', -1)),
  zeroPadding2d: channelsLast((context) => shifted(context, 'padding', -1)),
  cropping1d: channelsLast((context) => shifted(context, 'cropping', 1)),
  cropping2D: channelsLast((context) => shifted(context, 'cropping', 1)),
  upSampling1d: channelsLast(upSamplingLayer),
  upSampling2d: channelsLast(upSamplingLayer),
  flatten: channelsLast(reshapeLayer),
  reshape: reshapeLayer,
  permute: permuteLayer,
  repeatVector: repeatVectorLayer,
  dropout: () => 'same',
  spatialDropout1d: () => 'same',
  spatialDropout2d: () => 'same',
  gaussianDropout: () => 'same',
  gaussianNoise: () => 'same',
  alphaDropout: () => 'same',
  activityRegularization: () => 'same',
};

function channelsLast(planner: Planner): Planner {
  return (context) =>
    context.step.attributes.dataFormat === 'channelsFirst' ? { reason: 'channels come first' } : planner(context);
}

/** Runs `launches` with the layer's activation in its store, or, for softmax, into a scratch buffer before it. */
function withActivation(context: StepContext, launches: (activation: string, output: Side) => Dispatch[]): Planned {
  const name = canonicalActivation(text(context.step, 'activation', 'linear'));
  const code = activationCode(name);
  const output = context.output();
  if (code) return launches(code, output);
  if (name !== 'softmax' && name !== 'logSoftmax') return { reason: `activation ${name}` };
  const before = context.scratch(output.shape);
  return [...launches(activationCode('linear')!, before), softmax(name, before, output)];
}

function convolutionLayer(context: StepContext, rank: 1 | 2): Planned {
  const { step, inputs } = context;
  const window = gatherWindow(gatherAxes(step, 'kernelSize', rank));
  const groups = number(step, 'groups', 1);
  const weight = kernelReader(window, 'kernel', flag(step, 'flip', false));
  return withActivation(context, (activation, output) => [
    convolution(
      { label: step.operator, input: inputs[0], output, window, groups, weightsKey: keyOf(step), weight, activation },
      context.preference,
    ),
  ]);
}

function depthwiseLayer(context: StepContext, rank: 1 | 2): Planned {
  return withActivation(context, (activation, output) => [
    depthwise(depthwisePart(context, context.inputs[0], output, rank, activation, true)),
  ]);
}

function depthwisePart(
  { step }: StepContext,
  input: Side,
  output: Side,
  rank: 1 | 2,
  activation: string,
  biased: boolean,
): Convolution {
  const window = gatherWindow(gatherAxes(step, 'kernelSize', rank));
  const [rows, columns] = window;
  const flip = flag(step, 'flip', false);
  // The kernel (…, C, M) in memory has the output channel c·M + m as its last axis.
  const weight: WeightReader = ({ depthwise_kernel, bias }) => ({
    at: (row, column, _, o) =>
      depthwise_kernel.data[tapOf(row, column, rows.taps, columns.taps, flip) * output.layout.channels + o],
    bias: (o) => (biased && bias ? bias.data[o] : 0),
  });
  const groups = input.layout.channels;
  return { label: step.operator, input, output, window, groups, weightsKey: keyOf(step), weight, activation };
}

function separableLayer(context: StepContext, rank: 1 | 2): Planned {
  const { step, inputs } = context;
  const channels = inputs[0].layout.channels * number(step, 'depthMultiplier', 1);
  const middle = context.scratch([...step.outputShapes[0].slice(0, -1), channels]);
  const first = depthwise(depthwisePart(context, inputs[0], middle, rank, activationCode('linear')!, false));
  return withActivation(context, (activation, output) => {
    const window = pointwiseWindow(middle.layout.pixels);
    const weight = kernelReader(window, 'pointwise_kernel', false);
    const weightsKey = `${keyOf(step)} pointwise`;
    const second = { label: step.operator, input: middle, output, window, groups: 1, weightsKey, weight, activation };
    return [first, convolution(second, context.preference)];
  });
}

function transposedLayer(context: StepContext, rank: 1 | 2): Planned {
  const { step, inputs } = context;
  const [, height, width] = scatterAxes(step, rank);
  if (height.dilation !== 1 || width.dilation !== 1) return { reason: 'a dilated transposed convolution' };
  const groups = number(step, 'groups', 1);
  const flip = flag(step, 'flip', false);
  const inChannels = inputs[0].layout.channels;
  const perGroup = inChannels / groups;
  const outPerGroup = step.outputShapes[0][rank + 1] / groups;
  return withActivation(context, (activation, output) =>
    transposedPhases(height).flatMap((rows) =>
      transposedPhases(width).map((columns) => {
        const weight: WeightReader = ({ kernel, bias }) => ({
          at: (row, column, i, o) => {
            const y = rows.first + row * height.stride;
            const x = columns.first + column * width.stride;
            const tap = tapOf(y, x, height.kernel, width.kernel, flip);
            const group = Math.floor(o / outPerGroup);
            return kernel.data[(tap * outPerGroup + (o % outPerGroup)) * inChannels + group * perGroup + i];
          },
          bias: (o) => bias?.data[o] ?? 0,
        });
        const weightsKey = `${keyOf(step)} phase ${rows.first},${columns.first}`;
        const window: Window = [phaseAxis(height, rows), phaseAxis(width, columns)];
        const phase = {
          label: step.operator,
          input: inputs[0],
          output,
          window,
          groups,
          weightsKey,
          weight,
          activation,
        };
        return convolution(phase, context.preference);
      }),
    ),
  );
}

/** A vector per example has a kernel of its own; more are a 1×1 convolution over all but the last axis. */
function denseLayer(context: StepContext): Planned {
  const { step, inputs } = context;
  const window = pointwiseWindow(inputs[0].layout.pixels);
  const weight = kernelReader(window, 'kernel', false);
  return withActivation(context, (activation, output) => {
    const weightsKey = keyOf(step);
    const layer = { label: 'dense', input: inputs[0], output, window, groups: 1, weightsKey, weight, activation };
    return [inputs[0].layout.pixels === 1 ? dense(layer) : convolution(layer, context.preference)];
  });
}

/** Kernel (…, Cin/g, Cout), bias (Cout). */
function kernelReader([rows, columns]: Window, name: string, flip: boolean): WeightReader {
  return (weights) => {
    const { data, shape } = weights[name];
    const [perGroup, outputs] = shape.slice(-2);
    return {
      at: (row, column, i, o) => data[(tapOf(row, column, rows.taps, columns.taps, flip) * perGroup + i) * outputs + o],
      bias: (o) => weights.bias?.data[o] ?? 0,
    };
  };
}

function tapOf(row: number, column: number, rows: number, columns: number, flip: boolean): number {
  return flip ? (rows - 1 - row) * columns + columns - 1 - column : row * columns + column;
}

function keyOf(step: Step): string {
  return `${step.operator}${flag(step, 'flip', false) ? ' flipped' : ''}`;
}

function poolingLayer({ step, inputs, output }: StepContext, kind: 'max' | 'average', rank: 1 | 2): Planned {
  if (flag(step, 'countIncludePad', false)) return { reason: 'an average that counts the padding' };
  return [pooling(kind, inputs[0], output(), gatherWindow(gatherAxes(step, 'poolSize', rank)))];
}

function activationOf({ inputs, output }: StepContext, name: string): Planned {
  const canonical = canonicalActivation(name);
  if (canonical === 'linear') return 'same';
  if (canonical === 'softmax' || canonical === 'logSoftmax') return [softmax(canonical, inputs[0], output())];
  const code = activationCode(name);
  return code ? [mapElements(canonical, code, inputs[0], output())] : { reason: `activation ${name}` };
}

function activationLayer({ step, inputs, output }: StepContext): Planned {
  const code = activationLayerCode(step);
  return code ? [mapElements(step.operator, code, inputs[0], output())] : { reason: step.operator };
}

function preluLayer({ step, inputs, output }: StepContext): Planned {
  const alpha = step.weights.find(({ name }) => name === 'alpha');
  if (!alpha) return { reason: 'PReLU without slopes' };
  const shape = [1, ...alpha.shape];
  const layout = layoutOf(shape);
  if (!broadcastable(layout, inputs[0].layout)) return { reason: 'slopes shared along one spatial axis only' };
  const packed = packRows('alpha', layout, (weights) => weights.alpha.data);
  return [parametricRelu(packed, layout, inputs[0], output())];
}

/** Row-major values of one example in the device's layout. */
function packRows(key: string, layout: Layout, read: (weights: WeightsOf) => ArrayLike<number>): PackedWeights {
  const floats = layout.vectors * 4;
  return {
    kind: 'weights',
    key,
    floats,
    pack(weights) {
      const values = read(weights);
      const packed = new Float32Array(floats);
      for (let p = 0; p < layout.pixels; p++) {
        for (let c = 0; c < layout.channels; c++) {
          packed[(Math.floor(c / 4) * layout.pixels + p) * 4 + (c % 4)] = values[p * layout.channels + c];
        }
      }
      return packed;
    },
  };
}

type WeightsOf = Parameters<PackedWeights['pack']>[0];

/** The layer's default axis is 1, as the reference engine has it. */
function softmaxLayer({ step, inputs, output }: StepContext): Planned {
  const axes = numberList(step.attributes.axis) ?? [number(step, 'axis', 1)];
  return onlyLast(axes, inputs[0].shape.length)
    ? [softmax('softmax', inputs[0], output())]
    : { reason: 'a softmax over other axes than the last' };
}

function onlyLast(axes: readonly number[], rank: number): boolean {
  return axes.length === 1 && axisOf(axes[0], rank) === rank - 1;
}

/** gamma·(x − mean)/√(variance + ε) + beta as one scale and one shift per channel, worked out in double precision. */
function batchNormalizationLayer({ step, inputs, output }: StepContext): Planned {
  const { layout, shape } = inputs[0];
  if (!onlyLast([number(step, 'axis', -1)], shape.length))
    return { reason: 'normalisation of another axis than the last' };
  const epsilon = number(step, 'epsilon', 1e-3);
  const weights = packPair(
    `batch normalisation ${epsilon}`,
    layout,
    ({ gamma, beta, moving_mean, moving_variance }) =>
      (c) => {
        const scale = (gamma?.data[c] ?? 1) / Math.sqrt(moving_variance.data[c] + epsilon);
        return [scale, (beta?.data[c] ?? 0) - moving_mean.data[c] * scale];
      },
  );
  return [scaleShift('batch normalisation', weights, inputs[0], output())];
}

function layerNormalizationLayer({ step, inputs, output }: StepContext): Planned {
  const { layout, shape } = inputs[0];
  const axes = numberList(step.attributes.axis) ?? [number(step, 'axis', -1)];
  if (!onlyLast(axes, shape.length)) return { reason: 'normalisation of other axes than the last' };
  const weights = packPair('layer normalisation', layout, ({ gamma, beta }) => (c) => [
    gamma?.data[c] ?? 1,
    beta?.data[c] ?? 0,
  ]);
  return [layerNormalization(inputs[0], output(), weights, literal(number(step, 'epsilon', 1e-3)))];
}

/** `[first: blocks][second: blocks]` of vec4. */
function packPair(
  key: string,
  { blocks, channels }: Layout,
  read: (weights: WeightsOf) => (channel: number) => readonly [number, number],
): PackedWeights {
  return {
    kind: 'weights',
    key,
    floats: blocks * 8,
    pack(weights) {
      const pair = read(weights);
      const packed = new Float32Array(blocks * 8);
      for (let c = 0; c < channels; c++) [packed[c], packed[blocks * 4 + c]] = pair(c);
      return packed;
    },
  };
}

function mergeLayer(kind: Parameters<typeof merge>[0]): Planner {
  return ({ inputs, output }) => {
    if (inputs.length > MOST_INPUTS) return { reason: `more than ${MOST_INPUTS} inputs` };
    const target = output();
    return inputs.every((input) => broadcastable(input.layout, target.layout))
      ? [merge(kind, inputs, target)]
      : { reason: 'inputs repeated along one spatial axis only' };
  };
}

function concatenateLayer({ step, inputs, output }: StepContext): Planned {
  const axis = axisOf(number(step, 'axis', -1), inputs[0].shape.length);
  return axis === 0 ? { reason: 'concatenation of batches' } : concatenate(inputs, output(), axis);
}

/** Zero padding (sign −1: the input is read before its place) and cropping (sign 1). */
function shifted({ step, inputs, output }: StepContext, attribute: 'padding' | 'cropping', sign: 1 | -1): Planned {
  const rank = inputs[0].shape.length;
  const value = step.attributes[attribute] ?? (attribute === 'padding' ? 1 : 0);
  const begins = Array.from({ length: rank - 2 }, (_, axis) => {
    if (!isList(value)) return value;
    const side = rank === 3 && numberList(value)?.length === 2 ? value[0] : value[axis];
    return isList(side) ? side[0] : side;
  });
  const axes = inputs[0].shape.map((_, axis): SourceAxis => {
    const begin = begins[axis - 1];
    return { from: axis, offset: typeof begin === 'number' && axis < rank - 1 ? sign * begin : 0 };
  });
  return [rearrange(step.operator, inputs[0], output(), axes)];
}

function upSamplingLayer({ step, inputs, output }: StepContext): Planned {
  if (text(step, 'interpolation', 'nearest') !== 'nearest') return { reason: 'bilinear interpolation' };
  const rank = inputs[0].shape.length;
  const size = numbers(step, 'size', rank - 2, 2);
  const axes = inputs[0].shape.map((_, axis): SourceAxis => ({ from: axis, divide: size[axis - 1] ?? 1 }));
  return [rearrange(step.operator, inputs[0], output(), axes)];
}

function reshapeLayer({ step, inputs, output }: StepContext): Planned {
  if (sameBytes(inputs[0].layout, layoutOf(step.outputShapes[0]))) return 'same';
  return [reshape(inputs[0], output())];
}

function permuteLayer({ step, inputs, output }: StepContext): Planned {
  const dims = numberList(step.attributes.dims);
  if (dims === null) return { reason: 'unknown axes' };
  const order = [0, ...dims];
  // Axis a of the input is read at the output's index along the axis that a went to.
  const axes = inputs[0].shape.map((_, axis): SourceAxis => ({ from: order.indexOf(axis) }));
  return [rearrange('permute', inputs[0], output(), axes)];
}

function repeatVectorLayer({ inputs, output }: StepContext): Planned {
  return [rearrange('repeatVector', inputs[0], output(), [{ from: 0 }, { from: 2 }])];
}
