// Made of the tables in core/operators by `npm run docs`.
import { type CommonConfig, defineLayer, type Layer } from '../layer.ts';
import type { Axis, Sizes } from '../values.ts';

export type AddConfig = CommonConfig;

/** Addition. Adds its inputs element by element: the junction of residual networks. */
export function add(config: AddConfig = {}): Layer {
  return defineLayer('add', config);
}

export type AverageConfig = CommonConfig;

/** Average. Takes the mean of its inputs, element by element. */
export function average(config: AverageConfig = {}): Layer {
  return defineLayer('average', config);
}

export type ConcatenateConfig = CommonConfig & {
  /** Axis along which sizes add up; the last one unless given. Default `-1`. */
  readonly axis?: Axis;
};

/** Concatenation. Joins its inputs along one axis; all other sizes must agree. */
export function concatenate(config: ConcatenateConfig = {}): Layer {
  return defineLayer('concatenate', config);
}

export type ConstantOperandConfig = CommonConfig & {
  /** What is done with the two. Default `'multiply'`. */
  readonly operation?: 'add' | 'subtract' | 'multiply' | 'divide' | 'minimum' | 'maximum';
  /** Sizes of the constant; one value per channel unless given. */
  readonly shape?: Sizes;
  /** The constant comes first: it is subtracted from or divided, instead of the input. Default `false`. */
  readonly reversed?: boolean;
};

/** Arithmetic with a constant. Combines every value with a constant that is a weight: a bias, a scale per channel, a limit. The last axes of the constant are those of the input, and where its size is 1 one value serves the whole axis. */
export function constantOperand(config: ConstantOperandConfig = {}): Layer {
  return defineLayer('constantOperand', config);
}

export type DotConfig = CommonConfig & {
  /** The axis to contract, one for both inputs or one for each. */
  readonly axes: Axis;
  /** Divides both inputs by their length along the axis first, which gives the cosine of the angle. Default `false`. */
  readonly normalize?: boolean;
};

/** Dot product. Contracts two tensors along one axis of each: the sum of products over it. */
export function dot(config: DotConfig): Layer {
  return defineLayer('dot', config);
}

export type MaximumConfig = CommonConfig;

/** Maximum. Keeps the largest of its inputs, element by element. */
export function maximum(config: MaximumConfig = {}): Layer {
  return defineLayer('maximum', config);
}

export type MinimumConfig = CommonConfig;

/** Minimum. Keeps the smallest of its inputs, element by element. */
export function minimum(config: MinimumConfig = {}): Layer {
  return defineLayer('minimum', config);
}

export type MultiplyConfig = CommonConfig;

/** Multiplication. Multiplies its inputs element by element, as gates and attention do. */
export function multiply(config: MultiplyConfig = {}): Layer {
  return defineLayer('multiply', config);
}

export type SubtractConfig = CommonConfig;

/** Subtraction. Subtracts the second input from the first, element by element. */
export function subtract(config: SubtractConfig = {}): Layer {
  return defineLayer('subtract', config);
}
