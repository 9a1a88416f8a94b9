// Made of the tables in core/operators by `npm run docs`.
import { type CommonConfig, defineLayer, type Layer } from '../layer.ts';
import type { Activation, PerAxis, PerSide, Training } from '../values.ts';

export type Conv1dConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Number of kernels, which is the number of output channels. */
  readonly filters: number;
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<1>;
  /** Step between neighbouring windows; the output shrinks by this factor. Default `1`. */
  readonly strides?: PerAxis<1>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'causal' | 'sameLower' | 'half' | 'full' | PerSide<1>;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<1>;
  /** Splits the channels into groups that do not see each other; divides parameters and work by that number. Default `1`. */
  readonly groups?: number;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
};

/** 1-D convolution. Slides a bank of learned kernels over the input and writes, for each kernel and position, the sum of products over the window and all channels of its group. */
export function conv1d(config: Conv1dConfig): Layer {
  return defineLayer('conv1d', config);
}

export type Conv1dTransposeConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Number of kernels, which is the number of output channels. */
  readonly filters: number;
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<1>;
  /** Step between the windows that neighbouring inputs write; the output grows by this factor. Default `1`. */
  readonly strides?: PerAxis<1>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<1>;
  /** Rows appended to the output, to choose among the sizes that a strided convolution maps to the same one. */
  readonly outputPadding?: PerAxis<1>;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<1>;
  /** Splits the channels into groups that do not see each other; divides parameters and work by that number. Default `1`. */
  readonly groups?: number;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
};

/** 1-D transposed convolution. The gradient of a convolution used as a layer: every input element writes a weighted copy of the kernel, copies overlap and add up, and a stride enlarges the output. */
export function conv1dTranspose(config: Conv1dTransposeConfig): Layer {
  return defineLayer('conv1dTranspose', config);
}

export type Conv2dConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Number of kernels, which is the number of output channels. */
  readonly filters: number;
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<2>;
  /** Step between neighbouring windows; the output shrinks by this factor. Default `1`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<2>;
  /** Splits the channels into groups that do not see each other; divides parameters and work by that number. Default `1`. */
  readonly groups?: number;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
};

/** 2-D convolution. Slides a bank of learned kernels over the input and writes, for each kernel and position, the sum of products over the window and all channels of its group. */
export function conv2d(config: Conv2dConfig): Layer {
  return defineLayer('conv2d', config);
}

export type Conv2dTransposeConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Number of kernels, which is the number of output channels. */
  readonly filters: number;
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<2>;
  /** Step between the windows that neighbouring inputs write; the output grows by this factor. Default `1`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Rows appended to the output, to choose among the sizes that a strided convolution maps to the same one. */
  readonly outputPadding?: PerAxis<2>;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<2>;
  /** Splits the channels into groups that do not see each other; divides parameters and work by that number. Default `1`. */
  readonly groups?: number;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
};

/** 2-D transposed convolution. The gradient of a convolution used as a layer: every input element writes a weighted copy of the kernel, copies overlap and add up, and a stride enlarges the output. */
export function conv2dTranspose(config: Conv2dTransposeConfig): Layer {
  return defineLayer('conv2dTranspose', config);
}

export type Conv3dConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Number of kernels, which is the number of output channels. */
  readonly filters: number;
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<3>;
  /** Step between neighbouring windows; the output shrinks by this factor. Default `1`. */
  readonly strides?: PerAxis<3>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<3>;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<3>;
  /** Splits the channels into groups that do not see each other; divides parameters and work by that number. Default `1`. */
  readonly groups?: number;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
};

/** 3-D convolution. Slides a bank of learned kernels over the input and writes, for each kernel and position, the sum of products over the window and all channels of its group. */
export function conv3d(config: Conv3dConfig): Layer {
  return defineLayer('conv3d', config);
}

export type Conv3dTransposeConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Number of kernels, which is the number of output channels. */
  readonly filters: number;
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<3>;
  /** Step between the windows that neighbouring inputs write; the output grows by this factor. Default `1`. */
  readonly strides?: PerAxis<3>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<3>;
  /** Rows appended to the output, to choose among the sizes that a strided convolution maps to the same one. */
  readonly outputPadding?: PerAxis<3>;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<3>;
  /** Splits the channels into groups that do not see each other; divides parameters and work by that number. Default `1`. */
  readonly groups?: number;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
};

