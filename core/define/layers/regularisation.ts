// Made of the tables in core/operators by `npm run docs`.
import { type CommonConfig, defineLayer, type Layer } from '../layer.ts';
import type { Training } from '../values.ts';

export type AlphaDropoutConfig = CommonConfig & Training<'noiseShape'> & {
  /** Fraction that is dropped, between 0 and 1. */
  readonly rate: number;
};

/** Alpha dropout. Sets random values to the negative saturation of SELU during training, which keeps mean and variance. The identity at inference. */
export function alphaDropout(config: AlphaDropoutConfig): Layer {
  return defineLayer('alphaDropout', config);
}

export type DropoutConfig = CommonConfig & Training<'noiseShape' | 'seed'> & {
  /** Fraction that is dropped, between 0 and 1. */
  readonly rate: number;
};

/** Dropout. Clears random values during training and scales the rest up. The identity at inference. */
export function dropout(config: DropoutConfig): Layer {
  return defineLayer('dropout', config);
}

export type GaussianDropoutConfig = CommonConfig & {
  /** Fraction that is dropped, between 0 and 1. */
  readonly rate: number;
};

/** Gaussian dropout. Multiplies by random values around 1 during training. The identity at inference. */
export function gaussianDropout(config: GaussianDropoutConfig): Layer {
  return defineLayer('gaussianDropout', config);
}

export type GaussianNoiseConfig = CommonConfig & {
  /** Standard deviation of the noise. */
  readonly stddev: number;
};

/** Gaussian noise. Adds random values around 0 during training. The identity at inference. */
export function gaussianNoise(config: GaussianNoiseConfig): Layer {
  return defineLayer('gaussianNoise', config);
}

export type SpatialDropout1dConfig = CommonConfig & Training<'seed'> & {
  /** Fraction that is dropped, between 0 and 1. */
  readonly rate: number;
};

/** 1-D spatial dropout. Clears whole random channels of a sequence during training. The identity at inference. */
export function spatialDropout1d(config: SpatialDropout1dConfig): Layer {
  return defineLayer('spatialDropout1d', config);
}

export type SpatialDropout2dConfig = CommonConfig & Training<'seed'> & {
  /** Fraction that is dropped, between 0 and 1. */
  readonly rate: number;
};

/** 2-D spatial dropout. Clears whole random feature maps during training. The identity at inference. */
export function spatialDropout2d(config: SpatialDropout2dConfig): Layer {
  return defineLayer('spatialDropout2d', config);
}
