// Made of the tables in core/operators by `npm run docs`.
import { type CommonConfig, defineLayer, type Layer, type Tensor } from '../layer.ts';
import type { Activation, PerAxis, PerSide, Training } from '../values.ts';

export type BidirectionalConfig = CommonConfig & {
  /** The recurrent layer. */
  readonly layer: Layer<Tensor | readonly Tensor[]>;
  /** How the two outputs become one; 'none' returns both. Default `'concat'`. */
  readonly mergeMode?: 'concat' | 'sum' | 'mul' | 'ave' | 'none';
};

/** Bidirectional. Runs a recurrent layer over the sequence in both directions, with weights for each, and merges the results. */
export function bidirectional(config: BidirectionalConfig): Layer<Tensor | readonly Tensor[]> {
  return defineLayer<Tensor | readonly Tensor[]>('bidirectional', config);
}

export type ConvLstm2dConfig = CommonConfig & Training<'implementation' | 'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'recurrentInitializer' | 'recurrentRegularizer' | 'recurrentConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
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
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Function applied to the candidate. Default `'tanh'`. */
  readonly activation?: Activation;
  /** Function applied to the gates. Default `'hardSigmoid'`. */
  readonly recurrentActivation?: Activation;
  /** Starts the bias of the forget gate at 1. Default `true`. */
  readonly unitForgetBias?: boolean;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Fraction of the input dropped in training. Default `0`. */
  readonly dropout?: number;
  /** Fraction of the state dropped in training. Default `0`. */
  readonly recurrentDropout?: number;
  /** Returns the output of every step instead of the last one only. Default `false`. */
  readonly returnSequences?: boolean;
  /** Returns the final states after the output. Default `false`. */
  readonly returnState?: boolean;
  /** Reads the sequence from its end. Default `false`. */
  readonly goBackwards?: boolean;
  /** Starts each batch from the states that the previous one left. Default `false`. */
  readonly stateful?: boolean;
  /** Writes the steps out instead of looping; TensorFlow.js ignores it. Default `false`. */
  readonly unroll?: boolean;
};

/** 2-D convolutional LSTM. An LSTM over a sequence of maps whose products are convolutions. Its view widens with every step. */
export function convLstm2d(config: ConvLstm2dConfig & { readonly returnState: true }): Layer<readonly Tensor[]>;
export function convLstm2d(config: ConvLstm2dConfig): Layer;
export function convLstm2d(config: ConvLstm2dConfig): Layer<Tensor | readonly Tensor[]> {
  return defineLayer<Tensor | readonly Tensor[]>('convLstm2d', config);
}

export type ConvLstm2dCellConfig = CommonConfig & Training<'implementation' | 'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'recurrentInitializer' | 'recurrentRegularizer' | 'recurrentConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
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
  /** Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W). Default `'channelsLast'`. */
  readonly dataFormat?: 'channelsLast' | 'channelsFirst';
  /** Function applied to the candidate. Default `'tanh'`. */
  readonly activation?: Activation;
  /** Function applied to the gates. Default `'hardSigmoid'`. */
  readonly recurrentActivation?: Activation;
  /** Starts the bias of the forget gate at 1. Default `true`. */
  readonly unitForgetBias?: boolean;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Fraction of the input dropped in training. Default `0`. */
  readonly dropout?: number;
  /** Fraction of the state dropped in training. Default `0`. */
  readonly recurrentDropout?: number;
};

/** 2-D convolutional LSTM cell. One step of a convolutional LSTM. */
export function convLstm2dCell(config: ConvLstm2dCellConfig): Layer {
  return defineLayer('convLstm2dCell', config);
}

export type GruConfig = CommonConfig & Training<'implementation' | 'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'recurrentInitializer' | 'recurrentRegularizer' | 'recurrentConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Size of the output and of each state. */
  readonly units: number;
  /** Function applied to the candidate. Default `'tanh'`. */
  readonly activation?: Activation;
  /** Function applied to the gates. Default `'hardSigmoid'`. */
  readonly recurrentActivation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Fraction of the input dropped in training. Default `0`. */
  readonly dropout?: number;
  /** Fraction of the state dropped in training. Default `0`. */
  readonly recurrentDropout?: number;
  /** Returns the output of every step instead of the last one only. Default `false`. */
  readonly returnSequences?: boolean;
  /** Returns the final states after the output. Default `false`. */
  readonly returnState?: boolean;
  /** Reads the sequence from its end. Default `false`. */
  readonly goBackwards?: boolean;
  /** Starts each batch from the states that the previous one left. Default `false`. */
  readonly stateful?: boolean;
  /** Writes the steps out instead of looping; TensorFlow.js ignores it. Default `false`. */
  readonly unroll?: boolean;
};

