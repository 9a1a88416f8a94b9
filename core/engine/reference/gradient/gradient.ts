import type { Step } from '../../program.ts';
import type { Tensor } from '../../tensor.ts';
import type { KernelTable, Weights } from '../kernel.ts';
import { elements } from '../kernel.ts';
import { transpose } from '../layout.ts';

/** What a layer computed, and how much the result minds each of its outputs. */
export interface Backward {
  readonly step: Step;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly weights: Weights;
  /** ∂L/∂output, one per output. */
  readonly gradients: readonly Tensor[];
  readonly kernels: KernelTable;
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

/** Lets a gradient written for channels last serve channels first. */
export function channelsLastGradient(gradient: Gradient): Gradient {
  return (backward) => {
    const { step } = backward;
    if (step.attributes.dataFormat !== 'channelsFirst') return gradient(backward);
    const toLast = (tensor: Tensor) => moved(tensor, true);
    const shapes = (list: readonly (readonly number[])[]) =>
      list.map((shape) => orderOf(shape, true).map((i) => shape[i]));
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
    return { ...result, inputs: result.inputs.map((tensor) => moved(tensor, false)) };
  };
}

function moved(tensor: Tensor, toLast: boolean): Tensor {
  return transpose(tensor, orderOf(tensor.shape, toLast));
}

/** A pooled tensor (N, C) has no axes to move. */
function orderOf(shape: readonly number[], toLast: boolean): readonly number[] {
  const axes = shape.map((_, axis) => axis);
  if (axes.length < 3) return axes;
  const last = axes.length - 1;
  return toLast ? [0, ...axes.slice(2), 1] : [0, last, ...axes.slice(1, last)];
}
