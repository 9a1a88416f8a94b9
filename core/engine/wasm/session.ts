import { EngineError, type ProgramWeights, type RunOptions, type Session, type StepReport } from '../backend.ts';
import { type Breath, createBreath } from '../breath.ts';
import type { Program, StepOutput } from '../program.ts';
import { computing } from '../reference/compute-step.ts';
import { elements } from '../reference/kernel.ts';
import type { Tensor } from '../tensor.ts';
import type { Call } from './builder.ts';
import type { Modules } from './modules.ts';
import { type Plan, planProgram } from './plan.ts';

const PAGE = 65536;

/** Emits and compiles the program's functions, and lays its weights out in memory. */
export async function createSession(
  program: Program,
  weights: ProgramWeights,
  relaxed: boolean,
  modules: Modules,
): Promise<Session> {
  const plan = planProgram(program, relaxed);
  const pages = Math.ceil(plan.bytes / PAGE);
  const memory = allocate(pages, program);
  const module = await modules.compile(plan.functions, pages);
  const instance = await WebAssembly.instantiate(module, { host: { memory } });
  const floats = new Float32Array(memory.buffer);
  plan.steps.forEach((step, index) => {
    if (step.kind === 'wasm') step.work.load(floats, weights[index] ?? {});
  });
  const call: Call = (code, ...parameters) => instance.exports[`${code}`](...parameters);
  return new WasmSession(program, plan, weights, { floats, call });
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
  readonly #weights: ProgramWeights;
  #loaded: Loaded | null;

  constructor(program: Program, plan: Plan, weights: ProgramWeights, loaded: Loaded) {
    this.#program = program;
    this.#plan = plan;
    this.#weights = weights;
    this.#loaded = loaded;
  }

  async run(inputs: readonly Tensor[], { signal, onStep }: RunOptions = {}): Promise<void> {
    this.#program.inputs.forEach((step, at) => {
      this.#writeInput(step, inputs[at]);
    });
    const breath = createBreath(signal);
    for (let step = 0; step < this.#program.steps.length; step++) {
      await breath.take();
      const started = performance.now();
      const report = await this.#step(step, breath);
      await onStep?.({ step, milliseconds: performance.now() - started, ...report });
    }
  }

  async read({ step, output }: StepOutput): Promise<Tensor> {
    const { data, shape } = this.#view({ step, output });
    return { shape, data: data.slice() };
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
    const outputs = await breath.through(computing(step, inputs, this.#weights[index]), () => this.#open());
    for (const [output, { data }] of outputs.entries()) this.#view({ step: index, output }).data.set(data);
  }
}
