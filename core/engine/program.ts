import type { OperatorName } from '../operators/index.ts';
import type { Initialiser } from '../vocabulary/initialiser.ts';
import type { Attributes } from '../vocabulary/operator.ts';

/**
 * What an engine executes: a graph flattened (nested models inlined) with every size known, its steps in order of
 * execution. Made by `compile` from a graph and input sizes; engines never see unknowns.
 */
export interface Program {
  readonly steps: readonly Step[];
  /** Indices of the steps that stand for the model's inputs, in the model's order. */
  readonly inputs: readonly number[];
  readonly outputs: readonly StepOutput[];
}

export interface StepOutput {
  readonly step: number;
  readonly output: number;
}

export interface Step {
  readonly operator: OperatorName;
  readonly attributes: Attributes;
  /** Layer labels from the outermost model inwards; weights are looked up by it, so shared layers share theirs. */
  readonly path: readonly string[];
  readonly inputs: readonly StepOutput[];
  readonly inputShapes: readonly (readonly number[])[];
  readonly outputShapes: readonly (readonly number[])[];
  readonly weights: readonly StepWeight[];
  /** Under which names the weights are stored, where the model says so; otherwise names are matched. */
  readonly stored?: Readonly<Record<string, string>>;
  /** How weights start where the model says so, by the argument that says it: `kernelInitializer`. */
  readonly initialisers?: Readonly<Record<string, Initialiser>>;
  readonly macs: number;
}

export interface StepWeight {
  /** `kernel`, `bias`, … as in the operator's `WeightSpec`. */
  readonly name: string;
  readonly shape: readonly number[];
}
