import type { Told } from '../../vocabulary/told.ts';
import type { Portions } from '../breath.ts';
import type { Refusal } from '../lowering/index.ts';
import type { Step } from '../program.ts';
import type { Weights } from '../reference/kernel.ts';
import type { Builder, Call } from './builder.ts';

/** One step in WebAssembly. */
export interface Work {
  /** The part of the step that runs in JavaScript, as the reference engine does it: `activation tanh`. */
  readonly referencePart?: Told;
  /** Writes the step's weights to their places, in the order in which the kernel reads them. */
  load(call: Call, memory: Float32Array, weights: Weights): Portions;
  run(call: Call, memory: Float32Array): Portions;
}

/** What a step is planned from; addresses of its inputs. */
export interface StepContext {
  readonly step: Step;
  readonly builder: Builder;
  readonly inputs: readonly number[];
  output(): number;
}

/** A kernel; or that the output is the first input as it is; or why the reference engine computes it. */
export type Planned = Work | 'same' | Refusal;

export type Planner = (context: StepContext) => Planned;

/** Several kernels one after the other. */
export function inOrder(works: readonly Work[]): Work {
  return {
    *load(call, memory, weights) {
      for (const work of works) yield* work.load(call, memory, weights);
    },
    *run(call, memory) {
      for (const work of works) yield* work.run(call, memory);
    },
  };
}

/** What a kernel without weights loads. */
export function* nothing(): Portions {}
