import {
  checkResumption,
  EngineError,
  type LoadOptions,
  type ProgramWeights,
  type RunOptions,
  type Session,
  type StepReport,
  type WeightsByStep,
  weightsOf,
} from '../backend.ts';
import { type Breath, createBreath } from '../breath.ts';
import { createBudget } from '../budget.ts';
import type { TensorLayout } from '../map-layout.ts';
import type { Program, StepOutput } from '../program.ts';
import { computing } from '../reference/compute-step.ts';
import { elements, type Weights } from '../reference/kernel.ts';
import { type Summary, summaryOf } from '../summary.ts';
import type { Tensor } from '../tensor.ts';
import { rangeOf, type ValueRange } from '../value-range.ts';
import type { Call } from './builder.ts';
import type { Modules } from './modules.ts';
import { type Plan, planProgram } from './plan.ts';

const PAGE = 65536;

/** Emits and compiles the program's functions. A step's weights are laid out in memory when a run first reaches it. */
export async function createSession(
  program: Program,
  weights: ProgramWeights | WeightsByStep,
  { relaxed, modules, budget, after }: LoadOptions & { readonly relaxed: boolean; readonly modules: Modules },
): Promise<Session> {
  const plan = planProgram(program, relaxed, createBudget(program, weights, budget));
  const pages = Math.ceil(plan.bytes / PAGE);
  const memory = allocate(pages, program);
  const module = await modules.compile(plan.functions, pages);
  const instance = await WebAssembly.instantiate(module, { host: { memory } });
  const floats = new Float32Array(memory.buffer);
  const call: Call = (code, ...parameters) => instance.exports[`${code}`](...parameters);
  const session = new WasmSession(program, plan, weights, { floats, call });
  if (after?.session instanceof WasmSession) session.takeOver(after.session, after.steps);
  return session;
}

function allocate(pages: number, program: Program): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch {
    const largest = program.steps.reduce((a, b) => (elements(b.outputShapes[0]) > elements(a.outputShapes[0]) ? b : a));
    const message = `The model needs ${Math.ceil(pages / 16)} MiB, which is not to be had; its largest layer is ${largest.path.join('/')}`;
    throw new EngineError(message, largest.path);
  }
}

/** What a session holds until it is disposed: its memory, and the instance that holds the same memory. */
interface Loaded {
  readonly floats: Float32Array;
  readonly call: Call;
}

class WasmSession implements Session {
  readonly #program: Program;
  readonly #plan: Plan;
  readonly #weights: ProgramWeights | WeightsByStep;
  /** By step: what is laid out in memory, and what the reference engine computes with. */
  readonly #ready: Weights[] = [];
  #loaded: Loaded | null;
  /** Steps from the first on that are computed. */
  #reached = 0;
  #running = false;

  constructor(program: Program, plan: Plan, weights: ProgramWeights | WeightsByStep, loaded: Loaded) {
    this.#program = program;
    this.#plan = plan;
    this.#weights = weights;
    this.#loaded = loaded;
  }

  async run(inputs: readonly Tensor[], options: RunOptions = {}): Promise<void> {
    if (this.#running) throw new EngineError('The session is still running', []);
    const { from = 0 } = options;
    checkResumption(from, this.#reached, this.#program);
    this.#program.inputs.forEach((step, at) => {
      this.#writeInput(step, inputs[at]);
    });
    this.#running = true;
    this.#reached = from;
    try {
      await this.#steps(from, options);
    } finally {
      this.#running = false;
    }
  }

  async #steps(from: number, { signal, onStep }: RunOptions): Promise<void> {
    const breath = createBreath(signal);
    for (let step = from; step < this.#program.steps.length; step++) {
      await breath.take();
      const started = performance.now();
      const isNew = await this.#prepare(step, breath);
      const prepared = performance.now();
      const report = await this.#step(step, breath);
      this.#reached = step + 1;
      const milliseconds = performance.now() - prepared;
      const weights = isNew ? { weightsMilliseconds: prepared - started } : {};
      await onStep?.({ step, milliseconds, ...weights, ...report });
    }
  }

  /** Copies what another session has computed of the first steps, which are the same there. */
  takeOver(other: WasmSession, steps: number): void {
    checkResumption(steps, other.#reached, this.#program);
    for (let step = 0; step < steps; step++) {
      this.#program.steps[step].outputShapes.forEach((_, output) => {
        this.#view({ step, output }).data.set(other.#view({ step, output }).data);
      });
    }
    this.#reached = steps;
  }

  async read({ step, output }: StepOutput, range?: ValueRange): Promise<Tensor> {
    const { data, shape } = this.#view({ step, output });
    if (range) return rangeOf(data, range);
    return { shape, data: data.slice() };
  }

  async summary({ step, output }: StepOutput, layout: TensorLayout): Promise<Summary> {
    const { data } = this.#view({ step, output });
    const { call, floats } = this.#open();
    const found = this.#plan.statistics.of(call, floats, this.#plan.steps[step].outputs[output], layout);
    return summaryOf(data, layout, found ?? undefined);
  }

  dispose(): void {
    this.#loaded = null;
  }

  #open(): Loaded {
    if (!this.#loaded) throw new EngineError('The session was disposed', []);
    return this.#loaded;
  }

  #view({ step, output }: StepOutput): Tensor {
    const shape = this.#program.steps[step].outputShapes[output];
    const from = this.#plan.steps[step].outputs[output] / 4;
    return { shape, data: this.#open().floats.subarray(from, from + elements(shape)) };
  }

  #writeInput(step: number, tensor: Tensor | undefined): void {
    const { shape, data } = this.#view({ step, output: 0 });
    if (tensor?.data.length !== data.length) {
      const given = tensor ? tensor.shape.join('×') : 'nothing';
      const { path } = this.#program.steps[step];
      throw new EngineError(`The input is ${given} and must be ${shape.join('×')}`, path);
    }
    data.set(tensor.data);
  }

  /** Makes the step's weights ready where they are not. What was packed is not kept in its other order. */
  async #prepare(index: number, breath: Breath): Promise<boolean> {
    const plan = this.#plan.steps[index];
    if (this.#ready[index] || plan.kind === 'input' || plan.kind === 'same') return false;
    const open = () => this.#open();
    const weights = await breath.through(weightsOf(this.#weights, index), open);
    if (plan.kind === 'wasm') {
      const { call, floats } = this.#open();
      await breath.through(plan.work.load(call, floats, weights), open);
    }
    this.#ready[index] = plan.kind === 'wasm' ? {} : weights;
    return true;
  }

  async #step(index: number, breath: Breath): Promise<Pick<StepReport, 'engine' | 'reason' | 'referencePart'>> {
    const plan = this.#plan.steps[index];
    if (plan.kind === 'reference') {
      await this.#runReference(index, breath);
      return { engine: 'reference', reason: plan.reason };
    }
    if (plan.kind !== 'wasm') return { engine: 'wasm' };
    const { call, floats } = this.#open();
    await breath.through(plan.work.run(call, floats), () => this.#open());
    const { referencePart } = plan.work;
    return referencePart === undefined ? { engine: 'wasm' } : { engine: 'wasm', referencePart };
  }

  async #runReference(index: number, breath: Breath): Promise<void> {
    const step = this.#program.steps[index];
    const inputs = step.inputs.map((input) => this.#view(input));
    const outputs = await breath.through(computing(step, inputs, this.#ready[index]), () => this.#open());
    for (const [output, { data }] of outputs.entries()) this.#view({ step: index, output }).data.set(data);
  }
}
