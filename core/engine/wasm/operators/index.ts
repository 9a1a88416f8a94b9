import { type Phase, transposedPhases } from '../../lowering/transposed-phases.ts';
import type { Step } from '../../program.ts';
import { activateBy } from '../../reference/activation.ts';
import { type Axes, type Axis, gatherAxes, scatterAxes, spatial } from '../../reference/geometry.ts';
import { axisOf, elements, flag, number, numbers, text } from '../../reference/kernel.ts';
import type { Builder } from '../builder.ts';
import { convolution } from '../kernels/convolution.ts';
import { depthwise } from '../kernels/depthwise.ts';
import { clampElements, type Merge, merge, scaleShift } from '../kernels/elementwise.ts';
import { pooling, staysInside } from '../kernels/pooling.ts';
import type { Clamp } from '../kernels/tile.ts';
import type { Work } from '../work.ts';

/** What a step is planned from; addresses of its inputs. */
export interface StepContext {
  readonly step: Step;
  readonly builder: Builder;
  readonly inputs: readonly number[];
  output(): number;
}

/** A kernel; or that the output is the first input as it is; or why the reference engine computes it. */
export type Planned = Work | 'same' | { readonly reason: string };

type Planner = (context: StepContext) => Planned;

/** What runs in WebAssembly. Operators that are not here run in the reference engine, and so does what a row refuses. */
export const PLANNERS: Readonly<Record<string, Planner>> = {
  conv1d: channelsLast((context) => convolutionLayer(context, 1)),
  conv2d: channelsLast((context) => convolutionLayer(context, 2)),
  conv1dTranspose: channelsLast((context) => transposedLayer(context, 1)),
  conv2dTranspose: channelsLast((context) => transposedLayer(context, 2)),
  depthwiseConv2d: channelsLast(depthwiseLayer),
  separableConv2d: channelsLast(separableLayer),
  dense: denseLayer,
  maxPooling1d: channelsLast((context) => poolingLayer(context, 'max', 1)),
  maxPooling2d: channelsLast((context) => poolingLayer(context, 'max', 2)),
  averagePooling1d: channelsLast((context) => poolingLayer(context, 'average', 1)),
  averagePooling2d: channelsLast((context) => poolingLayer(context, 'average', 2)),
  batchNormalization: batchNormalizationLayer,
  activation: activationLayer,
  reLU: reluLayer,
  add: mergeLayer('add'),
  subtract: mergeLayer('subtract'),
  multiply: mergeLayer('multiply'),
  average: mergeLayer('average'),
  maximum: mergeLayer('maximum'),
  minimum: mergeLayer('minimum'),
  flatten: channelsLast(() => 'same'),
  reshape: () => 'same',
  dropout: () => 'same',
  spatialDropout1d: () => 'same',
  spatialDropout2d: () => 'same',
  gaussianDropout: () => 'same',
  gaussianNoise: () => 'same',
  alphaDropout: () => 'same',
};

function channelsLast(planner: Planner): Planner {
  return (context) =>
    context.step.attributes.dataFormat === 'channelsFirst' ? { reason: 'channels come first' } : planner(context);
}

/** The activations that are bounds, and so cost nothing in a store. */
const CLAMPS: Readonly<Record<string, Clamp>> = {
  linear: { low: null, high: null },
  relu: { low: 0, high: null },
  relu6: { low: 0, high: 6 },
};

/**
 * Plans a layer with its activation: a bound in the kernel's store, or the reference engine's function over the output in
 * place, in double precision.
 */
function withActivation({ step }: StepContext, output: number, plan: (clamp: Clamp) => Work): Work {
  const name = text(step, 'activation', 'linear');
  const clamp = CLAMPS[name];
  if (clamp) return plan(clamp);
  const work = plan(CLAMPS.linear);
  const [shape] = step.outputShapes;
  return {
    load: work.load,
    run(call, memory) {
      work.run(call, memory);
      activateBy(name, { shape, data: memory.subarray(output / 4, output / 4 + elements(shape)) });
    },
  };
}

function convolutionLayer(context: StepContext, rank: 1 | 2): Planned {
  const { step, builder, inputs } = context;
  const axes = gatherAxes(step, 'kernelSize', rank);
  const [, rows, columns] = axes;
  const [batch, channels] = [step.inputShapes[0][0], step.inputShapes[0][rank + 1]];
  const filters = step.outputShapes[0][rank + 1];
  const groups = number(step, 'groups', 1);
  const flip = flag(step, 'flip', false);
  const perGroup = channels / groups;
  const output = context.output();
  return withActivation(context, output, (clamp) =>
    convolution(builder, {
      axes,
      batch,
      channels,
      filters,
      groups,
      clamp,
      input: inputs[0],
      output,
      reader: ({ kernel, bias }) => ({
        data: kernel.data,
        bias: bias?.data,
        index: (row, column, i, o) =>
          (tapOf(row, column, rows.kernel, columns.kernel, flip) * perGroup + i) * filters + o,
        stride: 1,
      }),
    }),
  );
}

