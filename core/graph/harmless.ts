import type { Fact } from '../vocabulary/operator.ts';

/** Whether a layer has a value in spite of a fact: dropped arguments, and what TensorFlow.js refuses although it is well defined. */
export function isHarmless({ kind }: Fact): boolean {
  return kind === 'ignored-argument' || kind === 'stride-with-dilation';
}
