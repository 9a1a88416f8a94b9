import type { State } from '../state/state.ts';
import type { FromWorker, ToWorker, ValueFacts, WindowFacts } from '../worker/protocol.ts';
import { LayerRequests, sameStep } from './layer-requests.ts';

type Wanted = Omit<NonNullable<State['window']>, 'facts' | 'input'>;

/** Asks what the selected value is made of. */
export class WindowRequests extends LayerRequests<Wanted> {
  receive({ request, facts }: Extract<FromWorker, { type: 'window' }>): void {
    const wanted = this.answered(request);
    if (wanted === null) return;
    const source = inputOf(facts);
    const plane = source?.plane ?? (this.held(wanted) === source?.map ? this.store.state.window?.input : null);
    this.store.update({ window: { ...wanted, facts, input: plane ?? null } });
    this.show();
  }

  protected question(wanted: Wanted, request: number): ToWorker {
    const { run, step, map, row, column } = wanted;
    return { type: 'window', request, run, step, map, row, column, inputMap: this.held(wanted) };
  }

  protected wanted(): Wanted | null {
    const selected = this.selected();
    if (selected === null) return null;
    const { place, ...step } = selected;
    return { ...step, ...place };
  }

  protected isShown(wanted: Wanted): boolean {
    const { window } = this.store.state;
    if (window === null || !sameStep(wanted, window)) return false;
    return wanted.map === window.map && wanted.row === window.row && wanted.column === window.column;
  }

  /** The input's map that is there already. */
  private held(wanted: Wanted): number | null {
    const { window } = this.store.state;
    if (!window?.input || !sameStep(wanted, window)) return null;
    return inputOf(window.facts)?.map ?? null;
  }
}

function inputOf(facts: ValueFacts | null): WindowFacts['input'] {
  return facts === null || facts.how === 'recurrent' ? null : facts.input;
}
