import {
  checkResumption,
  type Earlier,
  type Engine,
  EngineError,
  type ProgramWeights,
  type RunOptions,
  type Session,
  type WeightsByStep,
  weightsOf,
} from '../backend.ts';
import { createBreath, type Portions } from '../breath.ts';
import { type Budget, createBudget } from '../budget.ts';
import type { TensorLayout } from '../map-layout.ts';
import type { Program, Step, StepOutput } from '../program.ts';
import { type Summary, summaryOf } from '../summary.ts';
import type { Tensor } from '../tensor.ts';
import { rangeOf, type ValueRange } from '../value-range.ts';
import { type AlgorithmName, algorithms } from './algorithms/index.ts';
import { convolutionsBy } from './algorithms/kernel.ts';
import { computing } from './compute-step.ts';
import { kernels } from './index.ts';
import { elements, type KernelTable, type Weights } from './kernel.ts';

export interface ReferenceOptions {
  /** How convolutions are computed; patches and a product of matrices unless said. */
  readonly algorithm?: AlgorithmName;
}

/**
 * The engine that defines what is right: plain JavaScript, float32 values, double-precision sums.
 *
 * A run yields to the event loop every few milliseconds, so that it can be cancelled and so that a page stays alive.
 */
export function createReferenceEngine(options: ReferenceOptions = {}): Engine {
  const algorithm = options.algorithm === undefined ? null : algorithms[options.algorithm];
  const table = algorithm === null ? kernels : { ...kernels, ...convolutionsBy(algorithm) };
  return {
    name: 'reference',
    description: `JavaScript, double-precision sums${algorithm === null ? '' : `, ${algorithm.name}`}`,
    load: async (program, weights, { budget, after } = {}) => {
      checkMemory(program, createBudget(program, weights, budget));
      const session = new ReferenceSession(program, weights, table);
      if (after?.session instanceof ReferenceSession) session.takeOver(after.session, after);
      return session;
    },
    dispose: () => {},
  };
}

class ReferenceSession implements Session {
  readonly #program: Program;
  readonly #source: ProgramWeights | WeightsByStep;
  /** By step, what was made once. */
  readonly #weights: Weights[] = [];
  readonly #table: KernelTable;
  #values: (readonly Tensor[])[] = [];
  #disposed = false;

  constructor(program: Program, weights: ProgramWeights | WeightsByStep, table: KernelTable) {
    if (!('of' in weights)) {
      for (const [index, step] of program.steps.entries()) checkWeights(step, weights[index] ?? {});
    }
    this.#program = program;
    this.#source = weights;
    this.#table = table;
  }

  async run(inputs: readonly Tensor[], options: RunOptions = {}): Promise<void> {
    const { steps } = this.#program;
    this.#check();
    checkInputs(this.#program, inputs);
    const { from = 0 } = options;
    checkResumption(from, this.#values.length, this.#program);
    this.#values = this.#values.slice(0, from);
    const breath = createBreath(options.signal);
    for (let index = from; index < steps.length; index++) {
      const step = steps[index];
      await breath.take();
      const started = performance.now();
      const position = this.#program.inputs.indexOf(index);
      this.#values.push(
        position < 0 ? await breath.through(this.#computing(index, step), () => this.#check()) : [inputs[position]],
      );
      await options.onStep?.({ step: index, milliseconds: performance.now() - started });
      this.#check();
    }
  }

  get bytes(): number {
    const weights = this.#weights.flatMap((own) => Object.values(own));
    return [...this.#values.flat(), ...weights].reduce((sum, { data }) => sum + data.byteLength, 0);
  }

  /** Takes what another session has computed of the same first steps, and the weights of the same layers. */
  takeOver(other: ReferenceSession, { steps, weights }: Earlier): void {
    checkResumption(steps, other.#values.length, this.#program);
    this.#values = other.#values.slice(0, steps);
    weights.forEach((from, step) => {
      const ready = from === undefined ? undefined : other.#weights[from];
      if (ready) this.#weights[step] = ready;
    });
  }

  async read({ step, output }: StepOutput, range?: ValueRange): Promise<Tensor> {
    this.#check();
    const value = this.#values[step]?.[output];
    if (value === undefined) throw new EngineError('nothing has been computed here yet', this.#path(step));
    return range ? rangeOf(value.data, range) : value;
  }

  async summary(output: StepOutput, layout: TensorLayout): Promise<Summary> {
    const { data } = await this.read(output);
    return summaryOf(data, layout);
  }

  dispose(): void {
    this.#disposed = true;
    this.#values = [];
  }

  #check(): void {
    if (this.#disposed) throw new EngineError('The session was disposed', []);
  }

  *#computing(index: number, step: Step): Portions<readonly Tensor[]> {
    const inputs = step.inputs.map(({ step: from, output }) => this.#values[from][output]);
    this.#weights[index] ??= yield* weightsOf(this.#source, index);
    return yield* computing(step, inputs, this.#weights[index], this.#table);
  }

  #path(step: number): readonly string[] {
    return this.#program.steps[step]?.path ?? [];
  }
}

/** Outputs, and the weights that a session keeps once they are made. */
function checkMemory({ steps }: Program, budget: Budget): void {
  let bytes = 0;
  for (const [index, { outputShapes }] of steps.entries()) {
    bytes += outputShapes.reduce((sum, shape) => sum + 4 * elements(shape), 0);
    budget.check(index, bytes);
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
