import { unknownLayer } from '../../values/unknown-layer.ts';
import type { LayerValue } from '../../values/values.ts';

/** The input layer that TF.js makes for a sequential model, and does not list. */
export function implicitInput(first: LayerValue): LayerValue {
  const layer = unknownLayer('InputLayer', '', null);
  const { why: _, ...description } = layer.description;
  const { openAxes } = first.description;
  return {
    ...layer,
    description: {
      ...description,
      operator: 'inputLayer',
      inputShape: first.batchInputShape ?? [],
      implicit: true,
      ...(openAxes ? { openAxes } : {}),
    },
    label: `${first.label}_input`,
  };
}
