import * as l10n from '@vscode/l10n';
import { type Engine, EngineError, type StepReport } from '../../core/engine/backend.ts';
import { type Breath, createBreath } from '../../core/engine/breath.ts';
import { compileGraph, defaultBudget, type Refusal } from '../../core/engine/compile.ts';
import { tellRefusal, tellStop } from '../../core/engine/compile-messages.ts';
import { channelsFirstSteps, layoutOf, rangeOfMap } from '../../core/engine/map-layout.ts';
import type { Program } from '../../core/engine/program.ts';
import type { ReadShard } from '../../core/engine/stored-weights.ts';
import type { Tensor } from '../../core/engine/tensor.ts';
import { programWeights, tellWeightsProblem } from '../../core/engine/weights.ts';
import type { Graph } from '../../core/graph/node.ts';
import { Engines } from './engines.ts';
import { Graphs } from './graphs.ts';
import { Inspector } from './inspector.ts';
import { kernelFacts } from './kernels.ts';
import { matrixFacts } from './matrix.ts';
import type { ComputedBy, EngineInfo, FailureReason, FromWorker, StepSummary, ToWorker } from './protocol.ts';
import { say } from './say.ts';
import { type Loaded, Sessions } from './sessions.ts';
import { sameLayers, sharedSteps } from './shared-steps.ts';
import { stepBytes } from './step-bytes.ts';
import { SummaryOrder } from './summary-order.ts';
import { trialMap, tryLayer } from './trial.ts';
import { windowFacts } from './window.ts';

type RunRequest = Extract<ToWorker, { type: 'run' }>;
/** A run with the graph that its model names. */
type GraphRun = RunRequest & { readonly graph: Graph };
type TrialsRequest = Extract<ToWorker, { type: 'trials' }>;
type MapsRequest = Extract<ToWorker, { type: 'maps' }>;

/** Runs one network at a time: a new request stops the old one and waits for its end. */
export class Runner {
  private readonly post: (message: FromWorker, transfer?: Transferable[]) => void;
  private readonly readShard: ReadShard;
  private readonly engines = new Engines();
  private readonly graphs = new Graphs();
  private readonly sessions = new Sessions();
  private loaded: Loaded | null = null;
  private chosen: EngineInfo['name'] | null = null;
  private run: { readonly id: number; readonly abort: AbortController } | null = null;
  /** The run whose outputs the session holds. */
  private held: number | null = null;
  private readonly inspector = new Inspector();
  /** The trials that are under way: the last that were asked for. */
  private trial: number | null = null;
  /** Of the run under way. */
  private order = new SummaryOrder();
  private ended: Promise<void> = Promise.resolve();

  constructor(post: (message: FromWorker, transfer?: Transferable[]) => void, readShard: ReadShard) {
    this.post = post;
    this.readShard = readShard;
  }

  /** Takes the graph that later runs name by its number. */
  keep(model: number, graph: Graph): void {
    this.graphs.keep(model, graph);
  }

  start(request: RunRequest): void {
    this.run?.abort.abort();
    const run = { id: request.run, abort: new AbortController() };
    this.run = run;
    this.ended = this.ended.then(() => this.execute(request, run.abort.signal));
  }

  cancel(id: number): void {
    if (this.run?.id === id) this.run.abort.abort();
  }

  /** The page shows these steps of the run. */
  see(run: number, steps: readonly number[]): void {
    if (this.held === run) this.order.see(steps);
  }

  private async execute(request: RunRequest, signal: AbortSignal): Promise<void> {
    const { run } = request;
    const graph = this.graphs.get(request.model);
    if (!graph) {
      this.post({ type: 'modelNeeded', run });
      return;
    }
    let reason: FailureReason = 'compile';
    try {
      signal.throwIfAborted();
      const loaded = await this.load({ ...request, graph }, signal, (doing) => {
        reason = doing;
      });
      const { program, session } = loaded;
      const steps = program.steps.map(({ path }) => path);
      const { info: engine, stops } = loaded;
      const bytes = stepBytes(program.steps);
      this.held = run;
      this.order = new SummaryOrder();
      this.post({ type: 'started', run, steps, bytes, engine, weights: request.weights, stops });
      const from = this.resume(run, loaded, request.inputs.map(digest));
      const onStep = async (report: StepReport) => {
        loaded.reports[report.step] = report;
        this.computed(run, loaded, report.step);
        await this.summarise(run, loaded, () => this.order.nextVisible());
      };
      await session.run(request.inputs, { signal, from, onStep });
      const breath = createBreath(signal);
      await this.summarise(run, loaded, () => this.order.next(), breath);
      this.post({ type: 'done', run, milliseconds: loaded.reports.map(({ milliseconds }) => milliseconds) });
    } catch (error) {
      if (signal.aborted) this.post({ type: 'cancelled', run });
      else await this.fail(run, error, reason);
    }
  }

