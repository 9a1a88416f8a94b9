import type { OperatorName } from '../../core/operators/index.ts';
import type { LayerRow } from './layer-table.ts';

export type Syntax = 'javascript' | 'json';

/** One way to spell a layer. */
export interface LayerSpelling {
  /** A key of the operator table, or `unknown` for a class that has no operator here. */
  readonly operator: OperatorName | 'unknown';
  /** As the runtime prints it: `Conv2D`. */
  readonly className: string;
  /** Null where TensorFlow.js has no such class. */
  readonly row: LayerRow | null;
  /** Keys that the runtime uses, as written in JavaScript, those common to all layers included. */
  readonly keys: readonly string[];
  /** One of ConvLens's own layers, which TensorFlow.js does not build. */
  readonly isNative?: true;
  /** For Keras to run, which has every class and heeds all that it has saved. */
  readonly isForKeras?: true;
  /** Keys that mean an attribute of another name: `tf.input({shape})` means `inputShape`. */
  readonly renamed: Readonly<Record<string, string>>;
  /** By attribute: the only words that its runtime takes, where the attribute's own table does not say. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** The activation functions of its runtime; TensorFlow.js's unless given. */
  readonly activations?: readonly string[];
}

/** The attribute that a key of a config names, in TensorFlow.js's spelling. */
export function attributeName(spelling: LayerSpelling, key: string, syntax: Syntax): string {
  const name = syntax === 'json' ? (irregularJson[key] ?? camelCase(key)) : key;
  return spelling.renamed[name] ?? name;
}

/** The conversion that TensorFlow.js applies to every key and every string of a Keras config, names apart. */
export function camelCase(text: string): string {
  return text.length <= 1 ? text : text.replace(/_+(\w|$)/g, (_, letter: string) => letter.toUpperCase());
}

/** Keras keys whose camel case is not TensorFlow.js's spelling. */
const irregularJson: Readonly<Record<string, string>> = {
  keepdims: 'keepDims',
  // Keras 3 writes the batch shape of an input layer under its shorter name.
  batch_shape: 'batchInputShape',
};
