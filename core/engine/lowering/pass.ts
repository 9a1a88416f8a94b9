import { told } from '../../vocabulary/told.ts';
import type { Step } from '../program.ts';
import { type Axes, type Axis, gatherAxes, scatterAxes, spatial } from '../reference/geometry.ts';
import { flag, number, type Weights } from '../reference/kernel.ts';
import type { Refusal } from './refusal.ts';
import type { StoredKernel } from './stored-kernel.ts';
import { type Phase, transposedPhases } from './transposed-phases.ts';

/**
 * An ordinary convolution: a layer is one pass over its input, a transposed convolution one per phase, a separable one
 * a depthwise and a pointwise pass.
 */
export interface Pass {
  /** Names the reading of the weights: passes of one name read the same tensors in the same way. */
  readonly name: string;
  /** Output q along an axis sums the inputs stride·q − before + dilation·t over the taps t. */
  readonly axes: Axes;
  readonly spread: Spread;
  readonly batch: number;
  readonly channels: number;
  readonly filters: number;
  readonly groups: number;
  kernel(weights: Weights): StoredKernel;
}

/** Where the outputs of a pass lie among all outputs of the layer; rows and columns. */
export interface Spread {
  /** Between two outputs of the pass. */
  readonly strides: readonly [number, number];
  /** Index of the pass's first output. */
  readonly first: readonly [number, number];
  /** Size of the whole output. */
  readonly size: readonly [number, number];
}

/** Kernel (…window, Cin/g, Cout). */
export function convolutionPass(step: Step, rank: 1 | 2): Pass {
  const axes = gatherAxes(step, 'kernelSize', rank);
  const [, rows, columns] = axes;
  const [input, output] = [step.inputShapes[0], step.outputShapes[0]];
  const [channels, filters] = [input[rank + 1], output[rank + 1]];
  const groups = number(step, 'groups', 1);
  const tap = tapOf(step, rows, columns);
  return {
    name: nameOf(step),
    axes,
    spread: whole(axes),
    batch: input[0],
    channels,
    filters,
    groups,
    kernel: ({ kernel, bias }) => ({
      data: kernel.data,
      bias: bias?.data,
      index: (row, column, i, o) => (tap(row, column) * (channels / groups) + i) * filters + o,
      stride: 1,
    }),
  };
}

/** Kernel (…window, C, M), in which output channel c·M + m is the last axis; every channel is a group. */
export function depthwisePass(step: Step, rank: 1 | 2, { biased }: { readonly biased: boolean }): Pass {
  const axes = gatherAxes(step, 'kernelSize', rank);
  const [, rows, columns] = axes;
  const channels = step.inputShapes[0][rank + 1];
  const filters = channels * number(step, 'depthMultiplier', 1);
  const tap = tapOf(step, rows, columns);
  const batch = step.inputShapes[0][0];
  return {
    name: nameOf(step),
    axes,
    spread: whole(axes),
    batch,
    channels,
    filters,
    groups: channels,
    kernel: ({ depthwise_kernel, bias }) => ({
      data: depthwise_kernel.data,
      bias: biased ? bias?.data : undefined,
      index: (row, column, _, o) => tap(row, column) * filters + o,
      stride: 1,
    }),
  };
}

/** A product of matrices, kernel (…, Cin, Cout): all pixels are one row under a window of one. */
export function pointwisePass(
  step: Step,
  name: 'kernel' | 'pointwise_kernel',
  { pixels, channels, filters }: { readonly pixels: number; readonly channels: number; readonly filters: number },
): Pass {
  const axes = spatial([{ input: pixels, output: pixels, kernel: 1, stride: 1, dilation: 1, before: 0 }]);
  return {
    name: `${step.operator} ${name}`,
    axes,
    spread: whole(axes),
    batch: 1,
    channels,
    filters,
    groups: 1,
    kernel: (weights) => ({
      data: weights[name].data,
      bias: weights.bias?.data,
      index: (_row, _column, i, o) => i * filters + o,
      stride: 1,
    }),
  };
}

/**
 * One pass per phase, kernel (…window, Cout/g, Cin). A phase reads input q + offset − t with its t-th element; with the
 * elements in reverse, t′ = taps − 1 − t, that is input q − before + t′ with before = taps − 1 − offset.
 */
export function transposedPasses(step: Step, rank: 1 | 2): readonly Pass[] | Refusal {
  const [, height, width] = scatterAxes(step, rank);
  if (height.dilation !== 1 || width.dilation !== 1) return { reason: told('a dilated transposed convolution') };
  return transposedPhases(height).flatMap((rows) =>
    transposedPhases(width).map((columns) => phasePass(step, rank, [height, rows], [width, columns])),
  );
}

type AxisPhase = readonly [axis: Axis, phase: Phase];

function phasePass(step: Step, rank: 1 | 2, [height, rows]: AxisPhase, [width, columns]: AxisPhase): Pass {
  const [channels, filters] = [step.inputShapes[0][rank + 1], step.outputShapes[0][rank + 1]];
  const groups = number(step, 'groups', 1);
  const [perGroup, outPerGroup] = [channels / groups, filters / groups];
  const tap = tapOf(step, height, width);
  return {
    name: `${nameOf(step)} in ${groups} groups, every ${height.stride},${width.stride} from ${rows.first},${columns.first}`,
    axes: spatial([phaseAxis(height, rows), phaseAxis(width, columns)]),
    spread: {
      strides: [height.stride, width.stride],
      first: [rows.remainder, columns.remainder],
      size: [height.output, width.output],
    },
    batch: step.inputShapes[0][0],
    channels,
    filters,
    groups,
    kernel: ({ kernel, bias }) => ({
      data: kernel.data,
      bias: bias?.data,
      index: (row, column, i, o) => {
        const y = rows.first + (rows.taps - 1 - row) * height.stride;
        const x = columns.first + (columns.taps - 1 - column) * width.stride;
        const place = tap(y, x) * outPerGroup + (o % outPerGroup);
        return place * channels + Math.floor(o / outPerGroup) * perGroup + i;
      },
      stride: channels,
    }),
  };
}

function phaseAxis({ input }: Axis, { count, taps, offset }: Phase): Axis {
  const before = taps === 0 ? 0 : taps - 1 - offset;
  return { input, output: count, kernel: taps, stride: 1, dilation: 1, before };
}

function whole([, rows, columns]: Axes): Spread {
  return { strides: [1, 1], first: [0, 0], size: [rows.output, columns.output] };
}

/** The stored element of tap (row, column): the opposite one where the layer turns its kernel around. */
function tapOf(step: Step, rows: Axis, columns: Axis): (row: number, column: number) => number {
  return flag(step, 'flip', false)
    ? (row, column) => (rows.kernel - 1 - row) * columns.kernel + columns.kernel - 1 - column
    : (row, column) => row * columns.kernel + column;
}

function nameOf(step: Step): string {
  return `${step.operator}${flag(step, 'flip', false) ? ' flipped' : ''}`;
}