  private async load(request: GraphRun, signal: AbortSignal, doing: (reason: FailureReason) => void): Promise<Loaded> {
    const sizes = request.inputs.map(({ shape }) => shape.slice(1));
    const { engine, info } = await this.engines.choose(request.engine);
    this.chosen = info.name;
    const key = JSON.stringify([
      request.model,
      request.weights,
      request.seed,
      engine.name,
      sizes,
      request.memoryBudget,
      request.weights === 'learned' ? request.inputs.map(digest) : null,
    ]);
    const loaded = this.sessions.find(key) ?? (await this.open({ request, sizes, engine, info, key, signal, doing }));
    this.sessions.use(loaded, request.memoryBudget ?? defaultBudget);
    this.loaded = loaded;
    return loaded;
  }

  private async open(opening: Opening): Promise<Loaded> {
    const { request, sizes, engine, info, key, signal, doing } = opening;
    const budget = request.memoryBudget ?? defaultBudget;
    const compiled = compileGraph(request.graph, { inputSizes: sizes, budget });
    if (!compiled.ok) throw new EngineError(say(tellRefusal(compiled.refusal)), pathOf(compiled.refusal));
    const { program } = compiled;
    doing('weights');
    const weights = await this.weights(program, request, signal);
    doing('run');
    const weightsKey = JSON.stringify([request.weights, request.seed, engine.name]);
    const earlier = drawn.has(request.weights) ? this.sessions.nearest(program, weightsKey) : undefined;
    // Until here the outputs of the run before stay readable: they are shown while this one cannot start.
    this.loaded = null;
    this.sessions.makeRoom(budget / 2, earlier);
    const taken = earlier ? reachedOf(earlier, program) : 0;
    const session = await engine.load(program, weights, {
      budget,
      after: earlier && {
        session: earlier.session,
        steps: taken,
        weights: sameLayers(earlier.program, program),
      },
    });
    const channelsFirst = channelsFirstSteps(program.steps);
    const layouts = program.steps.map(({ outputShapes }, i) =>
      layoutOf(outputShapes[0] ?? [], channelsFirst[i] ?? false),
    );
    const stops = compiled.stops.map((stop) => ({ path: stop.path, why: say(tellStop(stop)) }));
    const { inputs = [], reports = [], summaries = [] } = earlier ?? {};
    const told = new Map([...summaries].filter(([step]) => step < taken));
    const kept = { inputs, reports: reports.slice(0, taken), summaries: told };
    const { graph, seed } = request;
    return { key, graph, seed, program, layouts, session, info, stops, weights, weightsKey, isNew: true, ...kept };
  }

  /** Tells again what is known of the first steps, which an edit has not reached. @returns the first to compute. */
  private resume(run: number, loaded: Loaded, inputs: readonly number[]): number {
    if (!loaded.isNew || loaded.inputs.join() !== inputs.join()) {
      loaded.reports = [];
      loaded.summaries = new Map();
    }
    loaded.isNew = false;
    loaded.inputs = inputs;
    for (const { step } of loaded.reports) this.computed(run, loaded, step);
    return loaded.reports.length;
  }

  /** Tells that a step is computed, and its summary where that is known already. */
  private computed(run: number, { summaries }: Loaded, step: number): void {
    this.post({ type: 'computed', run, step });
    const summary = summaries.get(step);
    if (summary) this.post({ type: 'step', run, summary });
    else this.order.add(step);
  }

  /** Summarises step after step as long as there is a next one. */
  private async summarise(run: number, loaded: Loaded, next: () => number | undefined, breath?: Breath): Promise<void> {
    for (let step = next(); step !== undefined; step = next()) {
      await this.report(run, loaded, step);
      await breath?.take();
    }
  }

  private async weights(program: Program, { weights, seed, graph, inputs }: GraphRun, signal: AbortSignal) {
    const source =
      weights === 'stored' && graph.weights
        ? ({ kind: 'model', manifest: graph.weights, readShard: this.readShard } as const)
        : weights === 'learned'
          ? ({ kind: 'kmeans', seed, inputs, signal } as const)
          : ({ kind: weights === 'designed' ? 'designed' : 'random', seed } as const);
    const result = await programWeights(program, source);
    if (result.ok) return result.weights;
    const [first] = result.problems;
    const more = result.problems.length - 1;
    const text = first ? say(tellWeightsProblem(first)) : l10n.t('They could not be read.');
    throw new EngineError(more > 0 ? l10n.t('{0} ({1} more like it)', text, more) : text, []);
  }

  private async report(run: number, loaded: Loaded, step: number): Promise<void> {
    const report = loaded.reports[step];
    const layout = loaded.layouts[step];
    const shape = loaded.program.steps[step]?.outputShapes[0];
    if (!report || !layout || !shape) return;
    const found = await loaded.session.summary({ step, output: 0 }, layout);
    const { kind, maps, height, width } = layout;
    const computedBy = computedByOf(report, loaded.info.name);
    const summary: StepSummary = {
      ...found,
      step,
      milliseconds: report.milliseconds,
      computedBy,
      shape,
      layout: { kind, maps, height, width },
    };
    loaded.summaries.set(step, summary);
    this.post({ type: 'step', run, summary });
  }

