import { createBreath } from '../../core/engine/breath.ts';
import { concreteInputShapes } from '../models/inputs.ts';
import {
  type Bench,
  benchOf,
  changedArguments,
  combinationOf,
  indicesOf,
  isMeasured,
  type Knob,
  type Outcome,
  outcomeOf,
  type Turned,
} from '../models/what-if.ts';
import { windowPlace } from '../state/shown-window.ts';
import { type ShownWhatIf, selectedRow } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { FromWorker } from '../worker/protocol.ts';
import type { Engine } from './engine.ts';
import type { MapRequests } from './map-requests.ts';
import type { ModeRequests } from './mode-requests.ts';

/**
 * Computes what the selected layer would come to with other arguments. It is arithmetic on the graph, so it is done here,
 * with breaths in between, and not asked of the worker.
 */
export class WhatIfRequests implements ModeRequests {
  private readonly store: Store;
  private readonly engine: Engine;
  private readonly maps: MapRequests;
  private bench: Bench | null = null;
  private abort = new AbortController();
  private requests = 0;
  /** What is being measured, by the names of the combinations in the order that they were asked for. */
  private measuring: { readonly run: number; readonly names: readonly string[] } | null = null;
  /** What is being computed. */
  private under: Pick<ShownWhatIf, 'key' | 'graph' | 'turned'> | null = null;

  constructor(store: Store, engine: Engine, maps: MapRequests) {
    this.store = store;
    this.engine = engine;
    this.maps = maps;
  }

  forget(): void {
    this.maps.forget();
    this.abort.abort();
    this.under = null;
    this.measuring = null;
  }

  show(): void {
    this.maps.show();
    const { model, openSizes, turned, whatIf } = this.store.state;
    const row = selectedRow(this.store.state);
    if (!model || !row) return;
    const wanted = { key: row.key, graph: model.analysis.graph, turned };
    this.measureLater(whatIf);
    if (same(wanted, this.under) || (this.under === null && same(wanted, whatIf))) return;
    this.abort.abort();
    this.abort = new AbortController();
    this.under = wanted;
    const inputs = concreteInputShapes(model.analysis, openSizes);
    if (this.bench?.graph !== wanted.graph || this.bench.row !== row || String(this.bench.inputs) !== String(inputs))
      this.bench = benchOf(wanted.graph, row, inputs);
    void this.compute(this.bench, wanted, this.abort.signal).catch(() => {
      // Something newer is wanted.
    });
  }

  /** What was computed before the run was done is measured now. */
  private measureLater(whatIf: ShownWhatIf | null): void {
    const { run } = this.store.state;
    if (whatIf && this.bench && run.state === 'done' && this.measuring?.run !== run.id && this.under === null)
      this.measure(this.bench, whatIf);
  }

  /** A measured time and, for what is tried, the map that it makes. */
  receive({ request, run, index, milliseconds, map }: Extract<FromWorker, { type: 'trial' }>): void {
    const { whatIf } = this.store.state;
    if (request !== this.requests || whatIf === null || this.measuring?.run !== run) return;
    const name = this.measuring.names[index];
    const timed = (outcome: Outcome, own: string): Outcome =>
      own === name ? { ...outcome, figures: { ...outcome.figures, time: milliseconds } } : outcome;
    const { knobs, turned } = whatIf;
    this.store.update({
      whatIf: {
        ...whatIf,
        map: map ?? whatIf.map,
        code: timed(whatIf.code, combinationOf(knobs, {})),
        trial: timed(whatIf.trial, combinationOf(knobs, turned)),
        columns: whatIf.columns.map((column, i) =>
          column.map((outcome, place) => timed(outcome, combinationOf(knobs, withKnob(turned, knobs[i], place)))),
        ),
      },
    });
  }

  private async compute(bench: Bench, wanted: NonNullable<typeof this.under>, signal: AbortSignal): Promise<void> {
    const breath = createBreath(signal);
    const known = new Map<string, Outcome>();
    const outcome = async (turned: Turned): Promise<Outcome> => {
      const name = combinationOf(bench.knobs, turned);
      const found = known.get(name) ?? outcomeOf(bench, turned);
      known.set(name, found);
      await breath.take();
      return found;
    };
    const code = await outcome({});
    const trial = await outcome(wanted.turned);
    const columns: Outcome[][] = [];
    for (const knob of bench.knobs) {
      const column: Outcome[] = [];
      for (let place = 0; place < knob.values.length; place++)
        column.push(await outcome(withKnob(wanted.turned, knob, place)));
      columns.push(column);
    }
    this.under = null;
    const whatIf = { ...wanted, knobs: bench.knobs, code, trial, columns, map: null };
    this.store.update({ whatIf });
    this.measure(bench, whatIf);
  }

  /** Asks the worker to run the layer with every value that is soon done: what is tried first, then the code's own. */
  private measure({ graph, row }: Bench, { knobs, turned, trial, code, columns }: ShownWhatIf): void {
    const { run, results } = this.store.state;
    const result = results.get(row.outputKey);
    if (run.state !== 'done' || result?.run !== run.id) return;
    const all: readonly (readonly [Turned, Outcome | undefined])[] = [
      [turned, trial],
      [{}, code],
      ...knobs.flatMap((knob, i) =>
        knob.values.map((_, place) => [withKnob(turned, knob, place), columns[i]?.[place]] as const),
      ),
    ];
    const sets = new Map<string, Turned>();
    for (const [one, outcome] of all)
      if (outcome && isMeasured(outcome, knobs, one)) sets.set(combinationOf(knobs, one), one);
    this.measuring = { run: run.id, names: [...sets.keys()] };
    this.engine.post({
      type: 'trials',
      request: ++this.requests,
      run: run.id,
      step: result.summary.step,
      path: indicesOf(graph, row.path),
      sets: [...sets.values()].map((one) => changedArguments(knobs, one)),
      map: windowPlace(this.store.state)?.map ?? 0,
    });
  }
}

function withKnob(turned: Turned, knob: Knob | undefined, place: number): Turned {
  return knob ? { ...turned, [knob.name]: place } : turned;
}

function same(a: Pick<ShownWhatIf, 'key' | 'graph' | 'turned'>, b: typeof a | null): boolean {
  return b !== null && a.key === b.key && a.graph === b.graph && a.turned === b.turned;
}