/** Gated recurrent unit. An update gate chooses between the previous output and a candidate that a reset gate feeds. Applied to every step of a sequence. */
export function gru(config: GruConfig & { readonly returnState: true }): Layer<readonly Tensor[]>;
export function gru(config: GruConfig): Layer;
export function gru(config: GruConfig): Layer<Tensor | readonly Tensor[]> {
  return defineLayer<Tensor | readonly Tensor[]>('gru', config);
}

export type GruCellConfig = CommonConfig & Training<'implementation' | 'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'recurrentInitializer' | 'recurrentRegularizer' | 'recurrentConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Size of the output and of each state. */
  readonly units: number;
  /** Function applied to the candidate. Default `'tanh'`. */
  readonly activation?: Activation;
  /** Function applied to the gates. Default `'hardSigmoid'`. */
  readonly recurrentActivation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Fraction of the input dropped in training. Default `0`. */
  readonly dropout?: number;
  /** Fraction of the state dropped in training. Default `0`. */
  readonly recurrentDropout?: number;
};

/** Gated recurrent unit cell. An update gate chooses between the previous output and a candidate that a reset gate feeds. */
export function gruCell(config: GruCellConfig): Layer {
  return defineLayer('gruCell', config);
}

export type LstmConfig = CommonConfig & Training<'implementation' | 'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'recurrentInitializer' | 'recurrentRegularizer' | 'recurrentConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Size of the output and of each state. */
  readonly units: number;
  /** Function applied to the candidate. Default `'tanh'`. */
  readonly activation?: Activation;
  /** Function applied to the gates. Default `'hardSigmoid'`. */
  readonly recurrentActivation?: Activation;
  /** Starts the bias of the forget gate at 1. Default `true`. */
  readonly unitForgetBias?: boolean;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Fraction of the input dropped in training. Default `0`. */
  readonly dropout?: number;
  /** Fraction of the state dropped in training. Default `0`. */
  readonly recurrentDropout?: number;
  /** Returns the output of every step instead of the last one only. Default `false`. */
  readonly returnSequences?: boolean;
  /** Returns the final states after the output. Default `false`. */
  readonly returnState?: boolean;
  /** Reads the sequence from its end. Default `false`. */
  readonly goBackwards?: boolean;
  /** Starts each batch from the states that the previous one left. Default `false`. */
  readonly stateful?: boolean;
  /** Writes the steps out instead of looping; TensorFlow.js ignores it. Default `false`. */
  readonly unroll?: boolean;
};

/** Long short-term memory. Input, forget and output gates guard a cell that carries its value along the sequence. Applied to every step of a sequence. */
export function lstm(config: LstmConfig & { readonly returnState: true }): Layer<readonly Tensor[]>;
export function lstm(config: LstmConfig): Layer;
export function lstm(config: LstmConfig): Layer<Tensor | readonly Tensor[]> {
  return defineLayer<Tensor | readonly Tensor[]>('lstm', config);
}

export type LstmCellConfig = CommonConfig & Training<'implementation' | 'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'recurrentInitializer' | 'recurrentRegularizer' | 'recurrentConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Size of the output and of each state. */
  readonly units: number;
  /** Function applied to the candidate. Default `'tanh'`. */
  readonly activation?: Activation;
  /** Function applied to the gates. Default `'hardSigmoid'`. */
  readonly recurrentActivation?: Activation;
  /** Starts the bias of the forget gate at 1. Default `true`. */
  readonly unitForgetBias?: boolean;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Fraction of the input dropped in training. Default `0`. */
  readonly dropout?: number;
  /** Fraction of the state dropped in training. Default `0`. */
  readonly recurrentDropout?: number;
};

/** Long short-term memory cell. Input, forget and output gates guard a cell that carries its value along the sequence. */
export function lstmCell(config: LstmCellConfig): Layer {
  return defineLayer('lstmCell', config);
}

