import { inputPicture } from '../controls/pictures.ts';
import type { State } from '../state/state.ts';

/** Whether a step is the model's own input, and that is a picture in colours. */
export function readsPicture(state: State, step: number): boolean {
  const isInput = state.rows.some(
    (row) => row.isInput && row.parents.length === 0 && state.results.get(row.key)?.summary.step === step,
  );
  return isInput && (state.input?.tensor.shape[3] ?? 0) >= 3 && inputPicture(state) !== null;
}
