import type { Dimension } from './dimension.ts';
import type { Phrase } from './phrase.ts';
import type { Told } from './told.ts';

/**
 * Sizes of a tensor, batch first and channels last (N,H,W,C) unless the operator's `dataFormat` says otherwise.
 * Every tensor has a batch, so the empty list is free to mean that not even the rank is known.
 */
export type Shape = readonly Dimension[];

/** A layer used as another layer's argument (`timeDistributed({layer})`, `rnn({cell})`). */
export interface LayerValue {
  readonly operator: string;
  readonly attributes: Attributes;
}

/** What an attribute can be once read. `null` means unknown; a dimension may be symbolic. */
export type AttributeValue = Dimension | boolean | string | LayerValue | readonly AttributeValue[];

export type Attributes = Readonly<Record<string, AttributeValue>>;

/** How one attribute is read, checked and explained: hover, completion, validation and documentation use the same row. */
export interface AttributeSpec {
  /**
   * `sizes` is one size per spatial axis; a single number is repeated. `shape` is a list without batch, `table` a list
   * of lists of indices.
   * `boolean`, `choice` and `activation` are strings or booleans; `layer`/`layers` are nested layers;
   * `data` is anything that neither shape nor cost depends on (initialisers, regularisers).
   */
  readonly kind:
    | 'size'
    | 'sizes'
    | 'number'
    | 'integer'
    | 'axis'
    | 'boolean'
    | 'choice'
    | 'activation'
    | 'padding'
    | 'shape'
    | 'table'
    | 'layer'
    | 'layers'
    | 'data';
  /** For `sizes`: how many. */
  readonly rank?: number;
  /** For `choice`: the valid spellings. */
  readonly choices?: readonly string[];
  /** Smallest valid value of a `size`, `sizes`, `integer` or `number`. */
  readonly minimum?: number;
  /** Largest valid value of a `number`. */
  readonly maximum?: number;
  readonly required?: boolean;
  /** Used when the argument is absent. */
  readonly default?: AttributeValue;
  /** The attribute whose value is used when this one is absent (a pooling's strides are its window). */
  readonly defaultFrom?: string;
  /** One sentence: what it does to the output, in the field's words. */
  readonly doc: string;
}

/** Something wrong or remarkable, in numbers. Words, severities and fixes are chosen in `server/rules`. */
export type Fact =
  /** Where the runtime passes over the value instead of refusing it, `acts` is the one that has the same effect. */
  | {
      readonly kind: 'invalid-argument';
      readonly attribute: string;
      readonly value: AttributeValue;
      readonly expected: Told;
      readonly suggestion?: AttributeValue;
      readonly acts?: AttributeValue;
    }
  | { readonly kind: 'missing-argument'; readonly attribute: string }
  /** The runtime reads a config that was not given, though nothing in it is required. */
  | { readonly kind: 'missing-config' }
  /** The runtime accepts the argument and drops it. `meant` is the right spelling where there is one. */
  | {
      readonly kind: 'ignored-argument';
      readonly attribute: string;
      readonly value?: AttributeValue;
      readonly reason: Told;
      readonly meant?: string;
    }
  | {
      readonly kind: 'groups-divide-channels';
      readonly groups: number;
      readonly channels: number;
      readonly side: 'input' | 'output';
    }
  | { readonly kind: 'empty-output'; readonly axes: readonly WindowAxis[] }
  | {
      readonly kind: 'stride-with-dilation';
      readonly strides: readonly Dimension[];
      readonly dilation: readonly Dimension[];
    }
  /** `axis` is the first that disagrees, batch being 0; absent when the ranks differ. */
  | {
      readonly kind: 'shape-mismatch';
      readonly inputs: readonly Shape[];
      readonly axis?: number;
      readonly detail?: Told;
    }
  /** `idle`: there is nothing to do for the layer, which Keras lets pass. */
  | { readonly kind: 'rank-mismatch'; readonly expected: Told; readonly input: Shape; readonly idle?: true }
  | { readonly kind: 'input-count'; readonly expected: Told; readonly actual: number }
  | { readonly kind: 'reshape-size'; readonly from: Shape; readonly to: Shape }
  /** `tensorsOnly`: the runtime has the layer, and it works on tensors but not in a model. */
  | { readonly kind: 'unsupported-layer'; readonly className: string; readonly tensorsOnly?: true }
  /** `tf.layers` has no function of that name. `meant` is the right spelling where there is one. */
  | { readonly kind: 'unknown-factory'; readonly factory: string; readonly meant: string | null };

/** How the border is treated. `explicit` is numbers per side; `sameLower` puts the odd pixel at the start. */
export type PaddingMode = 'valid' | 'same' | 'sameLower' | 'causal' | 'half' | 'full' | 'explicit';

