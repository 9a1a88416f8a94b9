import type { Layer } from '../../../core/graph/node.ts';

/** The runtime's `model.layers` leaves out the input layer that a sequential model makes for itself. */
export function isListed({ operator, source }: Layer): boolean {
  return operator !== 'inputLayer' || source !== null;
}
