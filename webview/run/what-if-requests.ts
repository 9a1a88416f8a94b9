import { createBreath } from '../../core/engine/breath.ts';
import { concreteInputShapes } from '../models/inputs.ts';
import { type Bench, benchOf, type Outcome, outcomeOf, type Turned } from '../models/what-if.ts';
import { type ShownWhatIf, type State, selectedRow } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { ModeRequests } from './mode-requests.ts';

/**
 * Computes what the selected layer would come to with other arguments. It is arithmetic on the graph, so it is done here,
 * with breaths in between, and not asked of the worker.
 */
export class WhatIfRequests implements ModeRequests {
  private readonly store: Store;
  private bench: Bench | null = null;
  private abort = new AbortController();
  /** What is being computed. */
  private under: Pick<ShownWhatIf, 'key' | 'graph' | 'turned'> | null = null;

  constructor(store: Store) {
    this.store = store;
  }

  forget(): void {
    this.abort.abort();
    this.under = null;
  }

  show(): void {
    const { model, openSizes, turned, whatIf } = this.store.state;
    const row = selectedRow(this.store.state);
    if (!model || !row) return;
    const wanted = { key: row.key, graph: model.analysis.graph, turned };
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

  private async compute(bench: Bench, wanted: NonNullable<typeof this.under>, signal: AbortSignal): Promise<void> {
    const breath = createBreath(signal);
    const known = new Map<string, Outcome>();
    const outcome = async (turned: Turned): Promise<Outcome> => {
      const key = JSON.stringify(Object.entries(turned).sort());
      const found = known.get(key) ?? outcomeOf(bench, turned);
      known.set(key, found);
      await breath.take();
      return found;
    };
    const code = await outcome({});
    const trial = await outcome(wanted.turned);
    const columns: Outcome[][] = [];
    for (const { name, values } of bench.knobs) {
      const column: Outcome[] = [];
      for (let place = 0; place < values.length; place++)
        column.push(await outcome({ ...wanted.turned, [name]: place }));
      columns.push(column);
    }
    this.under = null;
    this.store.update({ whatIf: { ...wanted, knobs: bench.knobs, code, trial, columns } satisfies State['whatIf'] });
  }
}

function same(a: Pick<ShownWhatIf, 'key' | 'graph' | 'turned'>, b: typeof a | null): boolean {
  return b !== null && a.key === b.key && a.graph === b.graph && a.turned === b.turned;
}