/** 3-D transposed convolution. The gradient of a convolution used as a layer: every input element writes a weighted copy of the kernel, copies overlap and add up, and a stride enlarges the output. */
export function conv3dTranspose(config: Conv3dTransposeConfig): Layer {
  return defineLayer('conv3dTranspose', config);
}

export type DepthwiseConv1dConfig = CommonConfig & Training<'depthwiseInitializer' | 'depthwiseRegularizer' | 'depthwiseConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<1>;
  /** Kernels per input channel; the depthwise step makes channels × depthMultiplier maps. Default `1`. */
  readonly depthMultiplier?: number;
  /** Step between neighbouring windows; the output shrinks by this factor. Default `1`. */
  readonly strides?: PerAxis<1>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<1>;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<1>;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
};

/** 1-D depthwise convolution. Filters every channel by itself with `depthMultiplier` kernels of its own: a grouped convolution with as many groups as channels. */
export function depthwiseConv1d(config: DepthwiseConv1dConfig): Layer {
  return defineLayer('depthwiseConv1d', config);
}

export type DepthwiseConv2dConfig = CommonConfig & Training<'depthwiseInitializer' | 'depthwiseRegularizer' | 'depthwiseConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<2>;
  /** Kernels per input channel; the depthwise step makes channels × depthMultiplier maps. Default `1`. */
  readonly depthMultiplier?: number;
  /** Step between neighbouring windows; the output shrinks by this factor. Default `1`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<2>;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
};

/** 2-D depthwise convolution. Filters every channel by itself with `depthMultiplier` kernels of its own: a grouped convolution with as many groups as channels. */
export function depthwiseConv2d(config: DepthwiseConv2dConfig): Layer {
  return defineLayer('depthwiseConv2d', config);
}

export type FlattenedConv2dConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Number of kernels, which is the number of output channels. */
  readonly filters: number;
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<2>;
  /** Step between neighbouring windows; the output shrinks by this factor. Default `1`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<2>;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
};

/** 2-D flattened convolution. Three one-dimensional filters per output channel, applied in turn: across the input channels, down the columns, along the rows. Cin + kh + kw weights stand for Cin·kh·kw. */
export function flattenedConv2d(config: FlattenedConv2dConfig): Layer {
  return defineLayer('flattenedConv2d', config);
}

export type LocallyConnected1dConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Number of kernels, which is the number of output channels. */
  readonly filters: number;
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<1>;
  /** Step between neighbouring windows; the output shrinks by this factor. Default `1`. */
  readonly strides?: PerAxis<1>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<1>;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<1>;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
};

/** 1-D locally connected layer. A convolution whose every output position has a kernel of its own: for maps whose places differ in meaning, such as aligned faces. */
export function locallyConnected1d(config: LocallyConnected1dConfig): Layer {
  return defineLayer('locallyConnected1d', config);
}

export type LocallyConnected2dConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Number of kernels, which is the number of output channels. */
  readonly filters: number;
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<2>;
  /** Step between neighbouring windows; the output shrinks by this factor. Default `1`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<2>;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
};

/** 2-D locally connected layer. A convolution whose every output position has a kernel of its own: for maps whose places differ in meaning, such as aligned faces. */
export function locallyConnected2d(config: LocallyConnected2dConfig): Layer {
  return defineLayer('locallyConnected2d', config);
}

export type PartiallyConnectedConv2dConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** For each filter, the indices of the input channels that it sees. As many filters as rows. */
  readonly connections: readonly (readonly number[])[];
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<2>;
  /** Step between neighbouring windows; the output shrinks by this factor. Default `1`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<2>;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
};

/** 2-D partially connected convolution. A convolution whose filters each see the input channels that a table lists, and no others. It breaks the symmetry between filters and saves the weights of the connections that are left out. */
export function partiallyConnectedConv2d(config: PartiallyConnectedConv2dConfig): Layer {
  return defineLayer('partiallyConnectedConv2d', config);
}

