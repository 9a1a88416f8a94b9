import type { Dimension } from '../../core/operators/dimension.ts';
import type { AttributeValue, Shape } from '../../core/operators/operator.ts';

/**
 * The input shape that a layer's config fixes, batch first: `batchInputShape`, else `inputShape` behind `batchSize`, else
 * what dense and embedding layers derive from `inputDim` and `inputLength`. Null when the config says nothing.
 */
export function inputShapeOf(
  operator: string,
  config: Readonly<Record<string, AttributeValue | undefined>>,
): Shape | 'unknown' | null {
  const batch = asDimension(config.batchSize) ?? null;
  if (config.batchInputShape !== undefined) return asShape(config.batchInputShape);
  if (config.inputShape !== undefined) {
    const shape = asShape(config.inputShape);
    return shape === 'unknown' ? shape : [batch, ...shape];
  }
  if (operator === 'dense' && config.inputDim !== undefined) return [batch, asDimension(config.inputDim) ?? null];
  if (operator === 'embedding') {
    const length = config.inputLength;
    if (length === undefined) return [batch, null];
    return Array.isArray(length)
      ? [batch, ...length.map((size) => asDimension(size) ?? null)]
      : [batch, asDimension(length) ?? null];
  }
  return null;
}

function asShape(value: AttributeValue): Shape | 'unknown' {
  if (!Array.isArray(value)) return 'unknown';
  return value.map((size) => asDimension(size) ?? null);
}

function asDimension(value: AttributeValue | undefined): Dimension | undefined {
  if (typeof value === 'number' || value === null) return value;
  if (typeof value === 'object' && 'terms' in value) return value;
  return undefined;
}