export type RnnConfig = CommonConfig & {
  /** The cell, or a list of cells to stack. */
  readonly cell: readonly Layer<Tensor | readonly Tensor[]>[];
  /** Returns the output of every step instead of the last one only. Default `false`. */
  readonly returnSequences?: boolean;
  /** Returns the final states after the output. Default `false`. */
  readonly returnState?: boolean;
  /** Reads the sequence from its end. Default `false`. */
  readonly goBackwards?: boolean;
  /** Starts each batch from the states that the previous one left. Default `false`. */
  readonly stateful?: boolean;
  /** Writes the steps out instead of looping; TensorFlow.js ignores it. Default `false`. */
  readonly unroll?: boolean;
};

/** Recurrent layer. Applies a cell, or a stack of them, to every step of a sequence. */
export function rnn(config: RnnConfig & { readonly returnState: true }): Layer<readonly Tensor[]>;
export function rnn(config: RnnConfig): Layer;
export function rnn(config: RnnConfig): Layer<Tensor | readonly Tensor[]> {
  return defineLayer<Tensor | readonly Tensor[]>('rnn', config);
}

export type SimpleRNNConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'recurrentInitializer' | 'recurrentRegularizer' | 'recurrentConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Size of the output and of each state. */
  readonly units: number;
  /** Function applied to the candidate. Default `'tanh'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Fraction of the input dropped in training. Default `0`. */
  readonly dropout?: number;
  /** Fraction of the state dropped in training. Default `0`. */
  readonly recurrentDropout?: number;
  /** Returns the output of every step instead of the last one only. Default `false`. */
  readonly returnSequences?: boolean;
  /** Returns the final states after the output. Default `false`. */
  readonly returnState?: boolean;
  /** Reads the sequence from its end. Default `false`. */
  readonly goBackwards?: boolean;
  /** Starts each batch from the states that the previous one left. Default `false`. */
  readonly stateful?: boolean;
  /** Writes the steps out instead of looping; TensorFlow.js ignores it. Default `false`. */
  readonly unroll?: boolean;
};

/** Simple recurrent. The output is an activation of the weighted input plus the weighted previous output. Applied to every step of a sequence. */
export function simpleRNN(config: SimpleRNNConfig & { readonly returnState: true }): Layer<readonly Tensor[]>;
export function simpleRNN(config: SimpleRNNConfig): Layer;
export function simpleRNN(config: SimpleRNNConfig): Layer<Tensor | readonly Tensor[]> {
  return defineLayer<Tensor | readonly Tensor[]>('simpleRNN', config);
}

export type SimpleRNNCellConfig = CommonConfig & Training<'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint' | 'recurrentInitializer' | 'recurrentRegularizer' | 'recurrentConstraint' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint' | 'activityRegularizer'> & {
  /** Size of the output and of each state. */
  readonly units: number;
  /** Function applied to the candidate. Default `'tanh'`. */
  readonly activation?: Activation;
  /** Adds one learned offset per output channel. Default `true`. */
  readonly useBias?: boolean;
  /** Fraction of the input dropped in training. Default `0`. */
  readonly dropout?: number;
  /** Fraction of the state dropped in training. Default `0`. */
  readonly recurrentDropout?: number;
};

/** Simple recurrent cell. The output is an activation of the weighted input plus the weighted previous output. */
export function simpleRNNCell(config: SimpleRNNCellConfig): Layer {
  return defineLayer('simpleRNNCell', config);
}

export type StackedRNNCellsConfig = CommonConfig & {
  /** The cells, first to last. */
  readonly cells: readonly Layer<Tensor | readonly Tensor[]>[];
};

/** Stacked recurrent cells. Cells applied one after the other at every step. */
export function stackedRNNCells(config: StackedRNNCellsConfig): Layer {
  return defineLayer('stackedRNNCells', config);
}

export type TimeDistributedConfig = CommonConfig & {
  /** The layer to apply. */
  readonly layer: Layer<Tensor | readonly Tensor[]>;
};

/** Time distributed. Applies one layer to every step of a sequence, with the same weights. */
export function timeDistributed(config: TimeDistributedConfig): Layer {
  return defineLayer('timeDistributed', config);
}