  /** Answers with the planes asked for. A request for a run that is over is dropped: its outputs are gone. */
  async maps({ request, run, step, maps }: MapsRequest): Promise<void> {
    const { loaded } = this;
    const layout = loaded?.layouts[step];
    if (!loaded || !layout || this.held !== run) return;
    const read = (map: number) => loaded.session.read({ step, output: 0 }, rangeOfMap(layout, map));
    const planes = (await Promise.all(maps.map(read))).map(({ data }) => data);
    this.post(
      { type: 'maps', request, run, step, maps, planes },
      planes.map(({ buffer }) => buffer),
    );
  }

  /** Answers what a value is made of. Dropped as `maps` is. */
  async window(request: Extract<ToWorker, { type: 'window' }>): Promise<void> {
    const { run } = request;
    if (!this.loaded || this.held !== run) return;
    const facts = await windowFacts(this.inspector.look(run, this.loaded), request);
    this.post({ type: 'window', request: request.request, run, facts });
  }

  /** Runs a step with other arguments, one set after the other, until something newer is asked for. */
  async trials({ request, run, step, path, sets, map }: TrialsRequest): Promise<void> {
    this.trial = request;
    const { loaded } = this;
    if (!loaded) return;
    const { engine } = await this.engines.choose(loaded.info.name);
    const { graph, seed } = loaded;
    for (const [index, set] of sets.entries()) {
      if (this.held !== run || this.trial !== request || this.loaded !== loaded) return;
      const inspected = this.inspector.look(run, loaded);
      const tried = await tryLayer(inspected, engine, { graph, step, seed, trial: { path, set } });
      const shown = tried && index === 0 ? trialMap(tried, map) : null;
      this.post({ type: 'trial', request, run, index, milliseconds: tried?.milliseconds ?? null, map: shown });
    }
  }

  /** Answers with a step's matrix. Dropped as `maps` is. */
  async matrix(request: Extract<ToWorker, { type: 'matrix' }>): Promise<void> {
    const { run } = request;
    if (!this.loaded || this.held !== run) return;
    const facts = await matrixFacts(this.inspector.look(run, this.loaded), request);
    this.post({ type: 'matrix', request: request.request, run, facts });
  }

  /** Answers with a step's kernels. Dropped as `maps` is. */
  async kernels(request: Extract<ToWorker, { type: 'kernels' }>): Promise<void> {
    const { run } = request;
    if (!this.loaded || this.held !== run) return;
    const facts = await kernelFacts(this.inspector.look(run, this.loaded), request);
    this.post({ type: 'kernels', request: request.request, run, facts });
  }

  private async fail(run: number, error: unknown, reason: FailureReason): Promise<void> {
    const path = error instanceof EngineError ? error.path : [];
    const message = error instanceof Error ? error.message : String(error);
    this.post({ type: 'failed', run, message, path, reason });
    if (this.chosen !== 'webgpu' || reason === 'compile') return;
    // A GPU that failed may be lost; the next run starts from a new device.
    this.loaded = null;
    this.sessions.forget('webgpu');
    await this.engines.forgetGpu();
  }
}

/** All that a session is opened with. */
interface Opening {
  readonly request: GraphRun;
  readonly sizes: readonly (readonly number[])[];
  readonly engine: Engine;
  readonly info: EngineInfo;
  readonly key: string;
  readonly signal: AbortSignal;
  readonly doing: (reason: FailureReason) => void;
}

/** Weights that follow from the seed and the layer alone. */
const drawn: ReadonlySet<string> = new Set(['seeded', 'designed']);

/** How many first steps of the program the session has computed. */
function reachedOf({ program, reports }: Loaded, next: Program): number {
  return Math.min(sharedSteps(program, next), reports.length);
}

/** What is told of a step that the run's engine did not compute alone. */
function computedByOf({ engine, reason, referencePart }: StepReport, own: EngineInfo['name']): ComputedBy | null {
  if (referencePart !== undefined) return { engine: 'reference', reason: say(referencePart), partly: true };
  return engine === undefined || engine === own ? null : { engine, reason: reason ? say(reason) : '', partly: false };
}

function pathOf(refusal: Refusal): readonly string[] {
  return 'path' in refusal ? refusal.path : [];
}

/** Tells pictures apart, for what is learned from them: FNV-1a over the bits. */
function digest({ data }: Tensor): number {
  const bits = new Uint32Array(data.buffer, data.byteOffset, data.length);
  return bits.reduce((hash, word) => Math.imul(hash ^ word, 0x01000193), 0x811c9dc5);
}
