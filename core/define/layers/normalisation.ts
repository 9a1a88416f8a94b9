// Made of the tables in core/operators by `npm run docs`.
import { type CommonConfig, defineLayer, type Layer } from '../layer.ts';
import type { Axis, Training } from '../values.ts';

export type BatchNormalizationConfig = CommonConfig & Training<'betaInitializer' | 'gammaInitializer' | 'betaRegularizer' | 'gammaRegularizer' | 'betaConstraint' | 'gammaConstraint' | 'movingMeanInitializer' | 'movingVarianceInitializer'> & {
  /** The axis that keeps its own statistics: the channels. Default `-1`. */
  readonly axis?: number;
  /** How much of the moving statistics each batch keeps. Default `0.99`. */
  readonly momentum?: number;
  /** Added to the variance, so that nothing is divided by zero. Default `0.001`. */
  readonly epsilon?: number;
  /** Adds a learned offset (beta). Default `true`. */
  readonly center?: boolean;
  /** Multiplies by a learned factor (gamma). Default `true`. */
  readonly scale?: boolean;
};

/** Batch normalisation. Shifts and scales every channel to mean 0 and variance 1 over the batch, then by learned amounts. At inference the means and variances are the moving ones, and all of it is one multiplication and one addition. */
export function batchNormalization(config: BatchNormalizationConfig = {}): Layer {
  return defineLayer('batchNormalization', config);
}

export type GroupNormalizationConfig = CommonConfig & {
  /** Groups that the channels are split into. Default `32`. */
  readonly groups?: number;
  /** Added to the variance, so that nothing is divided by zero. Default `0.001`. */
  readonly epsilon?: number;
  /** Adds a learned offset (beta). Default `true`. */
  readonly center?: boolean;
  /** Multiplies by a learned factor (gamma). Default `true`. */
  readonly scale?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** Group normalisation. Shifts and scales each group of channels of an example to mean 0 and variance 1 over all its positions, then every channel by learned amounts. It does not depend on the batch. */
export function groupNormalization(config: GroupNormalizationConfig = {}): Layer {
  return defineLayer('groupNormalization', config);
}

export type InstanceNormalizationConfig = CommonConfig & {
  /** Added to the variance, so that nothing is divided by zero. Default `0.001`. */
  readonly epsilon?: number;
  /** Adds a learned offset (beta). Default `true`. */
  readonly center?: boolean;
  /** Multiplies by a learned factor (gamma). Default `true`. */
  readonly scale?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** Instance normalisation. Shifts and scales every map of an example by itself to mean 0 and variance 1, then by learned amounts: what removes contrast in style transfer. */
export function instanceNormalization(config: InstanceNormalizationConfig = {}): Layer {
  return defineLayer('instanceNormalization', config);
}

export type LayerNormalizationConfig = CommonConfig & Training<'betaInitializer' | 'gammaInitializer' | 'betaRegularizer' | 'gammaRegularizer' | 'betaConstraint' | 'gammaConstraint'> & {
  /** The axes that are normalised together; the channels unless given. Default `-1`. */
  readonly axis?: Axis;
  /** Added to the variance, so that nothing is divided by zero. Default `0.001`. */
  readonly epsilon?: number;
  /** Adds a learned offset (beta). Default `true`. */
  readonly center?: boolean;
  /** Multiplies by a learned factor (gamma). Default `true`. */
  readonly scale?: boolean;
};

/** Layer normalisation. Shifts and scales every example to mean 0 and variance 1 along the given axes, then by learned amounts. */
export function layerNormalization(config: LayerNormalizationConfig = {}): Layer {
  return defineLayer('layerNormalization', config);
}

export type LocalResponseNormalizationConfig = CommonConfig & {
  /** Channels to either side that are summed. Default `5`. */
  readonly depthRadius?: number;
  /** Keeps the divisor away from zero. Default `1`. */
  readonly bias?: number;
  /** Weight of the sum. Default `1`. */
  readonly alpha?: number;
  /** The exponent. Default `0.5`. */
  readonly beta?: number;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** Local response normalisation. Divides every value by (bias + alpha·Σx²)^beta, the sum going over the channels up to depthRadius away at the same position. */
export function localResponseNormalization(config: LocalResponseNormalizationConfig = {}): Layer {
  return defineLayer('localResponseNormalization', config);
}
