import type { ShownMatrix } from '../state/state.ts';
import type { FromWorker, ToWorker } from '../worker/protocol.ts';
import { LayerRequests, sameKernel, sameStep } from './layer-requests.ts';

type Wanted = Omit<ShownMatrix, 'facts'>;

/** Asks for the selected layer's matrix. */
export class MatrixRequests extends LayerRequests<Wanted> {
  receive({ request, facts }: Extract<FromWorker, { type: 'matrix' }>): void {
    const wanted = this.answered(request);
    if (wanted === null) return;
    this.store.update({ matrix: { ...wanted, facts } });
    this.show();
  }

  protected question({ run, step, place, size }: Wanted, request: number): ToWorker {
    return { type: 'matrix', request, run, step, size, ...place };
  }

  protected wanted(): Wanted | null {
    const selected = this.selected();
    const { kernelChoice, settings } = this.store.state;
    const choice = { ...kernelChoice, drawn: null };
    return selected && { ...selected, place: { ...selected.place, ...choice }, size: settings.matrixSize };
  }

  protected isShown(wanted: Wanted): boolean {
    const { matrix } = this.store.state;
    if (matrix === null || wanted.size !== matrix.size) return false;
    return sameStep(wanted, matrix) && sameKernel(wanted.place, matrix.place);
  }
}
