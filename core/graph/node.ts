import type { OperatorName } from '../operators/index.ts';
import type { Initialiser } from '../vocabulary/initialiser.ts';
import type { Attributes, Cost, Fact, Reach, Shape, WeightSpec } from '../vocabulary/operator.ts';

/** Offsets in UTF-16 code units, end exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A range of a file. `file` is a URI. */
export interface Place {
  readonly file: string;
  readonly range: Range;
}

/** Where a value was written: its name, its value, and both with what lies between them. */
export interface ArgumentSource {
  readonly file: string;
  readonly name: Range | null;
  readonly value: Range;
  readonly property: Range;
}

/** Where a layer comes from. */
export interface LayerSource extends Place {
  /** The callee's or class name's own range (`conv2d` in `tf.layers.conv2d(…)`), for hovers and squiggles. */
  readonly name: Range;
  readonly syntax: 'javascript' | 'json';
  /** Whose layer it is, to run it and to spell its arguments: TensorFlow.js's unless it is ConvLens's own, ConvNetJS's, or in a file for Keras. */
  readonly vocabulary?: 'native' | 'convnetjs' | 'keras';
  /** By attribute name as written, misspelt ones included. */
  readonly arguments: Readonly<Record<string, ArgumentSource>>;
  /** The braces of the config object, where a property can be inserted; null when it is not a literal. */
  readonly config: Range | null;
  /** Where `.apply(…)` or `.add(…)` put the layer into the model, when that is elsewhere. */
  readonly applied?: Place;
  /** The calls of the author's functions that it was made in, innermost first. */
  readonly calls?: readonly CallPlace[];
}

/** One call of a function: the whole call, and the name that is called. */
export interface CallPlace extends Place {
  readonly name: Range;
  /** Tells apart the times that the same text was called. */
  readonly id: number;
}

/** What a layer applies. */
export type LayerOperator = OperatorName | 'model' | 'opaque' | 'unknown';

/**
 * A layer: attributes and, once built, weights. Applying it twice gives two nodes that share the weights.
 */
export interface Layer {
  /** The author's name, or null when only the runtime's counter would name it. */
  readonly name: string | null;
  /** What to show: the name, or the name that the runtime would generate. Unique in its graph. */
  readonly label: string;
  /** As the runtime prints it: `Conv2D`. */
  readonly className: string;
  /**
   * A key of the operator table; `model` for a nested model; `opaque` for what no operator describes and whose nodes say
   * what is `known` of them; `unknown` for what can't be interpreted.
   */
  readonly operator: LayerOperator;
  readonly attributes: Attributes;
  /** What reading the arguments found. */
  readonly facts: readonly Fact[];
  readonly trainable: boolean;
  /** For an input layer: the shape that it gives, batch first, free sizes named. */
  readonly inputShape?: Shape;
  /** For any other layer: the shape, batch first, that its config says its input has. The runtime heeds it in a model's first layer only. */
  readonly claimedInput?: Shape;
  /** For an input layer: the axes, counted with the batch, whose sizes its author leaves open with `null`. */
  readonly openAxes?: readonly number[];
  /** True for a layer that the runtime makes and does not list: the input of a Sequential. */
  readonly implicit?: boolean;
  readonly source: LayerSource | null;
  /** The nth time that this range made a layer. */
  readonly instance: number;
  /** The graph of a nested model, else null. */
  readonly model: Graph | null;
  /** Why the layer is unknown, when `operator` is `unknown`, or why no engine runs it, when it is `opaque`. */
  readonly why?: string;
  /** The weights, where the source says so itself; otherwise the operator knows them. */
  readonly weights?: readonly WeightSpec[];
  /** How weights start where the source says so, by the argument that says it: `kernelInitializer`. */
  readonly initialisers?: Readonly<Record<string, Initialiser>>;
  /** Under which names the weights are stored, by the operator's names for them; otherwise names are matched. */
  readonly stored?: Readonly<Record<string, string>>;
}

/** The output of a node. */
export interface TensorRef {
  readonly node: number;
  readonly output: number;
}

/** One application of a layer; an input layer's has no inputs. Nodes are stored in an order in which they can be executed. */
export interface Node {
  /** Index into `Graph.layers`. */
  readonly layer: number;
  readonly inputs: readonly TensorRef[];
  /** What the front end has found out about this application of an opaque layer. */
  readonly known?: KnownApplication;
}

/**
 * Shapes and cost of what no operator describes: an operation of a graph model, a layer of the author's own. Sizes may
 * be expressions in the names that the model's input shapes have.
 */
export interface KnownApplication {
  /** The only input shapes that this is true of, batch first; left out when the names in it say all that depends on them. */
  readonly inputs?: readonly Shape[];
  /** Here the empty list is the shape of a single number. */
  readonly outputs: readonly Shape[];
  readonly cost: Cost;
  readonly reach: Reach;
}

/** Weights stored beside the model, as TF.js's `weightsManifest` describes them. */
export interface WeightsManifest {
  /** URI of the file that the paths are relative to. */
  readonly base: string;
  readonly groups: readonly WeightsGroup[];
}

export interface WeightsGroup {
  readonly paths: readonly string[];
  readonly weights: readonly StoredWeight[];
}

export interface StoredWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: {
    readonly dtype: string;
    readonly scale?: number;
    readonly min?: number;
    readonly original_dtype?: string;
  };
}

/** A model. An immutable value made of plain data, so it can be posted to a worker as it is. */
export interface Graph {
  readonly name: string;
  readonly kind: 'sequential' | 'functional' | 'graph';
  /** In the order in which the runtime lists them (`model.layers`); implicit ones come first. */
  readonly layers: readonly Layer[];
  readonly nodes: readonly Node[];
  readonly inputs: readonly TensorRef[];
  readonly outputs: readonly TensorRef[];
  readonly source: Place | null;
  /** The name's own range (`const model`), where a code lens stands. */
  readonly nameRange: Range | null;
  readonly weights: WeightsManifest | null;
  /** False when something that could not be read may add layers: totals are then lower bounds. */
  readonly complete: boolean;
  readonly facts: readonly GraphFact[];
  /** No model, but layers that belong together: one that is still being typed, or blocks that are never called. */
  readonly unfinished?: true;
  /** How the program makes it, where that takes arguments: `createModel(size, classes)`. */
  readonly call?: string;
  /** The call that the author lets us assume, when the model is made by it: `createModel(64, 10)`. */
  readonly assumed?: string;
  /** Where the program trains it. */
  readonly trained?: Place;
}

/** What is wrong with a model as a whole. Layers are named by their labels. */
export type GraphFact = { readonly place: Place | null } & (
  | { readonly kind: 'missing-input-shape'; readonly layer: string | null }
  /** No input leads to this output. */
  | { readonly kind: 'unfed-output'; readonly output: string }
  /** The outputs are computed from an input layer that the model does not name among its inputs. */
  | { readonly kind: 'unlisted-input'; readonly input: string }
  /** No layer takes this one's output, and the model does not give it. */
  | { readonly kind: 'unused-layer'; readonly layer: string }
  /** What a reader can make no sense of, said in the words of the file's own format. */
  | { readonly kind: 'graph-error' | 'weights-mismatch'; readonly detail: string }
);
