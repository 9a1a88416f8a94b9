import { inputShape } from '../../../core/operators/input-layer.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import { items, type JsonNode, numberOf } from '../json/json-tree.ts';

/** The shape that Keras has built a layer or model for, which it saves beside the config; null when there is none. */
export function builtShape(node: JsonNode | undefined): Shape | null {
  const sizes = items(node);
  const isShape = sizes.length > 0 && sizes.every(({ type }) => type === 'number' || type === 'null');
  return isShape ? inputShape({ batchInputShape: sizes.map(numberOf) }) : null;
}
