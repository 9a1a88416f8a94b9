import * as l10n from '@vscode/l10n';
import type { Tensor } from '../../core/engine/tensor.ts';
import type { Graph } from '../../core/graph/node.ts';
import { isKnown } from '../../core/vocabulary/dimension.ts';
import { bytes } from '../models/figures.ts';
import { concreteInputShapes } from '../models/inputs.ts';
import { modelContent } from '../models/model-content.ts';
import { keysOfSteps } from '../models/steps.ts';
import type { Mode } from '../state/mode.ts';
import { patience } from '../state/notice.ts';
import {
  type ActiveRun,
  defaultInput,
  type FailedRun,
  type LayerResult,
  modelName,
  type State,
  selectedRow,
  weightsSource,
} from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { FromWorker, StepSummary, ToWorker } from '../worker/protocol.ts';
import type { Engine } from './engine.ts';
import { type InputSource, shownInput } from './input-source.ts';
import { KernelRequests } from './kernel-requests.ts';
import { MapRequests } from './map-requests.ts';
import { MatrixRequests } from './matrix-requests.ts';
import type { ModeRequests } from './mode-requests.ts';
import { WhatIfRequests } from './what-if-requests.ts';
import { WindowRequests } from './window-requests.ts';

/** Multiplications and additions beyond which the reader is asked first: seconds on a fast GPU, half a minute without. */
const mostMacsUnasked = 100e9;

/** How long a hidden panel keeps its worker, in milliseconds. */
export const restAfter = 60_000;

type Model = NonNullable<State['model']>;
type RunRequest = Extract<ToWorker, { type: 'run' }>;
/** What the worker reports of runs; it also asks for files, which the panel passes on. */
type Report = Exclude<FromWorker, { type: 'read' | 'pong' }>;

/** Starts runs, takes in what the worker reports and survives its death. */
export class Runs {
  readonly maps: MapRequests;
  private readonly windows: WindowRequests;
  private readonly kernels: KernelRequests;
  private readonly matrices: MatrixRequests;
  private readonly trials: WhatIfRequests;
  private readonly store: Store;
  private readonly inputs: Pick<InputSource, 'inputs'>;
  private readonly engine: Engine;
  private readonly requests: Readonly<Record<Mode, ModeRequests>>;
  private last = 0;
  private hidden = false;
  private restTimer: ReturnType<typeof setTimeout> | undefined;
  /** What is shown has to run as soon as the panel is seen. */
  private owed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The last model's number, its graph, and what of it a run depends on. */
  private numbered: { readonly graph: Graph; readonly content: string; readonly number: number } | null = null;
  /** The model whose large run the reader has agreed to. */
  private agreed: string | null = null;
  private request: RunRequest | null = null;
  /** The frames on screen, and of which steps the worker was told so. */
  private seen: ReadonlySet<string> = new Set();
  private toldVisible = '';
  /** The worker died and the run was started again; a second death is told. */
  private restarted = false;

  constructor(store: Store, inputs: Pick<InputSource, 'inputs'>, engine: Engine) {
    this.store = store;
    this.inputs = inputs;
    this.engine = engine;
    this.maps = new MapRequests(store, engine);
    this.windows = new WindowRequests(store, engine, this.maps);
    this.kernels = new KernelRequests(store, engine, this.maps);
    this.matrices = new MatrixRequests(store, engine, this.maps);
    this.trials = new WhatIfRequests(store, engine, this.maps);
    this.requests = {
      maps: this.maps,
      window: this.windows,
      kernels: this.kernels,
      matrix: this.matrices,
      whatIf: this.trials,
    };
  }

  /** Runs the shown model after a pause without further edits, in milliseconds. A run under way is given up at once. */
  schedule(pause: number): void {
    this.restarted = false;
    this.startAfter(pause);
  }

  /** Runs the shown model because the reader says so, however much work that is. */
  runNow(): void {
    const { model } = this.store.state;
    this.agreed = model && modelName(model);
    this.schedule(0);
  }

  /** The worker waits for stored weights, of which so many bytes more have arrived. */
  weightsArrived(bytes: number): void {
    const { run } = this.store.state;
    if (run.state === 'running') this.store.update({ run: { ...run, weightsRead: (run.weightsRead ?? 0) + bytes } });
  }

