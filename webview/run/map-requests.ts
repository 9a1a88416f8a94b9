import { mapOrder } from '../models/map-statistics.ts';
import { type LayerResult, resultOf, selectedRow } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { FromWorker } from '../worker/protocol.ts';
import type { Engine } from './engine.ts';
import type { ModeRequests } from './mode-requests.ts';

/** Maps that are asked for before the grid has said which ones it shows. */
const firstMaps = 48;

/** Keeps the maps of the selected layer coming: the worker has every layer's, the page only those it shows. */
export class MapRequests implements ModeRequests {
  private readonly store: Store;
  private readonly engine: Engine;
  private readonly asked = new Set<string>();
  private requests = 0;

  constructor(store: Store, engine: Engine) {
    this.store = store;
    this.engine = engine;
  }

  forget(): void {
    this.asked.clear();
  }

  /** Asks for the selected layer's maps: those on screen when they are of the same layer, else the first of the grid. */
  show(): void {
    const { selection, maps, settings } = this.store.state;
    const result = this.selectedResult();
    if (!result || selection.row === null) {
      if (maps && maps.key !== selection.row) this.store.update({ maps: null });
      return;
    }
    if (maps?.key === selection.row && maps.run === result.run) return;
    // Of an earlier run the worker answers as long as it has the outputs, which it keeps while the code is broken.
    if (result.run < this.store.state.freshFrom && maps?.key !== selection.row) this.store.update({ maps: null });
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
    this.engine.post({ type: 'maps', request: this.requests, run, step: summary.step, maps: missing });
  }

  /** Takes in maps that have arrived. */
  receive(message: Extract<FromWorker, { type: 'maps' }>): void {
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
