import * as l10n from '@vscode/l10n';
import { colourIndex } from '../../core/engine/colour-map.ts';
import { value as valueText } from '../models/figures.ts';
import { barSpan, vectorOrder } from '../models/vector-view.ts';
import type { ShownLayer } from '../state/shown-layer.ts';

export interface VectorView {
  readonly values: Float32Array;
  readonly layer: ShownLayer;
  readonly byValue: boolean;
  /** What a value is called: `class 281`, or just its index. */
  readonly nameOf: (index: number) => string;
  readonly selected: number | null;
}

const rowHeight = 22;

/** A tensor without extent in space: index, bar and value, a row each. Only the rows on screen are in the page. */
export class VectorList extends HTMLElement {
  onSelect: ((index: number) => void) | null = null;
  private shown: VectorView | null = null;
  private order: Uint32Array = new Uint32Array(0);
  private readonly spacer = document.createElement('div');
  private readonly resized = new ResizeObserver(() => this.draw());

  connectedCallback(): void {
    this.setAttribute('role', 'listbox');
    this.tabIndex = 0;
    this.spacer.className = 'vector-spacer';
    this.spacer.setAttribute('role', 'presentation');
    this.replaceChildren(this.spacer);
    this.addEventListener('scroll', () => this.draw(), { passive: true });
    this.addEventListener('click', (event) => this.pressed(event));
    this.addEventListener('keydown', (event) => this.key(event));
    this.resized.observe(this);
  }

  disconnectedCallback(): void {
    this.resized.disconnect();
  }

  set view(view: VectorView) {
    const before = this.shown;
    if (before?.values !== view.values || before.byValue !== view.byValue) {
      this.order = vectorOrder(view.values, view.byValue);
      this.setAttribute(
        'aria-label',
        view.byValue
          ? l10n.t('{0} values, largest first', view.values.length)
          : l10n.t('{0} values, by index', view.values.length),
      );
    }
    this.shown = view;
    this.draw();
  }

  private draw(): void {
    const view = this.shown;
    if (!view || this.clientHeight === 0) return;
    this.spacer.style.height = `${this.order.length * rowHeight}px`;
    const first = Math.floor(this.scrollTop / rowHeight);
    const last = Math.min(this.order.length, Math.ceil((this.scrollTop + this.clientHeight) / rowHeight));
    const rows: HTMLElement[] = [];
    for (let place = first; place < last; place++) rows.push(this.row(view, place));
    this.spacer.replaceChildren(...rows);
    const active = rows.find((row) => row.ariaSelected === 'true');
    if (active) this.setAttribute('aria-activedescendant', active.id);
    else this.removeAttribute('aria-activedescendant');
  }

  private row(view: VectorView, place: number): HTMLElement {
    const index = this.order[place] ?? 0;
    const value = view.values[index] ?? Number.NaN;
    const { limits, table } = view.layer;
    const row = document.createElement('div');
    row.className = 'vector-row figures';
    row.id = `value-${index}`;
    row.setAttribute('role', 'option');
    row.ariaSelected = String(index === view.selected);
    row.ariaPosInSet = String(place + 1);
    row.ariaSetSize = String(this.order.length);
    row.style.top = `${place * rowHeight}px`;
    row.dataset.index = String(index);
    const [name, track, bar, number] = ['span', 'span', 'span', 'span'].map((tag) => document.createElement(tag));
    if (!name || !track || !bar || !number) return row;
    name.textContent = view.nameOf(index);
    name.className = 'secondary';
    track.className = 'vector-track';
    const { start, length } = barSpan(value, limits.low, limits.high);
    const colour = 4 * colourIndex(Number.isFinite(value) ? value : 0, limits);
    bar.style.left = `${start * 100}%`;
    bar.style.width = `${length * 100}%`;
    bar.style.background = `rgb(${table.slice(colour, colour + 3).join(' ')})`;
    track.append(bar);
    number.textContent = valueText(value);
    number.className = Number.isFinite(value) ? 'code' : 'code error-text';
    row.append(name, track, number);
    return row;
  }

  private pressed(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    if (row instanceof HTMLElement) this.onSelect?.(Number(row.dataset.index));
  }

  private key(event: KeyboardEvent): void {
    if (!this.shown || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.order.indexOf(this.shown.selected ?? -1);
    const page = Math.max(1, Math.floor(this.clientHeight / rowHeight) - 1);
    const moves: Record<string, number> = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      PageUp: at - page,
      PageDown: at + page,
      Home: 0,
      End: this.order.length - 1,
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const place = Math.max(0, Math.min(this.order.length - 1, move));
    const top = place * rowHeight;
    if (top < this.scrollTop) this.scrollTop = top;
    else if (top + rowHeight > this.scrollTop + this.clientHeight) this.scrollTop = top + rowHeight - this.clientHeight;
    this.onSelect?.(this.order[place] ?? 0);
  }
}
