import type { OperatorName } from '../../../operators/index.ts';
import type { Step } from '../../program.ts';
import type { Tensor } from '../../tensor.ts';
import { elements, type KernelTable, type Weights } from '../kernel.ts';
import { transpose } from '../layout.ts';

/** What a layer computed, and the gradients of the loss with respect to its outputs. */
export interface Backward {
  readonly step: Step;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly weights: Weights;
  /** ∂L/∂output, one per output. */
  readonly gradients: readonly Tensor[];
  readonly kernels: KernelTable;
  /** Lets wrappers run the layer that they wrap backwards. */
  readonly passes: GradientTable;
}

/** Null where an operator has no backward pass. */
export type GradientTable = Readonly<Record<OperatorName, Gradient | null>>;

/** @throws TypeError where the operator has no backward pass */
export function passOf(operator: OperatorName, passes: GradientTable): Gradient {
  const pass = passes[operator];
  if (pass === null) throw new TypeError(`'${operator}' has no backward pass`);
  return pass;
}

export interface Gradients {
  /** ∂L/∂input, one per input. */
  readonly inputs: readonly Tensor[];
  /** ∂L/∂weight, for the trainable ones, by name. */
  readonly weights: Weights;
}

/** The backward pass of one operator, in double precision like the forward one. */
export type Gradient = (backward: Backward) => Gradients;

/** A tensor of sums that are not yet rounded. */
export interface Sums {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export function sumsLike({ shape }: { readonly shape: readonly number[] }): Sums {
  return { shape, data: new Float64Array(elements(shape)) };
}

export function rounded({ shape, data }: Sums): Tensor {
  return { shape, data: Float32Array.from(data) };
}

/**
 * Lets a gradient written for channels last serve channels first. `leading` axes (batch, or batch and time) come before
 * the channel.
 */
export function channelsLastGradient(gradient: Gradient, leading: 1 | 2 = 1): Gradient {
  return (backward) => {
    const { step } = backward;
    if (step.attributes.dataFormat !== 'channelsFirst') return gradient(backward);
    const rank = step.inputShapes[0].length - leading - 1;
    const toLast = (tensor: Tensor) => transpose(tensor, orderOf(tensor.shape, rank, true));
    const shapes = (list: readonly (readonly number[])[]) =>
      list.map((shape) => orderOf(shape, rank, true).map((i) => shape[i]));
    const result = gradient({
      ...backward,
      step: {
        ...step,
        attributes: { ...step.attributes, dataFormat: 'channelsLast' },
        inputShapes: shapes(step.inputShapes),
        outputShapes: shapes(step.outputShapes),
      },
      inputs: backward.inputs.map(toLast),
      outputs: backward.outputs.map(toLast),
      gradients: backward.gradients.map(toLast),
    });
    const inputs = result.inputs.map((tensor) => transpose(tensor, orderOf(tensor.shape, rank, false)));
    return { ...result, inputs };
  };
}

/** The channel comes before `rank` spatial axes, or after them. A tensor without them (a pooled one) stays as it is. */
function orderOf(shape: readonly number[], rank: number, toLast: boolean): readonly number[] {
  const axes = shape.map((_, axis) => axis);
  const [channel, last] = [axes.length - rank - 1, axes.length - 1];
  if (channel < 1) return axes;
  return toLast
    ? [...axes.slice(0, channel), ...axes.slice(channel + 1), channel]
    : [...axes.slice(0, channel), last, ...axes.slice(channel, last)];
}

export function addTo(sums: Float64Array, { data }: Tensor): void {
  for (let i = 0; i < data.length; i++) sums[i] += data[i];
}
