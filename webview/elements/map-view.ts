import type { Limits } from '../../core/engine/colour-map.ts';
import { mapBitmap } from './bitmap.ts';

export interface EnlargedView {
  readonly plane: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly limits: Limits;
  readonly table: Uint8ClampedArray;
  readonly pixel: { readonly row: number; readonly column: number } | null;
  readonly label: string;
}

/** One map as large as its place allows, with a crosshair that the mouse and the arrow keys move pixel by pixel. */
export class MapView extends HTMLElement {
  onPixel: ((row: number, column: number) => void) | null = null;
  private shown: EnlargedView | null = null;
  private readonly canvas = document.createElement('canvas');
  private readonly marks = document.createElement('div');

  connectedCallback(): void {
    this.setAttribute('role', 'img');
    this.tabIndex = 0;
    this.marks.className = 'crosshair';
    this.replaceChildren(this.canvas, this.marks);
    this.addEventListener('pointermove', (event) => this.pointTo(event));
    this.addEventListener('pointerdown', (event) => this.pointTo(event));
    this.addEventListener('keydown', (event) => this.key(event));
  }

  set view(view: EnlargedView) {
    const before = this.shown;
    this.shown = view;
    if (this.getAttribute('aria-label') !== view.label) this.setAttribute('aria-label', view.label);
    this.mark(view);
    const same =
      before?.plane === view.plane &&
      before.table === view.table &&
      before.limits.low === view.limits.low &&
      before.limits.high === view.limits.high;
    if (same) return;
    this.canvas.width = view.width;
    this.canvas.height = view.height;
    this.style.setProperty('--ratio', String(view.width / view.height));
    const bitmap = mapBitmap(view.plane, view.width, view.height, view.limits, view.table);
    this.canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  }

  private mark({ pixel, width, height }: EnlargedView): void {
    this.marks.hidden = pixel === null;
    if (!pixel) return;
    const set = (name: string, share: number) => this.marks.style.setProperty(name, `${share * 100}%`);
    set('--x', pixel.column / width);
    set('--y', pixel.row / height);
    set('--w', 1 / width);
    set('--h', 1 / height);
  }

  private pointTo(event: PointerEvent): void {
    if (!this.shown) return;
    const bounds = this.canvas.getBoundingClientRect();
    const column = Math.floor(((event.clientX - bounds.left) / bounds.width) * this.shown.width);
    const row = Math.floor(((event.clientY - bounds.top) / bounds.height) * this.shown.height);
    this.moveTo(row, column);
  }

  private key(event: KeyboardEvent): void {
    if (!this.shown || event.ctrlKey || event.metaKey || event.altKey) return;
    const { row, column } = this.shown.pixel ?? {
      row: Math.floor(this.shown.height / 2),
      column: Math.floor(this.shown.width / 2),
    };
    const far = event.shiftKey ? 10 : 1;
    const moves: Record<string, readonly [number, number]> = {
      ArrowUp: [row - far, column],
      ArrowDown: [row + far, column],
      ArrowLeft: [row, column - far],
      ArrowRight: [row, column + far],
      Home: [row, 0],
      End: [row, this.shown.width - 1],
      PageUp: [0, column],
      PageDown: [this.shown.height - 1, column],
    };
    const target = moves[event.key];
    if (!target) return;
    event.preventDefault();
    this.moveTo(...target);
  }

  private moveTo(row: number, column: number): void {
    if (!this.shown) return;
    const inside = (x: number, size: number) => Math.max(0, Math.min(size - 1, x));
    const pixel = { row: inside(row, this.shown.height), column: inside(column, this.shown.width) };
    // The next key may come before the next drawing, and starts from here.
    this.shown = { ...this.shown, pixel };
    this.mark(this.shown);
    this.onPixel?.(pixel.row, pixel.column);
  }
}
