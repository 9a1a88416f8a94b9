import type { Place } from '../models/window-view.ts';
import { shownLayer, shownMap } from './shown-layer.ts';
import type { State } from './state.ts';

/** The output value that is taken apart: the selected one, else the middle of the map or the largest of a row. */
export function windowPlace(state: State): Place | null {
  const layer = shownLayer(state);
  const { maps, selection } = state;
  if (!layer || !maps || maps.key !== selection.row) return null;
  const { layout } = maps.summary;
  if (layout.kind === 'vector')
    return { map: 0, row: 0, column: selection.pixel?.column ?? largest(maps.planes.get(0)) };
  const { row, column } = selection.pixel ?? { row: layout.height >> 1, column: layout.width >> 1 };
  const inside = (at: number, size: number) => Math.max(0, Math.min(size - 1, at));
  return { map: shownMap(state, layer), row: inside(row, layout.height), column: inside(column, layout.width) };
}

function largest(values: Float32Array | undefined): number {
  return values ? values.reduce((best, value, at) => (value > (values[best] ?? 0) ? at : best), 0) : 0;
}
