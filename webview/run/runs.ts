import { concreteInputShapes } from '../models/inputs.ts';
import { mapOrder } from '../models/map-statistics.ts';
import { keysOfSteps } from '../models/steps.ts';
import {
  type ActiveRun,
  defaultInput,
  type LayerResult,
  resultOf,
  type State,
  selectedRow,
  weightsSource,
} from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { FromWorker, StepSummary } from '../worker/protocol.ts';
import type { EngineClient } from './engine-client.ts';
import { type InputSource, shownInput } from './input-source.ts';

/** Maps that are asked for before the grid has said which ones it shows. */
const firstMaps = 48;
/** A run shows its progress after this time, in milliseconds. */
export const patience = 1000;

/** Starts runs, takes in what the worker reports and keeps the visible layer's maps coming. */
export class Runs {
  private readonly store: Store;
  private readonly inputs: InputSource;
  private readonly engine: () => EngineClient;
  private last = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = new Set<string>();
  private requests = 0;
  private numbered: { readonly model: State['model']; readonly number: number } | null = null;

  constructor(store: Store, inputs: InputSource, engine: () => EngineClient) {
    this.store = store;
    this.inputs = inputs;
    this.engine = engine;
  }

  /** Runs the shown model after a pause without further edits, in milliseconds. A run under way is given up at once. */
  schedule(pause: number): void {
    clearTimeout(this.timer);
    this.cancel();
    this.store.update({ freshFrom: this.last + 1 });
    if (!this.store.state.model?.canRun) return;
    // Not `cancelled`: that is what the reader did, and is said.
    this.store.update({ run: { state: 'idle' } });
    this.timer = setTimeout(() => void this.start(), pause);
  }

  cancel(): void {
    const { run } = this.store.state;
    if (run.state !== 'running') return;
    this.engine().post({ type: 'cancel', run: run.id });
    this.store.update({ run: { state: 'cancelled' } });
  }

  private async start(): Promise<void> {
    const { model, rows, openSizes, settings } = this.store.state;
    if (!model) return;
    this.asked.clear();
    const id = ++this.last;
    const shapes = concreteInputShapes(model.analysis, openSizes);
    const choice = settings.input ?? defaultInput(shapes[0]);
    const tensors = await this.inputs.inputs(choice, shapes, settings.range);
    if (id !== this.last || this.store.state.model !== model) return;
    const first = tensors[0];
    this.store.update({
      run: {
        state: 'running',
        id,
        startedAt: performance.now(),
        keys: rows.map((row) => row.key),
        finished: 0,
        stops: [],
        engine: null,
      },
      ...(first ? { input: shownInput(first, settings.range) } : {}),
    });
    this.engine().post({
      type: 'run',
      run: id,
      model: this.modelNumber(model),
      graph: model.analysis.graph,
      inputs: tensors,
      engine: settings.engine,
      weights: weightsSource(this.store.state),
      seed: settings.seed,
      memoryBudget: model.memoryBudget,
    });
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

  private modelNumber(model: NonNullable<State['model']>): number {
    if (this.numbered?.model !== model) this.numbered = { model, number: (this.numbered?.number ?? 0) + 1 };
    return this.numbered.number;
  }

  /** Takes in a report. Those of runs that were given up are dropped. */
  receive(message: Exclude<FromWorker, { type: 'read' }>): void {
    const run = this.store.state.run;
    if (message.type === 'maps') this.receiveMaps(message);
    else if (run.state === 'running' && run.id === message.run) this.progress(run, message);
  }

  private progress(run: ActiveRun, message: Exclude<FromWorker, { type: 'read' | 'maps' }>): void {
    switch (message.type) {
      case 'started':
        this.store.update({
          last: { engine: message.engine, milliseconds: this.store.state.last?.milliseconds ?? null },
          run: {
            ...run,
            engine: message.engine,
            stops: message.stops,
            keys: keysOfSteps(this.store.state.rows, message.steps),
          },
        });
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
      case 'cancelled':
        this.store.update({ run: { state: 'cancelled' } });
        break;
      default:
        message satisfies never;
    }
  }

  private receiveStep(run: ActiveRun, summary: StepSummary): void {
    const key = run.keys[summary.step] ?? null;
    const results = new Map(this.store.state.results);
    if (key !== null) results.set(key, { run: run.id, summary, milliseconds: summary.milliseconds });
    this.store.update({ results, run: { ...run, finished: run.finished + 1 } });
    if (key !== null && key === selectedRow(this.store.state)?.outputKey) this.showSelected();
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
      last: { engine, milliseconds: total },
      run: { state: 'done', id: run.id, milliseconds: total, engine, stops: run.stops },
    });
  }

  /** Asks for the selected layer's maps: those on screen when they are of the same layer, else the first of the grid. */
  showSelected(): void {
    const { selection, maps, settings } = this.store.state;
    const result = this.selectedResult();
    if (!result || selection.row === null) {
      if (maps && maps.key !== selection.row) this.store.update({ maps: null });
      return;
    }
    if (maps?.key === selection.row && maps.run === result.run) return;
    if (result.run < this.store.state.freshFrom && maps?.key !== selection.row) {
      // Its maps are those of a run whose outputs are gone, so nothing is shown until it has run again.
      this.store.update({ maps: null });
      return;
    }
    const held =
      maps?.key === selection.row ? [...maps.planes.keys()].filter((map) => map < result.summary.layout.maps) : [];
    this.ask(result, held.length > 0 ? held : mapOrder(result.summary.statistics, settings.sort).slice(0, firstMaps));
  }

  /** The grid shows these maps. */
  need(wanted: readonly number[]): void {
    const { selection, maps } = this.store.state;
    const result = this.selectedResult();
    if (result && maps?.key === selection.row)
      this.ask(
        result,
        wanted.filter((map) => !maps.planes.has(map)),
      );
  }

  private selectedResult(): LayerResult | undefined {
    return resultOf(this.store.state, selectedRow(this.store.state));
  }

  private ask(result: LayerResult, maps: readonly number[]): void {
    const name = (map: number) => `${result.run}/${result.summary.step}/${map}`;
    const missing = maps.filter((map) => !this.asked.has(name(map)));
    if (missing.length === 0) return;
    for (const map of missing) this.asked.add(name(map));
    this.requests++;
    const { run, summary } = result;
    this.engine().post({ type: 'maps', request: this.requests, run, step: summary.step, maps: missing });
  }

  private receiveMaps(message: Extract<FromWorker, { type: 'maps' }>): void {
    for (const map of message.maps) this.asked.delete(`${message.run}/${message.step}/${map}`);
    const { selection, maps } = this.store.state;
    const result = this.selectedResult();
    if (selection.row === null || result?.run !== message.run || result.summary.step !== message.step) return;
    const same = maps?.key === selection.row && maps.run === message.run;
    const planes = new Map(same ? maps.planes : []);
    message.maps.forEach((map, i) => {
      const plane = message.planes[i];
      if (plane) planes.set(map, plane);
    });
    this.store.update({ maps: { key: selection.row, run: message.run, summary: result.summary, planes } });
  }
}

/** The frame whose layer is being computed, null when none is. */
export function runningKey(state: State): string | null {
  return state.run.state === 'running' ? (state.run.keys[state.run.finished] ?? null) : null;
}
