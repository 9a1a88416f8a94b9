/**
 * How work is counted. A multiply-add is counted once, in the MACs; adding the bias is counted apart; everything else
 * is "other operations", one for each arithmetic operation or comparison on one element.
 */
import { textOf } from './attribute-values.ts';
import { add, type Dimension, multiply } from './dimension.ts';
import type { Attributes, Cost, Shape } from './operator.ts';
import { elementsOf } from './shape.ts';

export const NO_COST: Cost = { macs: 0, biasAdds: 0, otherOps: 0 };

export function costOf(parts: Partial<Cost>): Cost {
  return { ...NO_COST, ...parts };
}

/** `operations` for each element of a shape and nothing else. */
export function elementwiseCost(shape: Shape | undefined, operations: Dimension): Cost {
  return costOf({ otherOps: multiply(shape === undefined ? null : elementsOf(shape), operations) });
}

/** A layer's own activation: nothing for `linear`, three operations for a softmax (exponential, sum, quotient). */
export function activationOps(attributes: Attributes, elements: Dimension): Dimension {
  const activation = textOf(attributes, 'activation');
  if (activation === 'linear') return 0;
  return multiply(elements, activation === 'softmax' || activation === 'logSoftmax' ? 3 : 1);
}

export function addCosts(a: Cost, b: Cost): Cost {
  return { macs: add(a.macs, b.macs), biasAdds: add(a.biasAdds, b.biasAdds), otherOps: add(a.otherOps, b.otherOps) };
}

export function scaleCost(cost: Cost, times: Dimension): Cost {
  return {
    macs: multiply(cost.macs, times),
    biasAdds: multiply(cost.biasAdds, times),
    otherOps: multiply(cost.otherOps, times),
  };
}

export const UNKNOWN_COST: Cost = { macs: null, biasAdds: null, otherOps: null };
