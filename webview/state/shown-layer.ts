import { type ColourMapName, colourTable, type Limits } from '../../core/engine/colour-map.ts';
import { activationBound, colourMapFor, layerLimits, mapLimits, type ScaleMode } from '../models/map-colours.ts';
import { type LayerStatistics, layerStatistics, mapOrder, mapStatistics } from '../models/map-statistics.ts';
import { type State, selectedRow } from './state.ts';

/** How the selected layer's maps are drawn: one decision that grid, enlarged map, legend and histogram share. */
export interface ShownLayer {
  readonly colours: ColourMapName;
  readonly table: Uint8ClampedArray;
  readonly limits: Limits;
  readonly scale: ScaleMode;
  readonly statistics: LayerStatistics;
  readonly order: readonly number[];
  limitsOf(map: number): Limits;
}

export function shownLayer(state: State): ShownLayer | null {
  const { maps, settings, theme } = state;
  if (!maps) return null;
  const { layout, statistics: table } = maps.summary;
  const statistics = layerStatistics(table, layout.height * layout.width);
  const row = state.rows.find((one) => one.key === maps.key) ?? selectedRow(state);
  const bound = row ? activationBound(row.layer.operator, row.layer.attributes) : null;
  // Of a row of numbers the largest is what one looks for: a thousand probabilities would all be short beside 1.
  const limits = layerLimits(statistics.min, statistics.max, layout.kind === 'maps' ? bound : null);
  const colours = colourMapFor(statistics.min, settings.colours, theme);
  return {
    colours,
    table: colourTable(colours),
    limits,
    scale: settings.scale,
    statistics,
    order: mapOrder(table, settings.sort),
    limitsOf: (map) => {
      const { min, max } = mapStatistics(table, map);
      return mapLimits(settings.scale, limits, min, max);
    },
  };
}

/** The map that the reader shows: the selected one, or the first of the grid when the selection has none yet. */
export function shownMap(state: State, layer: ShownLayer): number {
  const { map } = state.selection;
  return map !== null && map < layer.order.length ? map : (layer.order[0] ?? 0);
}
