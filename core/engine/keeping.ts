import type { Program, StepOutput } from './program.ts';

/** Which outputs stay readable as they are beside the inputs: every step's, those of the whole program, or none. */
export type Keep = 'all' | 'ends' | 'none';

/** How often an output is wanted: by every step that reads it, and once more where it stays. */
export function demandOf({ steps, outputs }: Program, keep: Keep): (output: StepOutput) => number {
  const counts = new Map<string, number>();
  const want = (output: StepOutput) => counts.set(keyOf(output), (counts.get(keyOf(output)) ?? 0) + 1);
  for (const step of steps) step.inputs.forEach(want);
  if (keep === 'ends') outputs.forEach(want);
  return (output) => (counts.get(keyOf(output)) ?? 0) + (keep === 'all' ? 1 : 0);
}

function keyOf({ step, output }: StepOutput): string {
  return `${step}/${output}`;
}
