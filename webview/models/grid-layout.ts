/** Geometry of the grid of maps, in CSS pixels. */
export interface GridLayout {
  /** Index of the wanted size that was used. */
  readonly zoom: number;
  readonly columns: number;
  readonly rows: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** From one row's top to the next one's. */
  readonly rowPitch: number;
  readonly columnPitch: number;
  readonly height: number;
}

/** Sizes that zooming steps through. */
export const cellSizes = [32, 48, 68, 96, 132] as const;
export const gap = 4;

/** Columns that fill the row with cells near the wanted size; cells keep the map's proportions. A map alone fits the view. */
export function gridLayout(
  view: { readonly width: number; readonly height: number },
  maps: number,
  zoom: number | null,
  mapWidth: number,
  mapHeight: number,
): GridLayout {
  const known = zoom === null ? fittingZoom(view, maps, mapHeight / mapWidth) : zoom;
  const { width } = view;
  const wanted = cellSizes[Math.max(0, Math.min(cellSizes.length - 1, known))] ?? 68;
  const fitting = Math.max(1, Math.round((width + gap) / (wanted + gap)));
  const columns = maps === 1 ? 1 : Math.min(fitting, Math.max(maps, 3));
  const room = Math.max(1, Math.floor((width - gap * (columns - 1)) / columns));
  const cellWidth =
    maps === 1 ? Math.max(32, Math.min(room, 320, Math.floor((view.height * mapWidth) / mapHeight))) : room;
  const cellHeight = Math.max(8, Math.min(cellWidth * 2, Math.round((cellWidth * mapHeight) / mapWidth)));
  const rows = Math.ceil(maps / columns);
  return {
    zoom: known,
    columns,
    rows,
    cellWidth,
    cellHeight,
    rowPitch: cellHeight + gap,
    columnPitch: cellWidth + gap,
    height: Math.max(0, rows * (cellHeight + gap) - gap),
  };
}

/** The largest size with which every map is seen at once, and 68 pixels where that would be smaller. */
function fittingZoom(view: { readonly width: number; readonly height: number }, maps: number, aspect: number): number {
  const usual = cellSizes.indexOf(68);
  for (let zoom = cellSizes.length - 1; zoom > usual; zoom--) {
    const columns = Math.max(1, Math.round((view.width + gap) / ((cellSizes[zoom] ?? 68) + gap)));
    const cell = (view.width - gap * (columns - 1)) / columns;
    if (Math.ceil(maps / columns) * (cell * aspect + gap) - gap <= view.height) return zoom;
  }
  return usual;
}

/** First and one past the last cell in the rows that a viewport of `height` shows from `scroll` on. */
export function visibleCells(layout: GridLayout, scroll: number, height: number, maps: number): [number, number] {
  const first = Math.max(0, Math.floor(scroll / layout.rowPitch));
  const last = Math.ceil((scroll + height) / layout.rowPitch);
  return [Math.min(maps, first * layout.columns), Math.min(maps, last * layout.columns)];
}

export interface CellHit {
  readonly cell: number;
  /** Place inside the cell, 0 … 1. */
  readonly x: number;
  readonly y: number;
}

/** The cell at a point of the grid's content, null in the gaps and past the end. */
export function cellAt(layout: GridLayout, x: number, y: number, maps: number): CellHit | null {
  const column = Math.floor(x / layout.columnPitch);
  const row = Math.floor(y / layout.rowPitch);
  const insideX = (x - column * layout.columnPitch) / layout.cellWidth;
  const insideY = (y - row * layout.rowPitch) / layout.cellHeight;
  const cell = row * layout.columns + column;
  const outside = x < 0 || y < 0 || column >= layout.columns || cell >= maps || insideX >= 1 || insideY >= 1;
  return outside ? null : { cell, x: insideX, y: insideY };
}

/** Where an arrow or paging key leads from a cell; null when the key does not move. */
export function cellAfterKey(key: string, cell: number, layout: GridLayout, maps: number, page: number): number | null {
  const rows = Math.max(1, page);
  const moves: Record<string, number> = {
    ArrowLeft: cell - 1,
    ArrowRight: cell + 1,
    ArrowUp: cell - layout.columns,
    ArrowDown: cell + layout.columns,
    PageUp: cell - layout.columns * rows,
    PageDown: cell + layout.columns * rows,
    Home: 0,
    End: maps - 1,
  };
  const target = moves[key];
  if (target === undefined) return null;
  // Up from the first row and down from the last one stay, as in any grid; pages stop at the end.
  if (key.startsWith('Arrow') && (target < 0 || target >= maps)) return cell;
  return Math.max(0, Math.min(maps - 1, target));
}
