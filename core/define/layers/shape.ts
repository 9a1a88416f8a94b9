// Made of the tables in core/operators by `npm run docs`.
import { type CommonConfig, defineLayer, type Layer, type Tensor } from '../layer.ts';
import type { Axis, PerAxis, PerSide, Sizes } from '../values.ts';

export type ChannelShuffleConfig = CommonConfig & {
  /** Number of groups that the channels came in. */
  readonly groups: number;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** Channel shuffle. Deals the channels out anew, as if they stood in a table of `groups` rows that is read by columns. Between grouped convolutions it lets every group see all others. */
export function channelShuffle(config: ChannelShuffleConfig): Layer {
  return defineLayer('channelShuffle', config);
}

export type Cropping1dConfig = CommonConfig & {
  /** How much to cut off: one number, one per axis, or [before, after] per axis. */
  readonly cropping: PerSide<1>;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 1-D cropping. Cuts rows and columns off the borders of every map. */
export function cropping1d(config: Cropping1dConfig): Layer {
  return defineLayer('cropping1d', config);
}

export type Cropping2DConfig = CommonConfig & {
  /** How much to cut off: one number, one per axis, or [before, after] per axis. */
  readonly cropping: PerSide<2>;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 2-D cropping. Cuts rows and columns off the borders of every map. */
export function cropping2D(config: Cropping2DConfig): Layer {
  return defineLayer('cropping2D', config);
}

export type Cropping3dConfig = CommonConfig & {
  /** How much to cut off: one number, one per axis, or [before, after] per axis. */
  readonly cropping: PerSide<3>;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 3-D cropping. Cuts rows and columns off the borders of every map. */
export function cropping3d(config: Cropping3dConfig): Layer {
  return defineLayer('cropping3d', config);
}

export type DepthToSpaceConfig = CommonConfig & {
  /** Side of the square; its area must divide the channels. */
  readonly blockSize: number;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** Depth to space (pixel shuffle). Lays the channels of each position out as a square of `blockSize` pixels a side. Behind a convolution it enlarges maps with all the work done at the small size: sub-pixel convolution. */
export function depthToSpace(config: DepthToSpaceConfig): Layer {
  return defineLayer('depthToSpace', config);
}

export type FlattenConfig = CommonConfig & {
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** Flatten. Lays all values of an example out in one row, which a fully connected layer can read. */
export function flatten(config: FlattenConfig = {}): Layer {
  return defineLayer('flatten', config);
}

export type MaskingConfig = CommonConfig & {
  /** The value that means "nothing here". Default `0`. */
  readonly maskValue?: number;
};

/** Masking. Marks the steps whose features all equal a value, so that later layers skip them, and clears them. */
export function masking(config: MaskingConfig = {}): Layer {
  return defineLayer('masking', config);
}

export type PermuteConfig = CommonConfig & {
  /** The old axes in their new order, counted from 1; the batch stays in front. */
  readonly dims: Sizes;
};

/** Permute. Puts the axes in another order. */
export function permute(config: PermuteConfig): Layer {
  return defineLayer('permute', config);
}

export type RepeatVectorConfig = CommonConfig & {
  /** How many times. */
  readonly n: number;
};

/** Repeat vector. Repeats a vector n times along a new axis of steps. */
export function repeatVector(config: RepeatVectorConfig): Layer {
  return defineLayer('repeatVector', config);
}

export type ReshapeConfig = CommonConfig & {
  /** New sizes without the batch; one of them may be −1, to be worked out. */
  readonly targetShape: Sizes;
};

/** Reshape. Reads the same values in the same order into other sizes. */
export function reshape(config: ReshapeConfig): Layer {
  return defineLayer('reshape', config);
}

export type SliceConfig = CommonConfig & {
  /** First index along each axis, the batch left out. */
  readonly begin: Sizes;
  /** Extent along each axis, the batch left out; −1 takes all that is left. */
  readonly size: Sizes;
};

/** Slice. Takes a box out of every example. */
export function slice(config: SliceConfig): Layer {
  return defineLayer('slice', config);
}

export type SplitConfig = CommonConfig & {
  /** How many equal parts. */
  readonly parts?: number;
  /** The size of each part, instead of `parts`. */
  readonly sizes?: Sizes;
  /** The axis to cut; the last one unless given. Default `-1`. */
  readonly axis?: Axis;
};

/** Split. Cuts a tensor into parts along one axis, in equal ones or of given sizes. Each part is an output. */
export function split(config: SplitConfig = {}): Layer<readonly Tensor[]> {
  return defineLayer<readonly Tensor[]>('split', config);
}

export type UpSampling1dConfig = CommonConfig & {
  /** Factor along each spatial axis. Default `2`. */
  readonly size?: PerAxis<1>;
  /** 'nearest' repeats values, 'bilinear' blends the four around a position. Default `'nearest'`. */
  readonly interpolation?: 'nearest';
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 1-D up-sampling. Enlarges every map by a whole factor, by repeating values or by interpolating between them. Followed by a convolution it is the alternative to a transposed convolution that leaves no checkerboard. */
export function upSampling1d(config: UpSampling1dConfig = {}): Layer {
  return defineLayer('upSampling1d', config);
}

export type UpSampling2dConfig = CommonConfig & {
  /** Factor along each spatial axis. Default `2`. */
  readonly size?: PerAxis<2>;
  /** 'nearest' repeats values, 'bilinear' blends the four around a position. Default `'nearest'`. */
  readonly interpolation?: 'nearest' | 'bilinear';
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 2-D up-sampling. Enlarges every map by a whole factor, by repeating values or by interpolating between them. Followed by a convolution it is the alternative to a transposed convolution that leaves no checkerboard. */
export function upSampling2d(config: UpSampling2dConfig = {}): Layer {
  return defineLayer('upSampling2d', config);
}

export type UpSampling3dConfig = CommonConfig & {
  /** Factor along each spatial axis. Default `2`. */
  readonly size?: PerAxis<3>;
  /** 'nearest' repeats values, 'bilinear' blends the four around a position. Default `'nearest'`. */
  readonly interpolation?: 'nearest';
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 3-D up-sampling. Enlarges every map by a whole factor, by repeating values or by interpolating between them. Followed by a convolution it is the alternative to a transposed convolution that leaves no checkerboard. */
export function upSampling3d(config: UpSampling3dConfig = {}): Layer {
  return defineLayer('upSampling3d', config);
}

export type ZeroPadding1dConfig = CommonConfig & {
  /** How much to add: one number, one per axis, or [before, after] per axis. Default `1`. */
  readonly padding?: PerSide<1>;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 1-D zero padding. Adds rows and columns of zeros around every map. */
export function zeroPadding1d(config: ZeroPadding1dConfig = {}): Layer {
  return defineLayer('zeroPadding1d', config);
}

export type ZeroPadding2dConfig = CommonConfig & {
  /** How much to add: one number, one per axis, or [before, after] per axis. Default `1`. */
  readonly padding?: PerSide<2>;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 2-D zero padding. Adds rows and columns of zeros around every map. */
export function zeroPadding2d(config: ZeroPadding2dConfig = {}): Layer {
  return defineLayer('zeroPadding2d', config);
}

export type ZeroPadding3dConfig = CommonConfig & {
  /** How much to add: one number, one per axis, or [before, after] per axis. Default `1`. */
  readonly padding?: PerSide<3>;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
};

/** 3-D zero padding. Adds rows and columns of zeros around every map. */
export function zeroPadding3d(config: ZeroPadding3dConfig = {}): Layer {
  return defineLayer('zeroPadding3d', config);
}
