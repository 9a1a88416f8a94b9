import { EngineError } from '../backend.ts';
import type { Budget } from '../budget.ts';
import type { Program, StepOutput } from '../program.ts';
import { elements } from '../reference/kernel.ts';
import { type Builder, createBuilder } from './builder.ts';
import { type Statistics, statistics } from './kernels/statistics.ts';
import { PLANNERS } from './operators/index.ts';
import type { Work } from './work.ts';

export type StepPlan = {
  /** Addresses of the outputs, NHWC. */
  readonly outputs: readonly number[];
} & (
  | { readonly kind: 'input' }
  | { readonly kind: 'same' }
  | { readonly kind: 'wasm'; readonly work: Work }
  | { readonly kind: 'reference'; readonly reason: string }
);

export interface Plan {
  readonly steps: readonly StepPlan[];
  readonly functions: Builder['functions'];
  readonly statistics: Statistics;
  readonly bytes: number;
}

/** WebAssembly's 32-bit addresses, less a page. */
const MOST_BYTES = 2 ** 32 - 2 ** 16;

/**
 * Chooses kernels and addresses for a program. Every step has memory of its own, so every output stays readable.
 * @throws EngineError that names the layer at which the memory ran out.
 */
export function planProgram(program: Program, relaxed: boolean, budget: Budget): Plan {
  const builder = createBuilder(relaxed);
  const summaries = statistics(builder);
  const steps: StepPlan[] = [];
  const addressOf = ({ step, output }: StepOutput) => steps[step].outputs[output];
  program.steps.forEach((step, index) => {
    const allocate = () => step.outputShapes.map((shape) => builder.allocate(elements(shape)));
    if (program.inputs.includes(index)) {
      steps.push({ kind: 'input', outputs: allocate() });
      return;
    }
    const inputs = step.inputs.map(addressOf);
    let outputs: readonly number[] | null = null;
    const planner = PLANNERS[step.operator] ?? (() => ({ reason: `no kernel for ${step.operator}` }));
    const planned = planner({
      step,
      builder,
      inputs,
      output() {
        outputs ??= allocate();
        return outputs[0];
      },
    });
    if (planned === 'same') steps.push({ kind: 'same', outputs: inputs });
    else if ('reason' in planned)
      steps.push({ kind: 'reference', reason: planned.reason, outputs: outputs ?? allocate() });
    else steps.push({ kind: 'wasm', work: planned, outputs: outputs ?? allocate() });
    budget.check(index, builder.bytes);
    if (builder.bytes <= MOST_BYTES) return;
    const message = `${step.path.join('/')}: the model needs more than the 4 GiB that WebAssembly can address. Choose a smaller input.`;
    throw new EngineError(message, step.path);
  });
  return { steps, functions: builder.functions, statistics: summaries, bytes: builder.bytes };
}
