import { EngineError, type ProgramWeights, type WeightsByStep } from './backend.ts';
import { describeRefusal } from './compile-messages.ts';
import type { Program } from './program.ts';

/**
 * Counts all that a session takes: what the engine has planned for outputs, padding and packed weights, and the weights
 * in JavaScript.
 */
export interface Budget {
  /** @throws EngineError that names the step, when the engine's bytes up to it and the weights exceed the budget */
  check(step: number, engineBytes: number): void;
}

/** @param limit in bytes; none unless said */
export function createBudget(
  { steps }: Program,
  weights: ProgramWeights | WeightsByStep,
  limit: number = Number.POSITIVE_INFINITY,
): Budget {
  const held = 'of' in weights ? largestStep(steps) : allTensors(weights);
  return {
    check(step, engineBytes) {
      const bytes = engineBytes + held(step);
      if (bytes <= limit) return;
      const { path } = steps[step];
      throw new EngineError(describeRefusal({ kind: 'budget', path, bytes, limit }), path);
    },
  };
}

/** Weights that are made when a step is reached are there one step at a time. */
function largestStep(steps: Program['steps']): (step: number) => number {
  let largest = 0;
  const upTo = steps.map(({ weights }) => {
    const own = weights.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
    largest = Math.max(largest, own);
    return largest;
  });
  return (step) => upTo[step];
}

/** The others stay, shared ones once. */
function allTensors(weights: ProgramWeights): (step: number) => number {
  const seen = new Set<Float32Array>();
  let sum = 0;
  const upTo = weights.map((own) => {
    for (const { data } of Object.values(own)) {
      if (!seen.has(data)) sum += data.byteLength;
      seen.add(data);
    }
    return sum;
  });
  return (step) => upTo[step] ?? sum;
}
