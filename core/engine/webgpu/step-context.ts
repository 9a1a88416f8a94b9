import type { Refusal } from '../lowering/index.ts';
import type { Step } from '../program.ts';
import type { ConvolutionPreference } from './kernels/convolution.ts';
import type { DeviceTensor } from './layout.ts';
import type { Dispatch } from './shader.ts';

/** What an operator is planned from. */
export interface StepContext {
  readonly step: Step;
  readonly inputs: readonly DeviceTensor[];
  readonly preference: ConvolutionPreference;
  /** What one binding holds: weights beyond it are read in parts. */
  readonly bindingBytes: number;
  output(): DeviceTensor;
  /** A buffer that no other step reads. */
  scratch(shape: readonly number[]): DeviceTensor;
}

/** Launches; or that the output is the first input as it is; or why the device cannot do it. */
export type Planned = readonly Dispatch[] | 'same' | Refusal;

export type Planner = (context: StepContext) => Planned;
