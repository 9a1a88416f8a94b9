import {
  checkResumption,
  type Earlier,
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
import { type Summary, scaleOf, statisticsOf, summaryOf, valuesOf } from '../summary.ts';
import type { Tensor } from '../tensor.ts';
import { rangeOf, type ValueRange } from '../value-range.ts';
import type { Call, Place } from './builder.ts';
import { createHolders, type Holders } from './holders.ts';
import type { Modules } from './modules.ts';
import { type Plan, planProgram } from './plan.ts';

const PAGE = 65536;

/** Emits and compiles the program's functions. A step's weights are laid out in memory when a run first reaches it. */
export async function createSession(
  program: Program,
  weights: ProgramWeights | WeightsByStep,
  {
    relaxed,
    modules,
    budget,
    after,
    keep = 'all',
  }: LoadOptions & { readonly relaxed: boolean; readonly modules: Modules },
): Promise<Session> {
  const plan = planProgram(program, { relaxed, keep, budget: createBudget(program, weights, budget) });
  const pages = Math.ceil(plan.bytes / PAGE);
  const memory = allocate(pages, program);
  const module = await modules.compile(plan.functions, pages);
  const instance = await WebAssembly.instantiate(module, { host: { memory } });
  const floats = new Float32Array(memory.buffer);
  const call: Call = (code, ...parameters) => instance.exports[`${code}`](...parameters);
  const session = new WasmSession(program, plan, weights, { floats, call });
  if (after?.session instanceof WasmSession) session.takeOver(after.session, after);
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
  readonly #holders: Holders;
  #loaded: Loaded | null;
  /** Steps from the first on that are computed. */
  #reached = 0;
  #running = false;
  /** The end of what computes now: one computation follows another. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(program: Program, plan: Plan, weights: ProgramWeights | WeightsByStep, loaded: Loaded) {
    this.#program = program;
    this.#plan = plan;
    this.#weights = weights;
    this.#loaded = loaded;
    this.#holders = createHolders(program, plan);
  }

  async run(inputs: readonly Tensor[], options: RunOptions = {}): Promise<void> {
    if (this.#running) throw new EngineError('The session is still running', []);
    this.#running = true;
    try {
      await this.#inTurn(() => this.#run(inputs, options));
    } finally {
      this.#running = false;
    }
  }

  async #run(inputs: readonly Tensor[], options: RunOptions): Promise<void> {
    const { from = 0, onStep } = options;
    checkResumption(from, this.#reached, this.#program);
    this.#program.inputs.forEach((step, at) => {
      this.#writeInput(step, inputs[at]);
    });
    this.#reached = from;
    const { length } = this.#program.steps;
    const told = (report: StepReport) => {
      this.#reached = report.step + 1;
      return report.step < from ? undefined : onStep?.(report);
    };
    await this.#compute(this.#canResume(from) ? from : 0, length, { ...options, onStep: told });
  }

  async #compute(from: number, past: number, { signal, onStep }: RunOptions): Promise<void> {
    const breath = createBreath(signal);
    for (let step = from; step < past; step++) {
      await breath.take();
      const started = performance.now();
      const isNew = await this.#prepare(step, breath);
      const prepared = performance.now();
      this.#holders.clear(step);
      const report = await this.#step(step, breath);
      this.#holders.fill(step);
      const milliseconds = performance.now() - prepared;
      const weights = isNew ? { weightsMilliseconds: prepared - started } : {};
      await onStep?.({ step, milliseconds, ...weights, ...report });
    }
  }

  /** Whether all is there that the steps from one on read of those before it. */
  #canResume(from: number): boolean {
    const earlier = this.#program.steps.slice(from).flatMap(({ inputs }) => inputs.filter(({ step }) => step < from));
    return earlier.every(({ step }) => this.#holders.has(step));
  }

  /** What is made of a step's values, which are computed again where they were not kept. */
  async #of<Result>({ step, output }: StepOutput, use: (values: Tensor) => Result): Promise<Result> {
    const { path } = this.#program.steps[step];
    this.#open();
    if (this.#holders.has(step)) return use(this.#view({ step, output }));
    if (step >= this.#reached) throw new EngineError('Nothing has been computed here yet', path);
    if (this.#running) throw new EngineError('Its values were not kept, and the session is running', path);
    return this.#inTurn(async () => {
      if (!this.#holders.has(step)) await this.#compute(0, step + 1, {});
      return use(this.#view({ step, output }));
    });
  }

  #inTurn<Result>(compute: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(compute);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  get bytes(): number {
    const others = this.#ready.flatMap((weights) => Object.values(weights));
    return this.#plan.bytes + others.reduce((sum, { data }) => sum + data.byteLength, 0);
  }

  /** Copies what another session has computed of the same first steps, and the weights of the same layers. */
  takeOver(other: WasmSession, { steps, weights }: Earlier): void {
    checkResumption(steps, other.#reached, this.#program);
    for (let step = 0; step < steps; step++) {
      if (!other.#holders.has(step)) continue;
      this.#program.steps[step].outputShapes.forEach((_, output) => {
        this.#view({ step, output }).data.set(other.#view({ step, output }).data);
      });
      this.#holders.fill(step);
    }
    this.#reached = steps;
    weights.forEach((from, step) => {
      if (from !== undefined) this.#takeWeights(other, from, step);
    });
  }

  #takeWeights(other: WasmSession, from: number, to: number): void {
    const [there, here] = [other.#plan.steps[from], this.#plan.steps[to]];
    if (!other.#ready[from] || there.kind !== here.kind) return;
    if (there.kind === 'wasm' && here.kind === 'wasm') {
      const sizes = (places: readonly Place[]) => places.map(({ floats }) => floats).join();
      if (sizes(there.places) !== sizes(here.places)) return;
      for (const [at, { address, floats }] of there.places.entries()) {
        const data = other.#open().floats.subarray(address / 4, address / 4 + floats);
        this.#open().floats.set(data, here.places[at].address / 4);
      }
    }
    this.#ready[to] = other.#ready[from];
  }

  read(from: StepOutput, range?: ValueRange): Promise<Tensor> {
    return this.#of(from, ({ shape, data }) => (range ? rangeOf(data, range) : { shape, data: data.slice() }));
  }

  summary(from: StepOutput, layout: TensorLayout): Promise<Summary> {
    return this.#of(from, ({ data }) => {
      const { call, floats } = this.#open();
      const statistics = this.#plan.statistics.of(call, floats, data.byteOffset, layout) ?? statisticsOf(data, layout);
      const scale = scaleOf(statistics);
      const histogram = this.#plan.histogram.of(call, floats, data.byteOffset, valuesOf(layout), scale);
      return summaryOf(data, layout, { statistics, histogram });
    });
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
    this.#holders.fill(step);
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
