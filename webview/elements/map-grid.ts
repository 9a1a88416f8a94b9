import * as l10n from '@vscode/l10n';
import { cellAfterKey, cellAt, cellSizes, type GridLayout, gridLayout, visibleCells } from '../models/grid-layout.ts';
import { conditionOf, mapStatistics } from '../models/map-statistics.ts';
import { mapLabel, mapTag } from '../models/words.ts';
import type { ShownLayer } from '../state/shown-layer.ts';
import type { ShownMaps } from '../state/state.ts';
import { mapBitmap } from './bitmap.ts';
import { drawDead, drawSelection, drawTag, type Pens, pensOf } from './grid-drawing.ts';

export interface GridView {
  readonly maps: GridMaps;
  readonly layer: Pick<ShownLayer, 'colours' | 'table' | 'limits' | 'scale' | 'order' | 'limitsOf'>;
  /** What its cells are where they are no feature maps: `filter`. */
  readonly noun?: 'map' | 'filter';
  readonly selected: number;
  readonly zoom: number | null;
  readonly theme: string;
}

/** What is drawn: feature maps, or other planes with statistics. */
export interface GridMaps extends Pick<ShownMaps, 'key' | 'run' | 'planes'> {
  readonly summary: Pick<ShownMaps['summary'], 'layout' | 'statistics'>;
}

export interface GridPoint {
  readonly map: number;
  readonly row: number;
  readonly column: number;
}

/** What the grid tells the view around it. */
export interface GridEvents {
  select(map: number): void;
  open(map: number): void;
  point(point: GridPoint | null): void;
  need(maps: readonly number[]): void;
  zoom(size: number): void;
}

/**
 * All maps of a layer on one canvas that shows the visible rows of a taller scroller: a thousand maps cost as much as
 * those on screen. The focused cell exists in the DOM too, for those who can't see the canvas.
 */
export class MapGrid extends HTMLElement {
  events: GridEvents | null = null;
  private shown: GridView | null = null;
  private layout: GridLayout | null = null;
  private bitmaps = new Map<number, OffscreenCanvas>();
  private pending = 0;
  private readonly canvas = document.createElement('canvas');
  private readonly spacer = document.createElement('div');
  private readonly cell = document.createElement('div');
  private readonly resized = new ResizeObserver(() => this.redraw());

  connectedCallback(): void {
    this.setAttribute('role', 'grid');
    this.tabIndex = 0;
    this.canvas.setAttribute('aria-hidden', 'true');
    this.spacer.className = 'grid-spacer';
    this.spacer.setAttribute('role', 'row');
    this.cell.className = 'visually-hidden';
    this.cell.setAttribute('role', 'gridcell');
    this.cell.id = 'focused-map';
    this.spacer.append(this.canvas, this.cell);
    this.replaceChildren(this.spacer);
    this.setAttribute('aria-activedescendant', this.cell.id);
    this.addEventListener('scroll', () => this.redraw(), { passive: true });
    this.addEventListener('click', (event) => this.pressed(event));
    this.addEventListener('dblclick', () => this.shown && this.events?.open(this.shown.selected));
    this.addEventListener('pointermove', (event) => this.events?.point(this.pointAt(event)));
    this.addEventListener('pointerleave', () => this.events?.point(null));
    this.addEventListener('keydown', (event) => this.key(event));
    this.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    this.resized.observe(this);
  }

  disconnectedCallback(): void {
    this.resized.disconnect();
    cancelAnimationFrame(this.pending);
    this.pending = 0;
  }

  set view(view: GridView) {
    const before = this.shown;
    if (before && before.maps === view.maps && before.selected === view.selected && sameDrawing(before, view)) return;
    const sameValues = before?.maps.key === view.maps.key && before.maps.run === view.maps.run;
    if (!sameValues || !before || !sameColours(before.layer, view.layer)) this.bitmaps.clear();
    this.shown = view;
    const { maps } = view.maps.summary.layout;
    const label =
      view.noun === 'filter'
        ? l10n.t('{0} filters of {1}', maps, view.maps.key)
        : l10n.t('{0} maps of {1}', maps, view.maps.key);
    if (this.getAttribute('aria-label') !== label) this.setAttribute('aria-label', label);
    this.describe(view);
    this.redraw();
  }

  private describe(view: GridView): void {
    const place = view.layer.order.indexOf(view.selected) + 1;
    const statistics = mapStatistics(view.maps.summary.statistics, view.selected);
    this.cell.textContent = l10n.t(
      '{0}, {1} of {2}',
      mapLabel(view.selected, statistics, view.noun),
      place,
      view.layer.order.length,
    );
  }