  /** A hidden panel runs nothing, and after a while it lets the worker with the last run's outputs go. */
  setVisible(visible: boolean): void {
    clearTimeout(this.restTimer);
    this.hidden = !visible;
    if (!visible) this.restTimer = setTimeout(() => this.rest(), restAfter);
    else if (this.owed) this.startAfter(0);
  }

  private rest(): void {
    for (const requests of Object.values(this.requests)) requests.forget();
    this.engine.rest();
    this.owed = true;
  }

  cancel(): void {
    const { run } = this.store.state;
    if (run.state !== 'running') return;
    this.engine.cancel(run.id);
    this.store.update({ run: { state: 'cancelled' } });
  }

  /** The film shows these frames: their summaries come before the others. */
  see(keys: ReadonlySet<string>): void {
    this.seen = keys;
    this.tellVisible();
  }

  private tellVisible(): void {
    const { run, rows } = this.store.state;
    if (run.state !== 'running' || run.engine === null) return;
    const selected = selectedRow(this.store.state);
    const shown = rows.filter((row) => row === selected || this.seen.has(row.key));
    const keys = new Set<string | null>(shown.map((row) => row.outputKey));
    const steps = [...run.keys.keys()].filter((step) => keys.has(run.keys[step] ?? null));
    const told = `${run.id}: ${steps.join()}`;
    if (told === this.toldVisible) return;
    this.toldVisible = told;
    this.engine.post({ type: 'visible', run: run.id, steps });
  }

  /** Asks for what the mode shows of the selected layer. */
  show(): void {
    this.tellVisible();
    this.requests[this.store.state.settings.mode].show();
  }

  /**
   * The worker has died, and every layer's output with it: the run starts again in another one. When that one dies as
   * well, the reader is told and decides.
   */
  died(why: string): void {
    for (const requests of Object.values(this.requests)) requests.forget();
    const { run } = this.store.state;
    if (run.state !== 'running' && run.state !== 'done') return;
    if (!this.restarted) {
      this.restarted = true;
      this.startAfter(0);
      return;
    }
    this.fail(run.id, 'worker', l10n.t('It was started again and stopped again: {0}.', why));
  }

  /** A run that no layer is to blame for. */
  private fail(id: number, reason: FailedRun['reason'], message: string): void {
    const { run } = this.store.state;
    const engine = 'engine' in run ? run.engine : null;
    this.store.update({ run: { state: 'failed', id, message, key: null, path: [], reason, engine } });
  }

  private startAfter(pause: number): void {
    clearTimeout(this.timer);
    this.cancel();
    this.store.update({ freshFrom: this.last + 1 });
    if (!this.store.state.model?.canRun) return;
    // Not `cancelled`: that is what the reader did, and is said.
    this.store.update({ run: { state: 'idle' } });
    this.owed = this.hidden;
    if (!this.hidden) this.timer = setTimeout(() => void this.start(), pause);
  }

  private async start(): Promise<void> {
    const { model, analysis, openSizes, settings } = this.store.state;
    if (!model || !analysis) return;
    const { macs } = analysis.totals;
    if (isKnown(macs) && macs > mostMacsUnasked && this.agreed !== modelName(model)) {
      this.store.update({ run: { state: 'asking', macs } });
      return;
    }
    for (const requests of Object.values(this.requests)) requests.forget();
    const id = ++this.last;
    const shapes = concreteInputShapes(model.analysis, openSizes);
    const choice = settings.input ?? defaultInput(shapes[0]);
    const problem = inputsProblem(shapes, model.memoryBudget);
    if (problem !== null) {
      this.fail(id, 'compile', problem);
      return;
    }
    try {
      const tensors = await this.inputs.inputs(choice, shapes, settings.range);
      if (id === this.last && this.store.state.model === model) this.launch(id, model, tensors);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.store.update({ failure: l10n.t('The input could not be made: {0}', why) });
    }
  }

  private launch(id: number, model: Model, inputs: readonly Tensor[]): void {
    const { rows, settings } = this.store.state;
    const first = inputs[0];
    this.store.update({
      run: {
        state: 'running',
        id,
        startedAt: performance.now(),
        weightsRead: null,
        keys: rows.map((row) => row.key),
        finished: 0,
        bytes: [],
        stops: [],
        engine: null,
      },
      ...(first ? { input: shownInput(first, settings.range) } : {}),
    });
    this.request = {
      type: 'run',
      run: id,
      model: this.modelNumber(model),
      inputs,
      engine: settings.engine,
      weights: weightsSource(this.store.state),
      seed: settings.seed,
      memoryBudget: model.memoryBudget,
    };
    this.engine.run(this.request, model.analysis.graph);
    this.tick(id);
  }

