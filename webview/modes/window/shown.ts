import { inputPicture } from '../../controls/pictures.ts';
import type { ShownLayer } from '../../state/shown-layer.ts';
import type { ShownMaps, ShownWindow, State } from '../../state/state.ts';
import type { WindowFacts } from '../../worker/protocol.ts';

/** The value that is looked at, and the layer that it is of. */
export interface Looked {
  readonly layer: ShownLayer;
  readonly maps: ShownMaps;
  readonly window: ShownWindow;
}

/** Everything that is known of the value under the window. */
export interface Shown extends Looked {
  readonly facts: WindowFacts;
}

/** Whether the layer reads the model's own input, and that is a picture in colours. */
export function readsPicture(state: State, facts: WindowFacts): boolean {
  const isInput = state.rows.some(
    (row) => row.isInput && row.parents.length === 0 && state.results.get(row.key)?.summary.step === facts.inputStep,
  );
  return isInput && (state.input?.tensor.shape[3] ?? 0) >= 3 && inputPicture(state) !== null;
}
