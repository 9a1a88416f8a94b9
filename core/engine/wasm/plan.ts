import { type Told, told } from '../../vocabulary/told.ts';
import { EngineError } from '../backend.ts';
import type { Budget } from '../budget.ts';
import { demandOf, type Keep } from '../keeping.ts';
import type { Program, Step, StepOutput } from '../program.ts';
import { elements } from '../reference/kernel.ts';
import { createArena } from './arena.ts';
import { type Builder, createBuilder, type Place } from './builder.ts';
import { type Histogram, histogram } from './kernels/histogram.ts';
import { type Statistics, statistics } from './kernels/statistics.ts';
import { PLANNERS } from './operators/index.ts';
import type { Work } from './work.ts';

export type StepPlan = {
  /** Addresses of the outputs, NHWC. */
  readonly outputs: readonly number[];
} & (
  | { readonly kind: 'input' }
  | { readonly kind: 'same' }
  /** Its places hold weights, packed, and padding. */
  | { readonly kind: 'wasm'; readonly work: Work; readonly places: readonly Place[] }
  | { readonly kind: 'reference'; readonly reason: Told }
);

export interface Plan {
  readonly steps: readonly StepPlan[];
  readonly functions: Builder['functions'];
  readonly statistics: Statistics;
  readonly histogram: Histogram;
  readonly bytes: number;
}

/** WebAssembly's 32-bit addresses, less a page. */
const MOST_BYTES = 2 ** 32 - 2 ** 16;

export interface PlanOptions {
  readonly relaxed: boolean;
  readonly budget: Budget;
  readonly keep: Keep;
}

/**
 * Chooses kernels and addresses for a program. Outputs that are to stay have memory of their own; that of the others
 * serves later steps as soon as nobody reads them any more.
 * @throws EngineError that names the layer at which the memory ran out.
 */
export function planProgram(program: Program, { relaxed, budget, keep }: PlanOptions): Plan {
  const builder = createBuilder(relaxed);
  const arena = createArena(builder);
  const demand = demandOf(program, keep);
  const summaries = { statistics: statistics(builder), histogram: histogram(builder) };
  const steps: StepPlan[] = [];
  const addressOf = ({ step, output }: StepOutput) => steps[step].outputs[output];
  program.steps.forEach((step, index) => {
    // While it is planned, a step wants its outputs itself.
    const wanted = (output: number) => demand({ step: index, output }) + 1;
    const allocate = () => step.outputShapes.map((shape, output) => arena.allocate(elements(shape), wanted(output)));
    if (program.inputs.includes(index)) {
      // Never let go of: what is computed again starts from it.
      steps.push({ kind: 'input', outputs: allocate() });
      return;
    }
    const inputs = step.inputs.map(addressOf);
    let outputs: readonly number[] | null = null;
    const first = builder.places.length;
    const planner = PLANNERS[step.operator] ?? (() => ({ reason: told('no kernel for {0}', step.operator) }));
    const planned = planner({
      step,
      builder,
      inputs,
      output() {
        outputs ??= allocate();
        return outputs[0];
      },
    });
    if (planned === 'same') {
      for (const [output, address] of inputs.entries()) arena.share(address, wanted(output));
      steps.push({ kind: 'same', outputs: inputs });
    } else if ('reason' in planned)
      steps.push({ kind: 'reference', reason: planned.reason, outputs: outputs ?? allocate() });
    else {
      const own = outputs ?? allocate();
      const places = builder.places.slice(first).filter(({ address }) => !own.includes(address));
      steps.push({ kind: 'wasm', work: planned, outputs: own, places });
    }
    for (const address of [...steps[index].outputs, ...inputs]) arena.letGo(address);
    budget.check(index, builder.bytes);
    checkAddresses(step, builder.bytes);
  });
  return { steps, functions: builder.functions, ...summaries, bytes: builder.bytes };
}

function checkAddresses({ path }: Step, bytes: number): void {
  if (bytes <= MOST_BYTES) return;
  const message = `${path.join('/')}: the model needs more than the 4 GiB that WebAssembly can address. Choose a smaller input.`;
  throw new EngineError(message, path);
}