/** One convolution per phase, its taps in reverse: input q + offset − t is input q − before + t′ with t′ = taps − 1 − t. */
function transposedLayer(context: StepContext, rank: 1 | 2): Planned {
  const { step, builder, inputs } = context;
  const [, height, width] = scatterAxes(step, rank);
  if (height.dilation !== 1 || width.dilation !== 1) return { reason: 'a dilated transposed convolution' };
  const [batch, channels] = [step.inputShapes[0][0], step.inputShapes[0][rank + 1]];
  const filters = step.outputShapes[0][rank + 1];
  const groups = number(step, 'groups', 1);
  const [perGroup, outPerGroup] = [channels / groups, filters / groups];
  const flip = flag(step, 'flip', false);
  const output = context.output();
  const phaseOf = (rows: Phase, columns: Phase, clamp: Clamp): Work =>
    convolution(builder, {
      axes: spatial([phaseAxis(height, rows), phaseAxis(width, columns)]),
      spread: {
        strides: [height.stride, width.stride],
        first: [rows.remainder, columns.remainder],
        size: [height.output, width.output],
      },
      batch,
      channels,
      filters,
      groups,
      clamp,
      input: inputs[0],
      output,
      reader: ({ kernel, bias }) => ({
        data: kernel.data,
        bias: bias?.data,
        index: (row, column, i, o) => {
          const y = rows.first + (rows.taps - 1 - row) * height.stride;
          const x = columns.first + (columns.taps - 1 - column) * width.stride;
          const tap = tapOf(y, x, height.kernel, width.kernel, flip) * outPerGroup + (o % outPerGroup);
          return tap * channels + Math.floor(o / outPerGroup) * perGroup + i;
        },
        stride: channels,
      }),
    });
  return withActivation(context, output, (clamp) =>
    inOrder(
      transposedPhases(height).flatMap((rows) =>
        transposedPhases(width).map((columns) => phaseOf(rows, columns, clamp)),
      ),
    ),
  );
}

function phaseAxis({ input }: Axis, { count, taps, offset }: Phase): Axis {
  const before = taps === 0 ? 0 : taps - 1 - offset;
  return { input, output: count, kernel: taps, stride: 1, dilation: 1, before };
}

function inOrder(works: readonly Work[]): Work {
  return {
    load(memory, weights) {
      for (const work of works) work.load(memory, weights);
    },
    run(call, memory) {
      for (const work of works) work.run(call, memory);
    },
  };
}

/** A product of matrices: every vector is a pixel of a 1×1 convolution. */
function denseLayer(context: StepContext): Planned {
  const { step, builder, inputs } = context;
  const [channels] = step.inputShapes[0].slice(-1);
  const [filters] = step.outputShapes[0].slice(-1);
  const pixels = elements(step.inputShapes[0]) / channels;
  const output = context.output();
  return withActivation(context, output, (clamp) =>
    convolution(builder, {
      axes: pointwiseAxes(pixels),
      batch: 1,
      channels,
      filters,
      groups: 1,
      clamp,
      input: inputs[0],
      output,
      reader: ({ kernel, bias }) => ({
        data: kernel.data,
        bias: bias?.data,
        index: (_row, _column, i, o) => i * filters + o,
        stride: 1,
      }),
    }),
  );
}

function tapOf(row: number, column: number, rows: number, columns: number, flip: boolean): number {
  return flip ? (rows - 1 - row) * columns + columns - 1 - column : row * columns + column;
}

/** Kernels up to 5×5 are unrolled; larger ones would spill their weights at every tile. */
const UNROLLED_TAPS = 25;

function depthwiseLayer(context: StepContext): Planned {
  const refusal = depthwiseRefusal(context.step);
  if (refusal) return refusal;
  const output = context.output();
  return withActivation(context, output, (clamp) => depthwisePart(context, output, clamp, true));
}

function depthwiseRefusal(step: Step): { readonly reason: string } | null {
  if (number(step, 'depthMultiplier', 1) !== 1) return { reason: 'several filters per channel' };
  const [rows, columns] = numbers(step, 'kernelSize', 2);
  return rows * columns > UNROLLED_TAPS ? { reason: `a depthwise kernel of more than ${UNROLLED_TAPS} taps` } : null;
}

