import type { Program } from '../program.ts';
import type { Plan } from './plan.ts';

/** Whose values lie where: memory that is not kept serves several steps in turn. */
export interface Holders {
  /** Whether the step's values are there. */
  has(step: number): boolean;
  /** The step is about to write over what lies in its places. */
  clear(step: number): void;
  /** The step's values are there now. */
  fill(step: number): void;
}

export function createHolders({ steps }: Program, plan: Plan): Holders {
  const holders = new Map<number, number>();
  /** The step that computes what a step hands through. */
  const maker = (step: number): number => (plan.steps[step].kind === 'same' ? maker(steps[step].inputs[0].step) : step);
  return {
    has(step) {
      return plan.steps[step].outputs.every((address) => holders.get(address) === maker(step));
    },
    clear(step) {
      if (maker(step) === step) for (const address of plan.steps[step].outputs) holders.delete(address);
    },
    fill(step) {
      for (const address of plan.steps[step].outputs) holders.set(address, maker(step));
    },
  };
}
