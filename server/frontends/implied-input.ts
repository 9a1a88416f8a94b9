import type { Layer } from '../../core/graph/node.ts';
import type { Shape } from '../../core/vocabulary/operator.ts';

/**
 * The input layer that a sequential model makes for itself from its first layer's `inputShape`. The runtime does not
 * list it in `model.layers`; here it is the layer without a source.
 *
 * @param shape batch first; empty when unknown
 */
export function impliedInput(firstLabel: string, shape: Shape): Layer {
  return {
    name: null,
    label: `${firstLabel}_input`,
    className: 'InputLayer',
    operator: 'inputLayer',
    attributes: {},
    facts: [],
    trainable: true,
    source: null,
    instance: 0,
    model: null,
    inputShape: shape,
  };
}
