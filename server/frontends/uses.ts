/**
 * What a program does with models and data besides defining them: the calls by which data meets a model, and operations
 * on tensors. Facts, without words.
 */
import type { Place } from '../../core/graph/node.ts';
import type { Shape } from '../../core/vocabulary/operator.ts';

export type Use = (ModelCall | CompileCall | TensorFault | WrongLoader) & {
  /** Whether what it throws is caught where it stands. */
  readonly isCaught?: true;
};

/** Methods of a model that data is given to, or that need it to be compiled. */
export type ModelMethod =
  | 'fit'
  | 'fitDataset'
  | 'trainOnBatch'
  | 'evaluate'
  | 'evaluateDataset'
  | 'predict'
  | 'predictOnBatch'
  | 'execute';

/** A call of a method with data. */
export interface ModelCall {
  readonly kind: 'model-call';
  readonly method: ModelMethod;
  /** The method's name. */
  readonly place: Place;
  /** The call of the author's function that it stands in; null at the top level. */
  readonly within: Place | null;
  readonly model: UsedModel;
  /** What is given; validation data is another pair. */
  readonly pairs: readonly DataPair[];
}

/** Inputs and the targets that belong to them. */
export interface DataPair {
  readonly part: 'training' | 'validation';
  readonly inputs: Given;
  /** Null where the method takes none. */
  readonly targets: Given | null;
}

/** `model.compile(…)`. */
export interface CompileCall {
  readonly kind: 'compile';
  readonly place: Place;
  readonly model: UsedModel;
  readonly metrics: readonly Word[];
  /** How many losses are listed; null when they are not given as a list, or not all known. */
  readonly lossCount: number | null;
}

export interface UsedModel {
  readonly name: string;
  /** Where it was made. */
  readonly place: Place | null;
  /** A frozen graph has no layers, and other checks than a model of layers. */
  readonly runtime: 'layers' | 'graph';
  /** Null when they are not known. */
  readonly inputs: readonly Port[] | null;
  readonly outputs: readonly Port[] | null;
  /** Null when it is not known whether it is compiled, or disposed of. */
  readonly isCompiled: boolean | null;
  readonly isDisposed: boolean | null;
  /** The call that compiled it, where that is known. */
  readonly compiledAt: Place | null;
  /** What the loss of each output is; empty when that is not known. */
  readonly losses: readonly (Word | null)[];
}

/** An input or output of a model. */
export interface Port {
  /** The layer's name, by which dictionaries name it. */
  readonly name: string;
  /** Batch first; null when not even the rank is known. */
  readonly shape: Shape | null;
  /** The activation that it comes out of; null when that is not known. */
  readonly activation: Word | null;
  /** What the layer behind an input asks of data that nothing else checks; null when it takes any or is not known. */
  readonly needs: Needs | null;
}

/** The ranks that a layer takes, and whether its weights fix the size of the last axis. */
export interface Needs {
  readonly fewestAxes: number;
  readonly mostAxes: number;
  readonly isWidthFixed: boolean;
}

/** A name or a function of TensorFlow.js, as in `loss: 'meanSquaredError'`. */
export interface Word {
  readonly text: string;
  /** Whether it was written as a text; otherwise it is a member of the library. */
  readonly isText: boolean;
  readonly place: Place | null;
}

/** What a model is given. */
export type Given = { readonly place: Place } & (
  | {
      readonly kind: 'tensor';
      readonly shape: Shape | null;
      readonly made: Place;
      /** Whether the call of a method may be written right behind it. */
      readonly takesCall: boolean;
    }
  | { readonly kind: 'list'; readonly items: readonly Given[] }
  | { readonly kind: 'dictionary'; readonly entries: Readonly<Record<string, Given>> }
  /** Plain numbers, or lists of them, which are no tensor. */
  | { readonly kind: 'numbers' }
  | { readonly kind: 'unknown' }
);

/** Tensors that TensorFlow.js cannot make or join. */
export interface TensorFault {
  readonly kind: 'tensor';
  readonly place: Place;
  readonly fault: Fault;
  /** Where the tensors were made that cannot be joined, in the order of the fault's shapes. */
  readonly made: readonly (Place | null)[];
}

export type Fault =
  /** The values are as many as `values` says, and do not fill `shape`. */
  | { readonly kind: 'values'; readonly values: Shape; readonly shape: Shape }
  /** `tensor4d` with a shape of three sizes. */
  | { readonly kind: 'rank'; readonly operation: string; readonly rank: number; readonly shape: Shape }
  | { readonly kind: 'reshape'; readonly from: Shape; readonly to: Shape }
  | { readonly kind: 'operands'; readonly operation: string; readonly shapes: readonly Shape[] }
  /** Numbers of another kind than the operation takes: it needs whole ones, `int32`. */
  | { readonly kind: 'dtype'; readonly operation: string; readonly dtype: string }
  /** An axis that the tensor does not have, or that has another size than the operation needs. */
  | { readonly kind: 'axis'; readonly operation: string; readonly shape: Shape; readonly axis: number };

/** A model file that is opened by the loader of another format. */
export interface WrongLoader {
  readonly kind: 'wrong-loader';
  /** The path. */
  readonly place: Place;
  /** The loader's name, where it is a member of the library that another name may take the place of. */
  readonly loader: Place | null;
  readonly called: 'loadLayersModel' | 'loadGraphModel';
  readonly file: string;
}