  /** Keeps the time of a long run going between its steps. */
  private tick(id: number): void {
    setTimeout(
      () => {
        const { run } = this.store.state;
        if (run.state !== 'running' || run.id !== id) return;
        this.store.redraw();
        this.tick(id);
      },
      patience / 2 + 50,
    );
  }

  private modelNumber(model: Model): number {
    const { graph } = model.analysis;
    if (this.numbered?.graph === graph) return this.numbered.number;
    const content = modelContent(graph);
    const before = this.numbered?.number ?? 0;
    this.numbered = { graph, content, number: this.numbered?.content === content ? before : before + 1 };
    return this.numbered.number;
  }

  /** Takes in a report. Those of runs that were given up are dropped. */
  receive(message: Report): void {
    const run = this.store.state.run;
    if (message.type === 'window') this.windows.receive(message);
    else if (message.type === 'kernels') this.kernels.receive(message);
    else if (message.type === 'matrix') this.matrices.receive(message);
    else if (message.type === 'trial') this.trials.receive(message);
    else if (message.type === 'maps') {
      this.maps.receive(message);
      this.show();
    } else if (run.state === 'running' && run.id === message.run) this.progress(run, message);
  }

  private progress(
    run: ActiveRun,
    message: Exclude<Report, { type: 'maps' | 'window' | 'kernels' | 'matrix' | 'trial' }>,
  ): void {
    switch (message.type) {
      case 'started':
        this.store.update({
          last: { engine: message.engine, milliseconds: this.store.state.last?.milliseconds ?? null },
          run: {
            ...run,
            engine: message.engine,
            stops: message.stops,
            bytes: message.bytes,
            keys: keysOfSteps(this.store.state.rows, message.steps),
          },
        });
        this.tellVisible();
        break;
      case 'computed':
        this.store.update({ run: { ...run, finished: run.finished + 1 } });
        break;
      case 'step':
        this.receiveStep(run, message.summary);
        break;
      case 'done':
        this.finish(run, message.milliseconds);
        break;
      case 'failed': {
        const { message: text, path, reason } = message;
        const name = path.join('/');
        const key = this.store.state.rows.find((row) => row.path.join('/') === name)?.key ?? null;
        this.store.update({
          run: { state: 'failed', id: run.id, message: text, key, path, reason, engine: run.engine },
        });
        break;
      }
      case 'modelNeeded':
        this.sendModelAgain();
        break;
      case 'cancelled':
        this.store.update({ run: { state: 'cancelled' } });
        break;
      default:
        message satisfies never;
    }
  }

  private sendModelAgain(): void {
    const { model } = this.store.state;
    if (this.request && model) this.engine.runAgain(this.request, model.analysis.graph);
  }

  private receiveStep(run: ActiveRun, summary: StepSummary): void {
    const key = run.keys[summary.step] ?? null;
    const results = new Map(this.store.state.results);
    if (key !== null) results.set(key, { run: run.id, summary, milliseconds: summary.milliseconds });
    this.store.update({ results });
    if (key !== null && key === selectedRow(this.store.state)?.outputKey) this.show();
  }

  private finish(run: ActiveRun, milliseconds: readonly number[]): void {
    const there = new Set(run.keys);
    const results = new Map<string, LayerResult>();
    for (const [key, result] of this.store.state.results) {
      if (there.has(key))
        results.set(key, { ...result, milliseconds: milliseconds[result.summary.step] ?? result.milliseconds });
    }
    const total = milliseconds.reduce((a, b) => a + b, 0);
    const engine = run.engine ?? { name: 'reference', description: '', note: null };
    this.store.update({
      results,
      last: { engine, milliseconds: performance.now() - run.startedAt },
      run: { state: 'done', id: run.id, milliseconds: total, engine, stops: run.stops },
    });
    this.show();
  }
}

/** Inputs are made before the engine can refuse them; null when they fit. */
function inputsProblem(shapes: readonly (readonly number[])[], budget = defaultBudget): string | null {
  const size = shapes.reduce((sum, shape) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
  return size <= budget ? null : l10n.t('Its inputs take {0}, and runs may take {1}.', bytes(size), bytes(budget));
}

/** Bytes, where the host says nothing. */
const defaultBudget = 2 ** 31;
