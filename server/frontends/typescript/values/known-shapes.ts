import type { Shape } from '../../../../core/vocabulary/operator.ts';
import type { NodeValue } from './values.ts';

/** What an application of a layer that no operator defines gives for these inputs, if its shapes are known at all. */
export function knownShapes(inputs: readonly Shape[], outputs: readonly Shape[]): Pick<NodeValue, 'known'> {
  if (outputs.length === 0 || outputs.some((shape) => shape.length === 0)) return {};
  return { known: { inputs, outputs, cost: { macs: null, biasAdds: null, otherOps: null }, reach: 'unknown' } };
}
