// Made of the tables in core/operators by `npm run docs`.
import { type CommonConfig, defineLayer, type Layer } from '../layer.ts';
import type { Activation, Sizes, Training } from '../values.ts';

export type DenseConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Size of the output along the last axis. */
  readonly units: number;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
};

/** Fully connected. Every output is a weighted sum of all values along the last axis. On maps it works at each position by itself, like a 1×1 convolution. */
export function dense(config: DenseConfig): Layer {
  return defineLayer('dense', config);
}

export type EmbeddingConfig = CommonConfig & Training<'embeddingsInitializer' | 'embeddingsRegularizer' | 'embeddingsConstraint' | 'activityRegularizer'> & {
  /** How many integers there are, one more than the largest. */
  readonly inputDim: number;
  /** Length of the vectors. */
  readonly outputDim: number;
  /** Length of the sequences, where it is fixed. */
  readonly inputLength?: number | Sizes;
  /** Takes 0 for "nothing here", which recurrent layers then skip. Default `false`. */
  readonly maskZero?: boolean;
};

/** Embedding. Looks up a learned vector for every integer. */
export function embedding(config: EmbeddingConfig): Layer {
  return defineLayer('embedding', config);
}

export type RadialBasisConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint'> & {
  /** Number of vectors to compare with, which is the size of the output. */
  readonly units: number;
};

/** Euclidean radial basis units. Every output is the squared distance between the input and a vector of its own, Σ(x − w)²: the smallest one says which class the input is nearest to. Without bias and without activation. */
export function radialBasis(config: RadialBasisConfig): Layer {
  return defineLayer('radialBasis', config);
}