/** The sliding window along one spatial axis. */
export interface WindowAxis {
  readonly input: Dimension;
  readonly kernel: Dimension;
  readonly stride: Dimension;
  readonly dilation: Dimension;
  readonly padBegin: Dimension;
  readonly padEnd: Dimension;
  readonly output: Dimension;
  /** Which rule chose the padding; absent when the padding itself is unknown. */
  readonly padding?: PaddingMode;
  /** What a transposed convolution appends to its output. */
  readonly outputPadding?: Dimension;
  /** True where the window scatters (transposed convolution) instead of gathering. */
  readonly transposed?: boolean;
  /** True where the size rounds up (TensorFlow 'same', ceil mode). */
  readonly ceil?: boolean;
}

export interface Inference {
  readonly outputs: readonly Shape[];
  readonly facts: readonly Fact[];
}

export interface WeightSpec {
  /** As TF.js names it inside the layer: `kernel`, `bias`, `depthwise_kernel`, `gamma`, `moving_mean`, … */
  readonly name: string;
  readonly shape: Shape;
  readonly trainable: boolean;
  /** What it starts as when nothing was trained. */
  readonly initializer: 'glorot' | 'zeros' | 'ones' | 'orthogonal' | 'uniform';
}

/** Work of one application at batch 1. FLOPs are 2·macs + biasAdds. */
export interface Cost {
  readonly macs: Dimension;
  readonly biasAdds: Dimension;
  /** Activation, normalisation, pooling comparisons and the like, kept apart from every published total. */
  readonly otherOps: Dimension;
}

/** How far one output element looks: one element, a window per spatial axis, the whole input, or unknown. */
export type Reach = 'pointwise' | 'whole' | 'unknown' | readonly WindowAxis[];

/** What an operator is given, the batch apart. */
export type Taken =
  | 'anything'
  | 'vector'
  /** Steps of features: text, sound, the hidden states of a recurrent layer. */
  | 'sequence'
  | 'image'
  | 'volume'
  /** Steps of images. */
  | 'frames';

/** What an operator does to its input, before the activation that it may have. Rules ask for it, and never for names. */
export type Action =
  /** Weighted sums over all channels of a window, and a bias: two of them in a row could be one. */
  | 'mixing'
  /** Weighted sums over some of the channels, in several steps, or with other weights at each position. */
  | 'filtering'
  /** Subtracts the mean over the batch and all positions, and divides by the deviation. */
  | 'batch-normalising'
  /** The same with statistics of each example. */
  | 'normalising'
  /** Each element by itself; the shape stays. */
  | 'elementwise'
  | 'pooling'
  /** Appends a border. */
  | 'padding'
  /** Lays all elements out in one row. */
  | 'flattening'
  /** Moves, repeats or leaves out elements in another way. */
  | 'moving'
  /** Other sizes of the same picture. */
  | 'resampling'
  /** Several inputs element by element. */
  | 'merging'
  /** Several inputs one behind the other. */
  | 'joining'
  /** Sums of products of two inputs. */
  | 'contracting'
  /** Step by step, with a state. */
  | 'recurring'
  /** A code for each input, looked up or compared with learned ones. */
  | 'encoding'
  | 'input';

/** What wrappers need to ask of the layers that they wrap, without importing the table that they are in. */
export type OperatorTable = Readonly<Record<string, Operator>>;

/**
 * What an operator is. Kernels are elsewhere, by engine. Every function is total: an unknown size gives an
 * unknown result, a wrong one a fact.
 */
export interface Operator {
  /** TF.js's factory spelling where it has one: `conv2d`, `maxPooling2d`. */
  readonly name: string;
  readonly title: string;
  /** A short paragraph for hover and docs. */
  readonly doc: string;
  /** Paper or page the definition follows. */
  readonly source?: string;
  readonly family:
    | 'convolution'
    | 'pooling'
    | 'dense'
    | 'normalisation'
    | 'activation'
    | 'merge'
    | 'shape'
    | 'recurrent'
    | 'regularisation'
    | 'preprocessing'
    | 'input';
  readonly takes: Taken;
  readonly action: Action;
  /** True for a pooling that only sums, so that linear layers on both sides of it are one. */
  readonly averages?: true;
  /** True where a number added to a whole channel of the input is added to that channel of the output: pooling, cropping, enlarging. */
  readonly passesOffsets?: true;
  readonly attributes: Readonly<Record<string, AttributeSpec>>;
  infer(attributes: Attributes, inputs: readonly Shape[], table: OperatorTable): Inference;
  weights(attributes: Attributes, inputs: readonly Shape[], table: OperatorTable): readonly WeightSpec[];
  cost(attributes: Attributes, inputs: readonly Shape[], outputs: readonly Shape[], table: OperatorTable): Cost;
  reach(attributes: Attributes, inputs: readonly Shape[], table: OperatorTable): Reach;
  /** A few words for titles: `7×7, 64 filters, stride 2`. */
  summary(attributes: Attributes): readonly Phrase[];
}
