// Made of the tables in core/operators by `npm run docs`.
import { type CommonConfig, defineLayer, type Layer } from '../layer.ts';
import type { Activation, Axis, Training } from '../values.ts';

export type ActivationConfig = CommonConfig & {
  /** The function. */
  readonly activation: Activation;
};

/** Activation. Applies one of the activation functions to every element. */
export function activation(config: ActivationConfig): Layer {
  return defineLayer('activation', config);
}

export type EluConfig = CommonConfig & {
  /** Value approached for very negative input, negated. Default `1`. */
  readonly alpha?: number;
};

/** Exponential linear unit. x for positive x and alpha·(eˣ − 1) for negative x. */
export function elu(config: EluConfig = {}): Layer {
  return defineLayer('elu', config);
}

export type LeakyReLUConfig = CommonConfig & {
  /** Slope for negative input. Default `0.3`. */
  readonly alpha?: number;
};

/** Leaky rectified linear unit. x for positive x and alpha·x for negative x, so that no unit is ever without gradient. */
export function leakyReLU(config: LeakyReLUConfig = {}): Layer {
  return defineLayer('leakyReLU', config);
}

export type PreluConfig = CommonConfig & Training<'alphaInitializer' | 'alphaRegularizer' | 'alphaConstraint'> & {
  /** Axes along which one slope serves all; [1, 2] gives one per channel of (N,H,W,C). Default `[]`. */
  readonly sharedAxes?: Axis;
};

/** Parametric rectified linear unit. A leaky ReLU whose slope is learned, one per element unless axes are shared. */
export function prelu(config: PreluConfig = {}): Layer {
  return defineLayer('prelu', config);
}

export type ReLUConfig = CommonConfig & {
  /** Largest output; without it there is none. */
  readonly maxValue?: number;
};

/** Rectified linear unit. max(0, x): passes positive values and clears the rest; `maxValue` caps it (6 gives ReLU6). */
export function reLU(config: ReLUConfig = {}): Layer {
  return defineLayer('reLU', config);
}

export type SoftmaxConfig = CommonConfig & {
  /** Axis that adds up to 1; TensorFlow.js takes 1 unless told. Default `1`. */
  readonly axis?: Axis;
};

/** Softmax. Exponentials divided by their sum along an axis: values become positive and add up to 1. */
export function softmax(config: SoftmaxConfig = {}): Layer {
  return defineLayer('softmax', config);
}

export type ThresholdedReLUConfig = CommonConfig & {
  /** The threshold. Default `1`. */
  readonly theta?: number;
};

/** Thresholded rectified linear unit. x where x exceeds theta, 0 elsewhere. */
export function thresholdedReLU(config: ThresholdedReLUConfig = {}): Layer {
  return defineLayer('thresholdedReLU', config);
}
