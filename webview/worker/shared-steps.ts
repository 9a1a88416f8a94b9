import type { Program, Step } from '../../core/engine/program.ts';

/** How many first steps of two programs are the same, weights by seed included: an edit leaves them as they are. */
export function sharedSteps(a: Program, b: Program): number {
  const count = Math.min(a.steps.length, b.steps.length);
  for (let index = 0; index < count; index++) {
    const isInput = a.inputs.includes(index);
    if (isInput !== b.inputs.includes(index) || a.inputs.indexOf(index) !== b.inputs.indexOf(index)) return index;
    if (!isSame(a.steps[index] as Step, b.steps[index] as Step)) return index;
  }
  return count;
}

function isSame(a: Step, b: Step): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
