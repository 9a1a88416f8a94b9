import { windowPlace } from '../state/shown-window.ts';
import { resultOf, type ShownMatrix, selectedRow } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { FromWorker } from '../worker/protocol.ts';
import type { Engine } from './engine.ts';
import type { MapRequests } from './map-requests.ts';
import type { ModeRequests } from './mode-requests.ts';

type Wanted = Omit<ShownMatrix, 'facts'>;

/** Asks for the selected layer's matrix. While an answer is on its way only the last wish is kept. */
export class MatrixRequests implements ModeRequests {
  private readonly store: Store;
  private readonly engine: Engine;
  private readonly maps: MapRequests;
  private asked: { readonly wanted: Wanted; readonly request: number } | null = null;
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
    if (!wanted || this.asked || same(wanted, this.store.state.matrix)) return;
    this.asked = { wanted, request: ++this.requests };
    const { run, step, place, size } = wanted;
    this.engine.post({ type: 'matrix', request: this.requests, run, step, size, ...place });
  }

  receive({ request, facts }: Extract<FromWorker, { type: 'matrix' }>): void {
    const { asked } = this;
    if (asked?.request !== request) return;
    this.asked = null;
    this.store.update({ matrix: { ...asked.wanted, facts } });
    this.show();
  }

  private wanted(): Wanted | null {
    const { state } = this.store;
    const row = selectedRow(state);
    const result = resultOf(state, row);
    const place = windowPlace(state);
    if (!row || !result || !place || state.maps?.run !== result.run) return null;
    const { matrixSize: size } = state.settings;
    const choice = { ...place, ...state.kernelChoice, drawn: null };
    return { key: row.key, run: result.run, step: result.summary.step, place: choice, size };
  }
}

function same(a: Wanted, b: ShownMatrix | null): boolean {
  if (b === null || a.run !== b.run || a.step !== b.step || a.size !== b.size) return false;
  const names = ['map', 'row', 'column', 'channel', 'drawn', 'isFlipped'] as const;
  return names.every((name) => a.place[name] === b.place[name]);
}
