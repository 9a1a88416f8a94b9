// Made of the tables in core/operators by `npm run docs`.
import { type CommonConfig, defineLayer, type Layer } from '../layer.ts';
import type { Training } from '../values.ts';

export type CategoryEncodingConfig = CommonConfig & Training<'countWeights'> & {
  /** How many categories there are. */
  readonly numTokens: number;
  /** 'oneHot' encodes each integer by itself, 'multiHot' marks all that occur, 'count' counts them. Default `'multiHot'`. */
  readonly outputMode?: 'multiHot' | 'oneHot' | 'count' | 'tfIdf';
};

/** Category encoding. Turns integers into vectors of zeros and ones, or into counts. */
export function categoryEncoding(config: CategoryEncodingConfig): Layer {
  return defineLayer('categoryEncoding', config);
}

export type CenterCropConfig = CommonConfig & {
  /** Height of the output. */
  readonly height: number;
  /** Width of the output. */
  readonly width: number;
};

/** Centre crop. Cuts the middle out of an image, or enlarges the image where it is smaller than asked. */
export function centerCrop(config: CenterCropConfig): Layer {
  return defineLayer('centerCrop', config);
}

export type RandomWidthConfig = CommonConfig & Training<'factor' | 'seed'> & {
  /** 'nearest' repeats values, 'bilinear' blends the four around a position. Default `'bilinear'`. */
  readonly interpolation?: 'bilinear' | 'nearest';
};

/** Random width. Stretches images to a random width. */
export function randomWidth(config: RandomWidthConfig): Layer {
  return defineLayer('randomWidth', config);
}

export type RescalingConfig = CommonConfig & {
  /** The factor. */
  readonly scale: number;
  /** The offset. Default `0`. */
  readonly offset?: number;
};

/** Rescaling. Multiplies every value by a factor and adds an offset: 1/255 brings bytes to 0…1. */
export function rescaling(config: RescalingConfig): Layer {
  return defineLayer('rescaling', config);
}

export type ResizingConfig = CommonConfig & {
  /** Height of the output. */
  readonly height: number;
  /** Width of the output. */
  readonly width: number;
  /** 'nearest' repeats values, 'bilinear' blends the four around a position. Default `'bilinear'`. */
  readonly interpolation?: 'bilinear' | 'nearest';
  /** Aligns centres rather than corners when it interpolates. Default `false`. */
  readonly cropToAspectRatio?: boolean;
};

/** Resizing. Scales images to a fixed size. */
export function resizing(config: ResizingConfig): Layer {
  return defineLayer('resizing', config);
}
