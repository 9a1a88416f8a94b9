/** ConvLens's own layers: every operator by its name, every attribute of its table. */

import { type OperatorName, operatorNames, operators } from '../../../core/operators/index.ts';
import { ACTIVATIONS, nearestSpelling } from '../../../core/vocabulary/attributes.ts';
import type { LayerSpelling } from '../spelling.ts';

/** Arguments that every layer takes besides its operator's attributes. */
const commonAttributes: readonly string[] = ['name', 'trainable', 'inputShape', 'batchInputShape', 'batchSize'];

/** What a model's input takes, as TF.js's `tf.input` does. */
const inputAttributes: readonly string[] = ['name', 'shape', 'batchShape', 'dtype'];

/** The layer of an operator, or of `input`; null when there is no such operator. */
export function nativeSpelling(operator: string): LayerSpelling | null {
  return spellings.get(operator) ?? null;
}

const spellings: ReadonlyMap<string, LayerSpelling> = new Map([
  ...operatorNames.map((operator): [string, LayerSpelling] => [
    operator,
    spelled(operator, [...commonAttributes, ...Object.keys(operators[operator].attributes)]),
  ]),
  [
    'input',
    { ...spelled('inputLayer', inputAttributes), renamed: { shape: 'inputShape', batchShape: 'batchInputShape' } },
  ],
]);

/** The operator that a misspelt name was probably meant to be. */
export function nearestOperator(written: string): string | undefined {
  return nearestSpelling(written, ['input', ...operatorNames]);
}

function spelled(operator: OperatorName, keys: readonly string[]): LayerSpelling {
  const row = { operator, className: operator, keys };
  return { ...row, row, renamed: {}, activations: ACTIVATIONS, isNative: true };
}
