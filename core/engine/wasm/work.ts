import type { Weights } from '../reference/kernel.ts';
import type { Call } from './builder.ts';

/** One step in WebAssembly. */
export interface Work {
  /** Writes the step's weights to their places, in the order in which the kernel reads them. */
  load(memory: Float32Array, weights: Weights): void;
  run(call: Call, memory: Float32Array): void;
}