export type RecurrentConv2dConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Number of kernels, which is the number of output channels. */
  readonly filters: number;
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<2>;
  /** How many times the convolution is applied. */
  readonly steps: number;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<2>;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
};

/** 2-D recurrent convolution. One convolution applied several times to the input and its own last output side by side, which starts at zero. The weights are shared by all steps, and every step looks further. */
export function recurrentConv2d(config: RecurrentConv2dConfig): Layer {
  return defineLayer('recurrentConv2d', config);
}

export type SeparableConv1dConfig = CommonConfig & Training<'depthwiseInitializer' | 'depthwiseRegularizer' | 'depthwiseConstraint' | 'pointwiseInitializer' | 'pointwiseRegularizer' | 'pointwiseConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Number of kernels, which is the number of output channels. */
  readonly filters: number;
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<1>;
  /** Kernels per input channel; the depthwise step makes channels × depthMultiplier maps. Default `1`. */
  readonly depthMultiplier?: number;
  /** Step between neighbouring windows; the output shrinks by this factor. Default `1`. */
  readonly strides?: PerAxis<1>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<1>;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<1>;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
};

/** 1-D depthwise separable convolution. A depthwise convolution followed by a 1×1 convolution that mixes the channels. Costs 1/filters + 1/taps of a full convolution. */
export function separableConv1d(config: SeparableConv1dConfig): Layer {
  return defineLayer('separableConv1d', config);
}

export type SeparableConv2dConfig = CommonConfig & Training<'depthwiseInitializer' | 'depthwiseRegularizer' | 'depthwiseConstraint' | 'pointwiseInitializer' | 'pointwiseRegularizer' | 'pointwiseConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Number of kernels, which is the number of output channels. */
  readonly filters: number;
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<2>;
  /** Kernels per input channel; the depthwise step makes channels × depthMultiplier maps. Default `1`. */
  readonly depthMultiplier?: number;
  /** Step between neighbouring windows; the output shrinks by this factor. Default `1`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<2>;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
};

/** 2-D depthwise separable convolution. A depthwise convolution followed by a 1×1 convolution that mixes the channels. Costs 1/filters + 1/taps of a full convolution. */
export function separableConv2d(config: SeparableConv2dConfig): Layer {
  return defineLayer('separableConv2d', config);
}

export type SpatiallySeparableConv2dConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Number of kernels, which is the number of output channels. */
  readonly filters: number;
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<2>;
  /** Step between neighbouring windows; the output shrinks by this factor. Default `1`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<2>;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
};

/** 2-D spatially separable convolution. A column convolution (k×1) followed by a row convolution (1×k): 2k taps see what k² would. It equals a full convolution only where the kernel has rank 1. */
export function spatiallySeparableConv2d(config: SpatiallySeparableConv2dConfig): Layer {
  return defineLayer('spatiallySeparableConv2d', config);
}

export type TiledConv2dConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Number of kernels, which is the number of output channels. */
  readonly filters: number;
  /** Extent of the kernel along each spatial axis, in taps. */
  readonly kernelSize: PerAxis<2>;
  /** Step between neighbouring windows; the output shrinks by this factor. Default `1`. */
  readonly strides?: PerAxis<2>;
  /** How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side. Default `'valid'`. */
  readonly padding?: 'valid' | 'same' | 'sameLower' | 'half' | 'full' | PerSide<2>;
  /** Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights. Default `1`. */
  readonly dilationRate?: PerAxis<2>;
  /** Function applied to every output element; 'linear' applies none. Default `'linear'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics. Default `false`. */
  readonly flip?: boolean;
  /** How many kernels take turns along each spatial axis. */
  readonly tiles: PerAxis<2>;
};

/** 2-D tiled convolution. Uses t×t kernels in turn, one for every t-th row and column of the output. With t = 1 it is a convolution; with t at least as large as the output it is locally connected. */
export function tiledConv2d(config: TiledConv2dConfig): Layer {
  return defineLayer('tiledConv2d', config);
}
