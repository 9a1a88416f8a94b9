import { inputShape } from '../../core/operators/input-layer.ts';
import type { AttributeValue, Shape } from '../../core/vocabulary/operator.ts';

type Config = Readonly<Record<string, AttributeValue | undefined>>;

/**
 * The input shape that a layer's config fixes, batch first: what any layer may say (`batchInputShape`, `inputShape`),
 * else what dense and embedding layers derive from `inputDim` and `inputLength`. Null when the config says nothing,
 * empty when what it says is no shape.
 */
export function inputShapeOf(operator: string, config: Config): Shape | null {
  const { batchSize = null } = config;
  const shape = inputShape(config);
  if (shape !== null) return shape;
  if (config.batchInputShape !== undefined || config.inputShape !== undefined) return [];
  if (operator === 'dense' && config.inputDim !== undefined)
    return inputShape({ batchSize, inputShape: [config.inputDim] });
  if (operator !== 'embedding') return null;
  const { inputLength = null } = config;
  return inputShape({ batchSize, inputShape: Array.isArray(inputLength) ? inputLength : [inputLength] });
}
