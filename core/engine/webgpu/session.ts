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
import { createBreath } from '../breath.ts';
import { rangeOfMap, type TensorLayout } from '../map-layout.ts';
import type { Program, StepOutput } from '../program.ts';
import { computing } from '../reference/compute-step.ts';
import type { Weights } from '../reference/kernel.ts';
import { clearestMap, type Summary, scaleOf, summaryFrom, summaryOf } from '../summary.ts';
import type { Tensor } from '../tensor.ts';
import type { ValueRange } from '../value-range.ts';
import { type Device, messageOf } from './device.ts';
import { histogram, histogramBytes, readHistogram } from './kernels/histogram.ts';
import { readStatistics, statistics, statisticsBytes } from './kernels/statistics.ts';
import { layoutOf, packBlocks, product } from './layout.ts';
import { type Loaded, loadPlan, type Upload, unload } from './load.ts';
import { createPace, type Pace } from './pace.ts';
import type { Plan } from './plan.ts';
import { readBuffer, readResult } from './read.ts';
import type { Dispatch } from './shader.ts';

/** A program on the device: buffers, pipelines and bind groups made, weights uploaded. A run allocates nothing. */
export async function createSession(
  device: Device,
  program: Program,
  plan: Plan,
  weights: ProgramWeights | WeightsByStep,
  { poison, after }: LoadOptions & { readonly poison: boolean },
): Promise<Session> {
  const loaded = await loadPlan(device, program, plan, weights);
  const session = new WebGpuSession(device, program, plan, weights, loaded, poison);
  if (after?.session instanceof WebGpuSession) session.takeOver(after.session, after);
  return session;
}

class WebGpuSession implements Session {
  readonly #device: Device;
  readonly #program: Program;
  readonly #plan: Plan;
  readonly #weights: ProgramWeights | WeightsByStep;
  /** By step: what is on the device, and what the reference engine computes with. */
  readonly #ready: Weights[] = [];
  readonly #loaded: Loaded;
  readonly #pace: Pace;
  readonly #poison: boolean;
  #running = false;
  /** Steps from the first on that are computed. */
  #reached = 0;
  #disposed = false;

  constructor(
    device: Device,
    program: Program,
    plan: Plan,
    weights: ProgramWeights | WeightsByStep,
    loaded: Loaded,
    poison: boolean,
  ) {
    this.#device = device;
    this.#program = program;
    this.#plan = plan;
    this.#weights = weights;
    this.#loaded = loaded;
    this.#poison = poison;
    this.#pace = createPace(device.gpu.queue);
  }

