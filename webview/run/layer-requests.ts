import { windowPlace } from '../state/shown-window.ts';
import { resultOf, type ShownKernels, selectedRow } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { ToWorker } from '../worker/protocol.ts';
import type { Engine } from './engine.ts';
import type { MapRequests } from './map-requests.ts';
import type { ModeRequests } from './mode-requests.ts';

/**
 * What a mode asks about the selected layer, beside its maps. While an answer is on its way only the last wish is kept:
 * it is asked for when the answer has come.
 */
export abstract class LayerRequests<Wanted> implements ModeRequests {
  protected readonly store: Store;
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
    if (!wanted || this.asked || this.isShown(wanted)) return;
    this.asked = { wanted, request: ++this.requests };
    this.engine.post(this.question(wanted, this.requests));
  }

  /** What the answer to a request was wanted for; null when it is not waited for any more. */
  protected answered(request: number): Wanted | null {
    const { asked } = this;
    if (asked?.request !== request) return null;
    this.asked = null;
    return asked.wanted;
  }

  /** The selected layer and the place in it, once its maps are there. */
  protected selected() {
    const { state } = this.store;
    const row = selectedRow(state);
    const result = resultOf(state, row);
    const place = windowPlace(state);
    if (!row || !result || !place || state.maps?.run !== result.run) return null;
    return { key: row.key, run: result.run, step: result.summary.step, place };
  }

  /** What the state asks for now. */
  protected abstract wanted(): Wanted | null;
  protected abstract isShown(wanted: Wanted): boolean;
  protected abstract question(wanted: Wanted, request: number): ToWorker;
}

interface Step {
  readonly run: number;
  readonly step: number;
}

export function sameStep(a: Step, b: Step): boolean {
  return a.run === b.run && a.step === b.step;
}

export function sameKernel(a: ShownKernels['place'], b: ShownKernels['place']): boolean {
  const names = ['map', 'row', 'column', 'channel', 'drawn', 'isFlipped'] as const;
  return names.every((name) => a[name] === b[name]);
}
