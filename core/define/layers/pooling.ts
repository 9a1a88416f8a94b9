// Made of the tables in core/operators by `npm run docs`.
import { type CommonConfig, defineLayer, type Layer, type Tensor } from '../layer.ts';
import type { Activation, PerAxis, PerSide, Sizes, Training } from '../values.ts';

export type AdaptiveAveragePooling2dConfig = CommonConfig & {
  /** Size of the output maps. */
  readonly outputSize: PerAxis<2>;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 2-D adaptive average pooling. Makes maps of a fixed size from maps of any: output i is the mean from ⌊i·n/o⌋ up to ⌈(i + 1)·n/o⌉. */
export function adaptiveAveragePooling2d(config: AdaptiveAveragePooling2dConfig): Layer {
  return defineLayer('adaptiveAveragePooling2d', config);
}

export type AdaptiveMaxPooling2dConfig = CommonConfig & {
  /** Size of the output maps. */
  readonly outputSize: PerAxis<2>;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 2-D adaptive max pooling. Makes maps of a fixed size from maps of any: output i is the largest value from ⌊i·n/o⌋ up to ⌈(i + 1)·n/o⌉. */
export function adaptiveMaxPooling2d(config: AdaptiveMaxPooling2dConfig): Layer {
  return defineLayer('adaptiveMaxPooling2d', config);
}

export type AveragePooling1dConfig = CommonConfig & {
  /** Extent of the window along each spatial axis. Default `2`. */
  readonly poolSize?: PerAxis<1>;
  /** Step between neighbouring windows; the window size unless given, smaller makes windows overlap. Default `poolSize`. */
  readonly strides?: PerAxis<1>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<1>;
  /** Rounds the number of windows up, so that the last one may hang over the end (Caffe, PyTorch). Default `false`. */
  readonly ceilMode?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Divides by the window size even where the window covers padding (PyTorch); TensorFlow divides by what it covers. Default `false`. */
  readonly countIncludePad?: boolean;
};

/** 1-D average pooling. Replaces each window by its mean. Padding is left out of the mean unless `countIncludePad` is set. No parameters; 2×2 with stride 2 drops 75% of the activations. */
export function averagePooling1d(config: AveragePooling1dConfig = {}): Layer {
  return defineLayer('averagePooling1d', config);
}

export type AveragePooling2dConfig = CommonConfig & {
  /** Extent of the window along each spatial axis. Default `2`. */
  readonly poolSize?: PerAxis<2>;
  /** Step between neighbouring windows; the window size unless given, smaller makes windows overlap. Default `poolSize`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Rounds the number of windows up, so that the last one may hang over the end (Caffe, PyTorch). Default `false`. */
  readonly ceilMode?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Divides by the window size even where the window covers padding (PyTorch); TensorFlow divides by what it covers. Default `false`. */
  readonly countIncludePad?: boolean;
};

/** 2-D average pooling. Replaces each window by its mean. Padding is left out of the mean unless `countIncludePad` is set. No parameters; 2×2 with stride 2 drops 75% of the activations. */
export function averagePooling2d(config: AveragePooling2dConfig = {}): Layer {
  return defineLayer('averagePooling2d', config);
}

export type AveragePooling3dConfig = CommonConfig & {
  /** Extent of the window along each spatial axis. Default `2`. */
  readonly poolSize?: PerAxis<3>;
  /** Step between neighbouring windows; the window size unless given, smaller makes windows overlap. Default `poolSize`. */
  readonly strides?: PerAxis<3>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<3>;
  /** Rounds the number of windows up, so that the last one may hang over the end (Caffe, PyTorch). Default `false`. */
  readonly ceilMode?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Divides by the window size even where the window covers padding (PyTorch); TensorFlow divides by what it covers. Default `false`. */
  readonly countIncludePad?: boolean;
};

/** 3-D average pooling. Replaces each window by its mean. Padding is left out of the mean unless `countIncludePad` is set. No parameters; 2×2 with stride 2 drops 75% of the activations. */
export function averagePooling3d(config: AveragePooling3dConfig = {}): Layer {
  return defineLayer('averagePooling3d', config);
}

export type AverageUnpooling2dConfig = CommonConfig & {
  /** Extent of the window along each spatial axis. Default `2`. */
  readonly poolSize?: PerAxis<2>;
  /** Step between neighbouring windows; the window size unless given, smaller makes windows overlap. Default `poolSize`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Height and width of the output, where pooling rounded; else the smallest that the windows cover. */
  readonly outputSize?: Sizes;
};

/** 2-D average unpooling. Spreads every value evenly over its window, an equal part to each position; parts that overlap add up. It is average pooling transposed. */
export function averageUnpooling2d(config: AverageUnpooling2dConfig = {}): Layer {
  return defineLayer('averageUnpooling2d', config);
}

export type CrossChannelPoolingConfig = CommonConfig & {
  /** Channels per group; the output has that many times fewer. */
  readonly poolSize: number;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** Cross-channel pooling (maxout). Keeps, at every position, the largest of each group of neighbouring channels. */
export function crossChannelPooling(config: CrossChannelPoolingConfig): Layer {
  return defineLayer('crossChannelPooling', config);
}

export type GlobalAveragePooling1dConfig = CommonConfig & {
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Keeps the spatial axes with size 1 instead of dropping them. Default `false`. */
  readonly keepDims?: boolean;
};

/** 1-D global average pooling. Reduces every channel to its mean, so that the size of the input no longer matters. */
export function globalAveragePooling1d(config: GlobalAveragePooling1dConfig = {}): Layer {
  return defineLayer('globalAveragePooling1d', config);
}

export type GlobalAveragePooling2dConfig = CommonConfig & {
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Keeps the spatial axes with size 1 instead of dropping them. Default `false`. */
  readonly keepDims?: boolean;
};

/** 2-D global average pooling. Reduces every channel to its mean, so that the size of the input no longer matters. */
export function globalAveragePooling2d(config: GlobalAveragePooling2dConfig = {}): Layer {
  return defineLayer('globalAveragePooling2d', config);
}

export type GlobalAveragePooling3dConfig = CommonConfig & {
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Keeps the spatial axes with size 1 instead of dropping them. Default `false`. */
  readonly keepDims?: boolean;
};

/** 3-D global average pooling. Reduces every channel to its mean, so that the size of the input no longer matters. */
export function globalAveragePooling3d(config: GlobalAveragePooling3dConfig = {}): Layer {
  return defineLayer('globalAveragePooling3d', config);
}

export type GlobalMaxPooling1dConfig = CommonConfig & {
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Keeps the spatial axes with size 1 instead of dropping them. Default `false`. */
  readonly keepDims?: boolean;
};

/** 1-D global max pooling. Reduces every channel to its largest value, so that the size of the input no longer matters. */
export function globalMaxPooling1d(config: GlobalMaxPooling1dConfig = {}): Layer {
  return defineLayer('globalMaxPooling1d', config);
}

export type GlobalMaxPooling2dConfig = CommonConfig & {
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Keeps the spatial axes with size 1 instead of dropping them. Default `false`. */
  readonly keepDims?: boolean;
};

/** 2-D global max pooling. Reduces every channel to its largest value, so that the size of the input no longer matters. */
export function globalMaxPooling2d(config: GlobalMaxPooling2dConfig = {}): Layer {
  return defineLayer('globalMaxPooling2d', config);
}

export type GlobalMaxPooling3dConfig = CommonConfig & {
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Keeps the spatial axes with size 1 instead of dropping them. Default `false`. */
  readonly keepDims?: boolean;
};

/** 3-D global max pooling. Reduces every channel to its largest value, so that the size of the input no longer matters. */
export function globalMaxPooling3d(config: GlobalMaxPooling3dConfig = {}): Layer {
  return defineLayer('globalMaxPooling3d', config);
}

export type LpPooling2dConfig = CommonConfig & {
  /** Extent of the window along each spatial axis. Default `2`. */
  readonly poolSize?: PerAxis<2>;
  /** Step between neighbouring windows; the window size unless given, smaller makes windows overlap. Default `poolSize`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Rounds the number of windows up, so that the last one may hang over the end (Caffe, PyTorch). Default `false`. */
  readonly ceilMode?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** The exponent. Default `2`. */
  readonly p?: number;
};

/** 2-D Lp pooling. The p-norm of each window, (Σ|x|ᵖ)^(1/p): p = 1 sums, p = 2 measures energy, a large p comes near the maximum. */
export function lpPooling2d(config: LpPooling2dConfig = {}): Layer {
  return defineLayer('lpPooling2d', config);
}

export type MaxPooling1dConfig = CommonConfig & {
  /** Extent of the window along each spatial axis. Default `2`. */
  readonly poolSize?: PerAxis<1>;
  /** Step between neighbouring windows; the window size unless given, smaller makes windows overlap. Default `poolSize`. */
  readonly strides?: PerAxis<1>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<1>;
  /** Rounds the number of windows up, so that the last one may hang over the end (Caffe, PyTorch). Default `false`. */
  readonly ceilMode?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 1-D max pooling. Keeps the largest value of each window. No parameters; 2×2 with stride 2 drops 75% of the activations. */
export function maxPooling1d(config: MaxPooling1dConfig = {}): Layer {
  return defineLayer('maxPooling1d', config);
}

export type MaxPooling2dConfig = CommonConfig & {
  /** Extent of the window along each spatial axis. Default `2`. */
  readonly poolSize?: PerAxis<2>;
  /** Step between neighbouring windows; the window size unless given, smaller makes windows overlap. Default `poolSize`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Rounds the number of windows up, so that the last one may hang over the end (Caffe, PyTorch). Default `false`. */
  readonly ceilMode?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 2-D max pooling. Keeps the largest value of each window. No parameters; 2×2 with stride 2 drops 75% of the activations. */
export function maxPooling2d(config: MaxPooling2dConfig = {}): Layer {
  return defineLayer('maxPooling2d', config);
}

export type MaxPooling3dConfig = CommonConfig & {
  /** Extent of the window along each spatial axis. Default `2`. */
  readonly poolSize?: PerAxis<3>;
  /** Step between neighbouring windows; the window size unless given, smaller makes windows overlap. Default `poolSize`. */
  readonly strides?: PerAxis<3>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<3>;
  /** Rounds the number of windows up, so that the last one may hang over the end (Caffe, PyTorch). Default `false`. */
  readonly ceilMode?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 3-D max pooling. Keeps the largest value of each window. No parameters; 2×2 with stride 2 drops 75% of the activations. */
export function maxPooling3d(config: MaxPooling3dConfig = {}): Layer {
  return defineLayer('maxPooling3d', config);
}

export type MaxPoolingWithSwitches2dConfig = CommonConfig & {
  /** Extent of the window along each spatial axis. Default `2`. */
  readonly poolSize?: PerAxis<2>;
  /** Step between neighbouring windows; the window size unless given, smaller makes windows overlap. Default `poolSize`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Rounds the number of windows up, so that the last one may hang over the end (Caffe, PyTorch). Default `false`. */
  readonly ceilMode?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 2-D max pooling with switches. Max pooling with a second output: for each maximum, its position in the input map, row by row. `maxUnpooling2d` needs it. */
export function maxPoolingWithSwitches2d(config: MaxPoolingWithSwitches2dConfig = {}): Layer<readonly [values: Tensor, switches: Tensor]> {
  return defineLayer<readonly [values: Tensor, switches: Tensor]>('maxPoolingWithSwitches2d', config);
}

export type MaxUnpooling2dConfig = CommonConfig & {
  /** Extent of the window along each spatial axis. Default `2`. */
  readonly poolSize?: PerAxis<2>;
  /** Step between neighbouring windows; the window size unless given, smaller makes windows overlap. Default `poolSize`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Height and width of the output, where pooling rounded; else the smallest that the windows cover. */
  readonly outputSize?: Sizes;
};

/** 2-D max unpooling. Puts every value back at the position that max pooling took it from, and zero elsewhere. Its inputs are the values and the switches. */
export function maxUnpooling2d(config: MaxUnpooling2dConfig = {}): Layer {
  return defineLayer('maxUnpooling2d', config);
}

export type StochasticPooling2dConfig = CommonConfig & Training<'seed'> & {
  /** Extent of the window along each spatial axis. Default `2`. */
  readonly poolSize?: PerAxis<2>;
  /** Step between neighbouring windows; the window size unless given, smaller makes windows overlap. Default `poolSize`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Rounds the number of windows up, so that the last one may hang over the end (Caffe, PyTorch). Default `false`. */
  readonly ceilMode?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 2-D stochastic pooling. In training picks one value of each window with a probability proportional to it; at inference takes the mean weighted by those probabilities, Σx²/Σx. Input must not be negative. */
export function stochasticPooling2d(config: StochasticPooling2dConfig = {}): Layer {
  return defineLayer('stochasticPooling2d', config);
}

export type TrainableSubsampling2dConfig = CommonConfig & Training<'coefficientInitializer' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Extent of the window along each spatial axis. Default `2`. */
  readonly poolSize?: PerAxis<2>;
  /** Step between neighbouring windows; the window size unless given, smaller makes windows overlap. Default `poolSize`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 2-D trainable subsampling. Adds up each window, multiplies the sum by one learned coefficient per channel and adds a learned bias. With the coefficient at 1/window it is average pooling. */
export function trainableSubsampling2d(config: TrainableSubsampling2dConfig = {}): Layer {
  return defineLayer('trainableSubsampling2d', config);
}
