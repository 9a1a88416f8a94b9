import type { LayerValue } from './values.ts';
import { now } from './values.ts';

/** A layer whose operator is unknown: the shapes behind it are unknown too, and never wrong. */
export function unknownLayer(className: string, why: string, source: LayerValue['source']): LayerValue {
  return {
    kind: 'layer',
    description: {
      name: null,
      className,
      operator: 'unknown',
      attributes: {},
      facts: [],
      instance: 0,
      why,
    },
    label: className.toLowerCase(),
    source,
    trainable: true,
    hasFrozenWeights: false,
    nodes: [],
    batchInputShape: null,
    config: null,
    model: null,
    instance: null,
    born: now(),
  };
}
