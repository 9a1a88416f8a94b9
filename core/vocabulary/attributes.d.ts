import { type Dimension } from './dimension.ts';
import type { Attributes, AttributeValue, Fact, LayerValue, Operator } from './operator.ts';
/** The activation functions by TF.js's names. */
export declare const ACTIVATIONS: readonly [
  'linear',
  'relu',
  'relu6',
  'elu',
  'selu',
  'gelu',
  'gelu_new',
  'sigmoid',
  'hardSigmoid',
  'hardSwish',
  'tanh',
  'softmax',
  'logSoftmax',
  'softplus',
  'softsign',
  'swish',
  'mish',
  'leakyRelu',
];
/** Those of them that TensorFlow.js has. */
export declare const TENSORFLOW_ACTIVATIONS: readonly string[];
/**
 * Reads raw arguments into an operator's canonical attributes: defaults filled in, sizes one per axis. What is not valid
 * becomes unknown and a fact that says what was expected. Unknown values (null) stay null without a fact. `activations`
 * are the names that the source's runtime knows.
 */
export declare function readAttributes(
  operator: Operator,
  raw: Readonly<Record<string, AttributeValue | undefined>>,
  activations?: readonly string[],
): {
  readonly attributes: Attributes;
  readonly facts: readonly Fact[];
};
/** The candidate that needs the fewest edits to become, and few enough to be a slip of the keyboard. */
export declare function nearestSpelling(written: string, candidates: readonly string[]): string | undefined;
export declare function isDimension(value: AttributeValue | undefined): value is Dimension;
export declare function isLayerValue(value: AttributeValue | undefined): value is LayerValue;