  private redraw(): void {
    if (this.pending !== 0) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = 0;
      this.draw();
    });
  }

  private draw(): void {
    const view = this.shown;
    const [width, height] = [this.clientWidth, this.clientHeight];
    if (!view || width === 0 || height === 0) return;
    const inner = Math.max(1, width - 2 * inset);
    const { layout } = view.maps.summary;
    this.layout = gridLayout(
      { width: inner, height: height - 2 * inset },
      layout.maps,
      view.zoom,
      layout.width,
      layout.height,
    );
    this.spacer.style.height = `${this.layout.height + 2 * inset}px`;
    const scale = devicePixelRatio;
    const [deviceWidth, deviceHeight] = [Math.round(width * scale), Math.round(height * scale)];
    if (this.canvas.width !== deviceWidth || this.canvas.height !== deviceHeight) {
      this.canvas.width = deviceWidth;
      this.canvas.height = deviceHeight;
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    const context = this.canvas.getContext('2d');
    if (!context) return;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    this.drawCells(context, view, this.layout, pensOf(this));
  }

  private drawCells(context: CanvasRenderingContext2D, view: GridView, grid: GridLayout, pens: Pens): void {
    const [first, end] = visibleCells(grid, this.scrollTop - inset, this.clientHeight + inset, view.layer.order.length);
    const missing: number[] = [];
    let selected: (() => void) | null = null;
    for (let place = first; place < end; place++) {
      const map = view.layer.order[place] ?? 0;
      const x = inset + (place % grid.columns) * grid.columnPitch;
      const y = inset + Math.floor(place / grid.columns) * grid.rowPitch - this.scrollTop;
      const box = { x, y, width: grid.cellWidth, height: grid.cellHeight };
      const condition = conditionOf(mapStatistics(view.maps.summary.statistics, map));
      if (condition === 'dead') drawDead(context, box, pens);
      else if (!this.drawMap(context, view, map, box)) missing.push(map);
      if (condition !== 'alive' && map !== view.selected) drawTag(context, box, mapTag(map, condition), pens);
      if (map === view.selected) {
        selected = () => drawSelection(context, box, grid.cellWidth >= 40 ? mapTag(map, condition) : '', pens);
      }
    }
    selected?.();
    if (missing.length > 0) this.events?.need(missing);
  }

  /** False while the map's values are not here. */
  private drawMap(context: CanvasRenderingContext2D, view: GridView, map: number, box: Box): boolean {
    const plane = view.maps.planes.get(map);
    if (!plane) return false;
    const { width, height } = view.maps.summary.layout;
    let bitmap = this.bitmaps.get(map);
    if (!bitmap) {
      bitmap = mapBitmap(plane, width, height, view.layer.limitsOf(map), view.layer.table);
      this.bitmaps.set(map, bitmap);
    }
    // Above 1:1 a pixel is a number and stays hard; below, neighbours are averaged.
    context.imageSmoothingEnabled = box.width * devicePixelRatio < width;
    context.imageSmoothingQuality = 'medium';
    context.drawImage(bitmap, box.x, box.y, box.width, box.height);
    return true;
  }

  private hit(event: MouseEvent): { map: number; x: number; y: number } | null {
    if (!this.shown || !this.layout) return null;
    const bounds = this.getBoundingClientRect();
    const x = event.clientX - bounds.left - inset;
    const y = event.clientY - bounds.top + this.scrollTop - inset;
    const hit = cellAt(this.layout, x, y, this.shown.layer.order.length);
    return hit ? { map: this.shown.layer.order[hit.cell] ?? 0, x: hit.x, y: hit.y } : null;
  }

  private pointAt(event: MouseEvent): GridPoint | null {
    const hit = this.hit(event);
    if (!hit || !this.shown) return null;
    const { width, height } = this.shown.maps.summary.layout;
    return { map: hit.map, row: Math.floor(hit.y * height), column: Math.floor(hit.x * width) };
  }

  private pressed(event: MouseEvent): void {
    const hit = this.hit(event);
    if (!hit) return;
    if (hit.map === this.shown?.selected && event.detail === 1) this.events?.open(hit.map);
    else this.choose(hit.map);
  }

  /** Shown at once, because the next key may come before the next drawing of the panel and starts from here. */
  private choose(map: number): void {
    if (!this.shown) return;
    this.shown = { ...this.shown, selected: map };
    this.describe(this.shown);
    this.redraw();
    this.events?.select(map);
  }

  private key(event: KeyboardEvent): void {
    const { shown, layout } = this;
    if (!shown || !layout || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      this.events?.open(shown.selected);
      return;
    }
    const place = Math.max(0, shown.layer.order.indexOf(shown.selected));
    const page = Math.floor(this.clientHeight / layout.rowPitch);
    const target = cellAfterKey(event.key, place, layout, shown.layer.order.length, page);
    if (target === null) return;
    event.preventDefault();
    this.reveal(target, layout);
    this.choose(shown.layer.order[target] ?? 0);
  }

  private reveal(place: number, grid: GridLayout): void {
    const top = Math.floor(place / grid.columns) * grid.rowPitch;
    const bottom = top + grid.cellHeight + 2 * inset;
    if (top < this.scrollTop) this.scrollTop = top;
    else if (bottom > this.scrollTop + this.clientHeight) this.scrollTop = bottom - this.clientHeight;
  }

  private wheel(event: WheelEvent): void {
    if (!event.ctrlKey || !this.shown) return;
    event.preventDefault();
    this.zoomBy(event.deltaY < 0 ? 1 : -1);
  }

  /** Larger or smaller cells, from the size that is shown. */
  zoomBy(step: number): void {
    if (this.layout) this.events?.zoom(Math.max(0, Math.min(cellSizes.length - 1, this.layout.zoom + step)));
  }
}

/** Room around the cells for the selection's outline. */
const inset = 4;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function sameDrawing(a: GridView, b: GridView): boolean {
  return (
    a.zoom === b.zoom &&
    a.theme === b.theme &&
    sameColours(a.layer, b.layer) &&
    a.layer.order.length === b.layer.order.length &&
    a.layer.order.every((map, i) => map === b.layer.order[i])
  );
}

function sameColours(a: GridView['layer'], b: GridView['layer']): boolean {
  return (
    a.colours === b.colours && a.scale === b.scale && a.limits.low === b.limits.low && a.limits.high === b.limits.high
  );
}
