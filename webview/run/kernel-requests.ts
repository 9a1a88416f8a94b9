import type { ShownKernels } from '../state/state.ts';
import type { FromWorker, ToWorker } from '../worker/protocol.ts';
import { LayerRequests, sameKernel, sameStep } from './layer-requests.ts';

type Wanted = Omit<ShownKernels, 'facts'>;

/** Asks for the selected layer's kernels. */
export class KernelRequests extends LayerRequests<Wanted> {
  receive({ request, facts }: Extract<FromWorker, { type: 'kernels' }>): void {
    const wanted = this.answered(request);
    if (wanted === null) return;
    this.store.update({ kernels: { ...wanted, facts } });
    this.show();
  }

  protected question({ run, step, place }: Wanted, request: number): ToWorker {
    return { type: 'kernels', request, run, step, ...place };
  }

  protected wanted(): Wanted | null {
    const selected = this.selected();
    return selected && { ...selected, place: { ...selected.place, ...this.store.state.kernelChoice } };
  }

  protected isShown(wanted: Wanted): boolean {
    const { kernels } = this.store.state;
    return kernels !== null && sameStep(wanted, kernels) && sameKernel(wanted.place, kernels.place);
  }
}
