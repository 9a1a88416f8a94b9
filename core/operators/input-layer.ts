import { dimensionOf, shapeOf } from '../vocabulary/attribute-values.ts';
import { NO_COST } from '../vocabulary/cost.ts';
import { type Dimension, isKnown, printSizes, symbol } from '../vocabulary/dimension.ts';
import type { Attributes, AttributeValue, Operator, Shape } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { UNKNOWN_SHAPE } from '../vocabulary/shape.ts';

export const inputLayer: Operator = {
  name: 'inputLayer',
  title: 'Input',
  doc: 'Where data enters the model. A spatial size that is left open is named: H, W for images, L for sequences.',
  family: 'input',
  takes: 'anything',
  action: 'input',
  attributes: {
    batchInputShape: { kind: 'shape', doc: 'Sizes with the batch in front.' },
    inputShape: { kind: 'shape', doc: 'Sizes without the batch.' },
    batchSize: { kind: 'size', doc: 'The batch, where it is fixed.' },
    dtype: { kind: 'data', doc: 'Type of the values.' },
    sparse: { kind: 'data', doc: 'Whether the input is sparse.' },
  },
  infer: (attributes) => ({ outputs: [inputShape(attributes) ?? UNKNOWN_SHAPE], facts: [] }),
  weights: () => [],
  cost: () => NO_COST,
  reach: () => 'pointwise',
  summary: (attributes) => [phrase('{0}', printSizes(inputShape(attributes) ?? UNKNOWN_SHAPE))],
};

/**
 * The input shape that a layer's arguments give, batch first: `batchInputShape`, `batchShape`, or `inputShape` or `shape`
 * behind `batchSize`. Open spatial sizes become named; the batch and open channels stay unknown. Null when no argument
 * gives a shape.
 */
export function inputShape(raw: Readonly<Record<string, AttributeValue | undefined>>): Shape | null {
  if (!shapeNames.some((name) => raw[name] !== undefined)) return null;
  const given: Attributes = Object.fromEntries(
    Object.entries(raw).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  for (const name of ['batchInputShape', 'batchShape']) {
    const shape = shapeOf(given, name);
    if (shape !== null && shape.length > 0) return [openToNull(shape[0]!), ...nameOpenSizes(shape.slice(1))];
  }
  for (const name of ['inputShape', 'shape']) {
    const shape = shapeOf(given, name);
    if (shape !== null) return [openToNull(dimensionOf(given, 'batchSize')), ...nameOpenSizes(shape)];
  }
  return null;
}

const shapeNames = ['batchInputShape', 'batchShape', 'inputShape', 'shape'];

function nameOpenSizes(sizes: readonly Dimension[]): readonly Dimension[] {
  const spatial = sizes.length === 1 ? 1 : sizes.length - 1;
  const names = SPATIAL_NAMES[spatial];
  return sizes.map((size, axis) => {
    const open = openToNull(size);
    if (open !== null || axis >= spatial) return open;
    return symbol(names?.[axis] ?? `S${axis + 1}`);
  });
}

/** By number of spatial axes. */
const SPATIAL_NAMES: Readonly<Record<number, readonly string[]>> = { 1: ['L'], 2: ['H', 'W'], 3: ['D', 'H', 'W'] };

function openToNull(size: Dimension): Dimension {
  return isKnown(size) && size < 0 ? null : size;
}
