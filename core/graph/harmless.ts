import type { Fact } from '../vocabulary/operator.ts';

/** Whether a layer has a value in spite of a fact: dropped arguments, and what TensorFlow.js refuses although it is well defined. */
export function isHarmless(fact: Fact): boolean {
  if (fact.kind === 'rank-mismatch') return fact.idle === true;
  return fact.kind === 'ignored-argument' || fact.kind === 'stride-with-dilation';
}
