import { type Engine, EngineError, type ProgramWeights, type RunOptions, type Session } from '../backend.ts';
import type { Program, Step, StepOutput } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import { type AlgorithmName, algorithms } from './algorithms/index.ts';
import { convolutionsBy } from './algorithms/kernel.ts';
import { computeStep } from './compute-step.ts';
import { kernels } from './index.ts';
import type { KernelTable } from './kernel.ts';

/** Kernels run without a break for this long at most before the event loop gets a turn. In milliseconds. */
const slice = 12;

export interface ReferenceOptions {
  /** How convolutions are computed; patches and a product of matrices unless said. */
  readonly algorithm?: AlgorithmName;
}

/**
 * The engine that defines what is right: plain JavaScript, float32 values, double-precision sums.
 *
 * A run yields to the event loop between steps, so that it can be cancelled and so that a page stays alive.
 */
export function createReferenceEngine(options: ReferenceOptions = {}): Engine {
  const algorithm = options.algorithm === undefined ? null : algorithms[options.algorithm];
  const table = algorithm === null ? kernels : { ...kernels, ...convolutionsBy(algorithm) };
  return {
    name: 'reference',
    description: `JavaScript, double-precision sums${algorithm === null ? '' : `, ${algorithm.name}`}`,
    load: async (program, weights) => new ReferenceSession(program, weights, table),
    dispose: () => {},
  };
}

class ReferenceSession implements Session {
  readonly #program: Program;
  readonly #weights: ProgramWeights;
  readonly #table: KernelTable;
  #values: (readonly Tensor[])[] = [];

  constructor(program: Program, weights: ProgramWeights, table: KernelTable) {
    for (const [index, step] of program.steps.entries()) checkWeights(step, weights[index] ?? {});
    this.#program = program;
    this.#weights = weights;
    this.#table = table;
  }

  async run(inputs: readonly Tensor[], options: RunOptions = {}): Promise<void> {
    const { steps } = this.#program;
    checkInputs(this.#program, inputs);
    this.#values = [];
    let resumed = performance.now();
    for (const [index, step] of steps.entries()) {
      if (performance.now() - resumed > slice) {
        await nextTurn();
        resumed = performance.now();
      }
      options.signal?.throwIfAborted();
      const started = performance.now();
      const position = this.#program.inputs.indexOf(index);
      this.#values.push(position < 0 ? this.#compute(index, step) : [inputs[position]]);
      await options.onStep?.({ step: index, milliseconds: performance.now() - started });
    }
  }

  async read({ step, output }: StepOutput): Promise<Tensor> {
    const value = this.#values[step]?.[output];
    if (value === undefined) throw new EngineError('nothing has been computed here yet', this.#path(step));
    return value;
  }

  dispose(): void {
    this.#values = [];
  }

  #compute(index: number, step: Step): readonly Tensor[] {
    const inputs = step.inputs.map(({ step: from, output }) => this.#values[from][output]);
    return computeStep(step, inputs, this.#weights[index], this.#table);
  }

  #path(step: number): readonly string[] {
    return this.#program.steps[step]?.path ?? [];
  }
}

function checkInputs({ steps, inputs: indices }: Program, inputs: readonly Tensor[]): void {
  if (inputs.length !== indices.length) {
    throw new EngineError(`the model takes ${indices.length} inputs and was given ${inputs.length}`, []);
  }
  for (const [i, index] of indices.entries()) {
    const expected = steps[index].outputShapes[0];
    if (sameShape(inputs[i].shape, expected)) continue;
    throw new EngineError(
      `input ${i} must be ${expected.join('×')} and is ${inputs[i].shape.join('×')}`,
      steps[index].path,
    );
  }
}

function checkWeights(step: Step, weights: Readonly<Record<string, Tensor>>): void {
  for (const { name, shape } of step.weights) {
    const value = weights[name];
    if (value === undefined) throw new EngineError(`the weight '${name}' is missing`, step.path);
    if (sameShape(value.shape, shape)) continue;
    throw new EngineError(`the weight '${name}' must be ${shape.join('×')} and is ${value.shape.join('×')}`, step.path);
  }
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