  async run(inputs: readonly Tensor[], options: RunOptions = {}): Promise<void> {
    this.#check();
    if (this.#running) throw new EngineError('The session is still running', []);
    const { from = 0 } = options;
    checkResumption(from, this.#reached, this.#program);
    this.#running = true;
    this.#reached = from;
    try {
      this.#upload(inputs);
      for (let step = from; step < this.#program.steps.length; step++) {
        options.signal?.throwIfAborted();
        await this.#step(step, options);
        this.#reached = step + 1;
      }
      await this.#pace.finish();
      this.#check();
    } catch (error) {
      this.#pace.abandon();
      await this.#device.recover();
      throw error;
    } finally {
      this.#running = false;
    }
  }

  get bytes(): number {
    const { buffers, staging, weights } = this.#loaded;
    return [...buffers, ...staging, ...weights].reduce((sum, { size }) => sum + size, 0);
  }

  /** Copies what another session has computed of the same first steps, and the weights of the same layers. */
  takeOver(other: WebGpuSession, { steps, weights }: Earlier): void {
    checkResumption(steps, other.#reached, this.#program);
    const encoder = this.#device.gpu.createCommandEncoder();
    const copied = new Set<number>();
    for (let step = 0; step < steps; step++) {
      for (const [at, to] of this.#plan.steps[step].outputs.entries()) {
        if (copied.has(to)) continue;
        copied.add(to);
        const source = other.#loaded.buffers[other.#plan.steps[step].outputs[at]];
        encoder.copyBufferToBuffer(source, 0, this.#loaded.buffers[to], 0, source.size);
      }
    }
    for (const [step, from] of weights.entries()) {
      if (from !== undefined) this.#takeWeights(other, from, step, encoder);
    }
    this.#device.gpu.queue.submit([encoder.finish()]);
    this.#reached = steps;
  }

  #takeWeights(other: WebGpuSession, from: number, to: number, encoder: GPUCommandEncoder): void {
    const [there, here] = [other.#loaded.uploads[from], this.#loaded.uploads[to]];
    const isSame = other.#plan.steps[from].work.kind === this.#plan.steps[to].work.kind;
    const sizes = (uploads: readonly Upload[]) => uploads.map(({ buffer }) => buffer.size).join();
    if (!other.#ready[from] || !isSame || sizes(there) !== sizes(here)) return;
    for (const [at, { buffer }] of there.entries()) {
      encoder.copyBufferToBuffer(buffer, 0, here[at].buffer, 0, buffer.size);
    }
    this.#ready[to] = other.#ready[from];
  }

  async read({ step, output }: StepOutput, range?: ValueRange): Promise<Tensor> {
    this.#check();
    const buffer = this.#loaded.buffers[this.#plan.steps[step].outputs[output]];
    const shape = this.#program.steps[step].outputShapes[output];
    try {
      const data = await readBuffer(this.#device, buffer, shape, range, () => this.#check());
      return { shape: range ? [range.count] : shape, data };
    } catch (error) {
      if (!this.#running) await this.#device.recover();
      this.#check();
      throw new EngineError(`Reading failed: ${messageOf(error)}`, this.#program.steps[step].path);
    }
  }

  async summary(output: StepOutput, layout: TensorLayout): Promise<Summary> {
    const known = await this.#reduced(output, layout);
    if (!known) return summaryOf((await this.read(output)).data, layout);
    const { data } = await this.read(output, rangeOfMap(layout, clearestMap(known.statistics)));
    return summaryFrom(known, layout, data);
  }

  /** By reductions on the device, where maps are channels; null where they are not, or their squares are too large. */
  async #reduced(
    { step, output }: StepOutput,
    { maps, height, width, mapStride, elementStride, kind }: TensorLayout,
  ): Promise<Pick<Summary, 'statistics' | 'histogram'> | null> {
    if (kind === 'vector' || mapStride !== 1 || elementStride !== maps) return null;
    this.#check();
    const buffer = this.#loaded.buffers[this.#plan.steps[step].outputs[output]];
    const input = { buffer: 0, layout: layoutOf(this.#program.steps[step].outputShapes[output]) };
    const left = (dispatch: Dispatch, bytes: number) =>
      readResult(this.#device, buffer, dispatch, bytes, () => this.#check());
    const found = readStatistics(await left(statistics(input, 1), statisticsBytes(input)), maps, height * width);
    if (!found) return null;
    const counted = await left(histogram(input, 1, scaleOf(found)), histogramBytes(input));
    return { statistics: found, histogram: readHistogram(counted, maps) };
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    unload(this.#loaded);
  }

  #check(): void {
    if (this.#disposed) throw new EngineError('The session was disposed', []);
    this.#device.check();
  }

  #upload(inputs: readonly Tensor[]): void {
    const { queue } = this.#device.gpu;
    if (this.#poison) this.#poisonBuffers();
    this.#program.inputs.forEach((step, at) => {
      const { outputShapes, path } = this.#program.steps[step];
      const tensor = inputs[at];
      const wanted = product(outputShapes[0]);
      if (tensor?.data.length !== wanted) {
        const given = tensor ? tensor.shape.join('×') : 'nothing';
        throw new EngineError(`The input is ${given} and must be ${outputShapes[0].join('×')}`, path);
      }
      queue.writeBuffer(this.#loaded.staging[at], 0, tensor.data);
    });
  }

  /** NaN in every activation, so that an element that no kernel writes is seen. */
  #poisonBuffers(): void {
    for (const buffer of this.#loaded.buffers) {
      this.#device.gpu.queue.writeBuffer(buffer, 0, new Float32Array(buffer.size / 4).fill(Number.NaN));
    }
  }

  async #step(step: number, { onStep, signal }: RunOptions): Promise<void> {
    const { work } = this.#plan.steps[step];
    const before = performance.now();
    const isNew = await this.#prepare(step, signal);
    const start = performance.now();
    const weights = isNew ? { weightsMilliseconds: start - before } : {};
    if (work.kind === 'reference') await this.#runReference(step, signal);
    else {
      await this.#pace.submit(this.#device.gpu, this.#loaded.launches[step], () => {
        signal?.throwIfAborted();
        this.#check();
      });
    }
    this.#check();
    if (!onStep) return;
    await this.#pace.finish();
    this.#check();
    signal?.throwIfAborted();
    const report: StepReport = { step, milliseconds: performance.now() - start, ...weights, engine: 'webgpu' };
    await onStep(work.kind === 'reference' ? { ...report, engine: 'reference', reason: work.reason } : report);
    this.#check();
  }

  /** Makes the step's weights ready where they are not. What was packed is not kept in its other order. */
  async #prepare(step: number, signal: AbortSignal | undefined): Promise<boolean> {
    const { work } = this.#plan.steps[step];
    const uploads = this.#loaded.uploads[step];
    if (this.#ready[step] || (work.kind !== 'reference' && uploads.length === 0)) return false;
    const weights = await createBreath(signal).through(weightsOf(this.#weights, step), () => this.#check());
    for (const { buffer, pack } of uploads) this.#device.gpu.queue.writeBuffer(buffer, 0, pack(weights));
    this.#ready[step] = work.kind === 'reference' ? weights : {};
    return true;
  }

  /** Reads the inputs back, computes on the CPU and uploads, because a later step may run on the device again. */
  async #runReference(index: number, signal: AbortSignal | undefined): Promise<void> {
    const step = this.#program.steps[index];
    await this.#pace.finish();
    const inputs: Tensor[] = [];
    for (const input of step.inputs) inputs.push(await this.read(input));
    const breath = createBreath(signal);
    const outputs = await breath.through(computing(step, inputs, this.#ready[index]), () => this.#check());
    this.#check();
    for (const [at, tensor] of outputs.entries()) {
      const buffer = this.#plan.steps[index].outputs[at];
      const packed = packBlocks(this.#plan.buffers[buffer].layout, tensor.data);
      this.#device.gpu.queue.writeBuffer(this.#loaded.buffers[buffer], 0, packed);
    }
  }
}
