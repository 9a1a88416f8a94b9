import { weightsOf } from '../../core/engine/backend.ts';
import { createBreath } from '../../core/engine/breath.ts';
import type { TensorLayout } from '../../core/engine/map-layout.ts';
import type { Program, StepOutput } from '../../core/engine/program.ts';
import type { Weights } from '../../core/engine/reference/kernel.ts';
import type { Tensor } from '../../core/engine/tensor.ts';
import { Recent } from './recent.ts';
import type { Loaded } from './sessions.ts';

/** A run's values and weights, wherever the engine has them. */
export interface Inspected {
  readonly program: Program;
  readonly layouts: readonly TensorLayout[];
  read(output: StepOutput): Promise<Tensor>;
  weights(step: number): Promise<Weights>;
}

/** What a mode looks at: a layer, its input and the layers that follow it, again and again, so that they stay. */
export class Inspector {
  private run: number | null = null;
  private readonly outputs = new Recent<string, Promise<Tensor>>(4);
  private readonly weights = new Recent<number, Promise<Weights>>(3);

  look(run: number, { program, layouts, session, weights }: Loaded): Inspected {
    if (run !== this.run) {
      this.outputs.clear();
      this.weights.clear();
    }
    this.run = run;
    return {
      program,
      layouts,
      read: (output) => this.outputs.get(`${output.step}:${output.output}`, () => session.read(output)),
      weights: (step) => this.weights.get(step, () => createBreath().through(weightsOf(weights, step))),
    };
  }
}
