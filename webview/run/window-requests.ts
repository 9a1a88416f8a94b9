import { windowPlace } from '../state/shown-window.ts';
import { resultOf, type State, selectedRow } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { FromWorker, ValueFacts, WindowFacts } from '../worker/protocol.ts';
import type { Engine } from './engine.ts';
import type { MapRequests } from './map-requests.ts';
import type { ModeRequests } from './mode-requests.ts';

type Wanted = Omit<NonNullable<State['window']>, 'facts' | 'input'>;

/** Asks what the selected value is made of. While an answer is on its way only the last wish is kept. */
export class WindowRequests implements ModeRequests {
  private readonly store: Store;
  private readonly engine: Engine;
  private readonly maps: MapRequests;
  private asked: (Wanted & { readonly request: number }) | null = null;
  private requests = 0;

  constructor(store: Store, engine: Engine, maps: MapRequests) {
    this.store = store;
    this.engine = engine;
    this.maps = maps;
  }

  forget(): void {
    this.maps.forget();
    this.asked = null;
  }

  show(): void {
    this.maps.show();
    const wanted = this.wanted();
    if (!wanted || this.asked || same(wanted, this.store.state.window)) return;
    this.asked = { ...wanted, request: ++this.requests };
    const { run, step, map, row, column } = wanted;
    this.engine.post({
      type: 'window',
      request: this.requests,
      run,
      step,
      map,
      row,
      column,
      inputMap: this.held(wanted),
    });
  }

  receive({ request, facts }: Extract<FromWorker, { type: 'window' }>): void {
    const { asked } = this;
    if (asked?.request !== request) return;
    this.asked = null;
    const { request: _, ...place } = asked;
    const source = inputOf(facts);
    const plane = source?.plane ?? (this.held(asked) === source?.map ? this.store.state.window?.input : null);
    this.store.update({ window: { ...place, facts, input: plane ?? null } });
    this.show();
  }

  /** The input's map that is there already. */
  private held({ run, step }: Wanted): number | null {
    const { window } = this.store.state;
    return window?.run === run && window.step === step && window.input ? (inputOf(window.facts)?.map ?? null) : null;
  }

  private wanted(): Wanted | null {
    const { state } = this.store;
    const row = selectedRow(state);
    const result = resultOf(state, row);
    const place = windowPlace(state);
    if (!row || !result || !place || state.maps?.run !== result.run) return null;
    return { key: row.key, run: result.run, step: result.summary.step, ...place };
  }
}

function inputOf(facts: ValueFacts | null): WindowFacts['input'] {
  return facts === null || facts.how === 'recurrent' ? null : facts.input;
}

function same(a: Wanted, b: State['window']): boolean {
  return (
    b !== null && a.run === b.run && a.step === b.step && a.map === b.map && a.row === b.row && a.column === b.column
  );
}