function depthwisePart({ step, builder, inputs }: StepContext, output: number, clamp: Clamp, biased: boolean): Work {
  const [batch, , , channels] = step.inputShapes[0];
  const axes = gatherAxes(step, 'kernelSize', 2);
  const taps = axes[1].kernel * axes[2].kernel;
  const flip = flag(step, 'flip', false);
  return depthwise(builder, {
    axes,
    batch,
    channels,
    clamp,
    input: inputs[0],
    output,
    reader: ({ depthwise_kernel, bias }) => ({
      at: (tap, channel) => depthwise_kernel.data[(flip ? taps - 1 - tap : tap) * channels + channel],
      bias: (channel) => (biased && bias ? bias.data[channel] : 0),
    }),
  });
}

/** A depthwise convolution into memory that nobody else reads, then a 1×1 convolution over all its pixels. */
function separableLayer(context: StepContext): Planned {
  const { step, builder } = context;
  const refusal = depthwiseRefusal(step);
  if (refusal) return refusal;
  const channels = step.inputShapes[0][3];
  const [batch, rows, columns, filters] = step.outputShapes[0];
  const pixels = batch * rows * columns;
  const middle = builder.allocate(pixels * channels);
  const output = context.output();
  return withActivation(context, output, (clamp) =>
    inOrder([
      depthwisePart(context, middle, CLAMPS.linear, false),
      convolution(builder, {
        axes: pointwiseAxes(pixels),
        batch: 1,
        channels,
        filters,
        groups: 1,
        clamp,
        input: middle,
        output,
        reader: ({ pointwise_kernel, bias }) => ({
          data: pointwise_kernel.data,
          bias: bias?.data,
          index: (_row, _column, i, o) => i * filters + o,
          stride: 1,
        }),
      }),
    ]),
  );
}

/** One row of pixels under a window of one. */
function pointwiseAxes(pixels: number): Axes {
  return spatial([{ input: pixels, output: pixels, kernel: 1, stride: 1, dilation: 1, before: 0 }]);
}

function poolingLayer({ step, builder, inputs, output }: StepContext, kind: 'max' | 'average', rank: 1 | 2): Planned {
  const axes = gatherAxes(step, 'poolSize', rank);
  if (kind === 'average' && !staysInside(axes)) return { reason: 'an average over padding' };
  const [batch, channels] = [step.inputShapes[0][0], step.inputShapes[0][rank + 1]];
  return pooling(builder, { kind, axes, batch, channels, input: inputs[0], output: output() });
}

function batchNormalizationLayer({ step, builder, inputs, output }: StepContext): Planned {
  const [shape] = step.inputShapes;
  if (axisOf(number(step, 'axis', -1), shape.length) !== shape.length - 1) {
    return { reason: 'normalisation of another axis than the last' };
  }
  const channels = shape[shape.length - 1];
  const epsilon = number(step, 'epsilon', 1e-3);
  return scaleShift(builder, {
    channels,
    pixels: elements(shape) / channels,
    input: inputs[0],
    output: output(),
    reader:
      ({ gamma, beta, moving_mean, moving_variance }) =>
      (c) => {
        const scale = (gamma?.data[c] ?? 1) / Math.sqrt(moving_variance.data[c] + epsilon);
        return [scale, (beta?.data[c] ?? 0) - moving_mean.data[c] * scale];
      },
  });
}

function activationLayer({ step, builder, inputs, output }: StepContext): Planned {
  const name = text(step, 'activation', 'linear');
  const clamp = CLAMPS[name];
  if (name === 'linear') return 'same';
  return clamp
    ? clampElements(builder, clamp, inputs[0], output(), elements(step.outputShapes[0]))
    : { reason: `activation ${name}` };
}

function reluLayer({ step, builder, inputs, output }: StepContext): Planned {
  if (number(step, 'negativeSlope', 0) !== 0 || number(step, 'threshold', 0) !== 0) {
    return { reason: 'a rectifier with a slope or a threshold' };
  }
  const limit = step.attributes.maxValue;
  const clamp = { low: 0, high: typeof limit === 'number' ? limit : null };
  return clampElements(builder, clamp, inputs[0], output(), elements(step.outputShapes[0]));
}

function mergeLayer(kind: Merge): Planner {
  return ({ step, builder, inputs, output }) => {
    const same = step.inputShapes.every((shape) => shape.join() === step.outputShapes[0].join());
    if (!same || inputs.length < 2) return { reason: 'inputs of different shapes' };
    return merge(builder, kind, inputs, output(), elements(step.outputShapes[0]));
  };
}
