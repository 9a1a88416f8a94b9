import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { rowOf, rowText, type ShownProduct, sparsityText } from '../../models/matrix-view.ts';
import type { Panel } from '../../panel/panel.ts';
import type { State } from '../../state/state.ts';
import { painted } from '../painted.ts';
import { signedScale } from '../scale.ts';

/** The matrix, a pixel per number, zero like the surface; the chosen row is outlined, and moved by keys or the pointer. */
export function matrixPicture(state: State, panel: Panel, product: ShownProduct, row: number): TemplateResult {
  const { rows, columns, cells, columnsWide, rowsWide } = product;
  const pixels = painted(cells, { width: columns, height: rows }, signedScale(state, [cells]));
  const rowAt = (event: PointerEvent) => {
    const { currentTarget } = event;
    if (!(currentTarget instanceof HTMLElement)) return;
    const bounds = currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientY - bounds.top) / bounds.height) * rows);
    panel.chooseRow(Math.max(0, Math.min(rows - 1, at)));
  };
  return html`<div
    class="matrix-picture"
    role="slider"
    tabindex="0"
    aria-label=${l10n.t('Row of the matrix {0}', sparsityText(product))}
    aria-orientation="vertical"
    aria-valuemin="0"
    aria-valuemax=${rows - 1}
    aria-valuenow=${row}
    aria-valuetext=${rowText(product, row)}
    style=${styleMap({ '--rows': String(rows), '--columns': String(columns), '--group': String(columnsWide), '--lines': String(rowsWide) })}
    @pointerdown=${rowAt}
    @keydown=${(event: KeyboardEvent) => move(event, panel, product)}
  >
    <convlens-picture .pixels=${pixels}></convlens-picture>
    <span class="matrix-lines"></span>
    <span class="matrix-row" style=${styleMap({ top: `${(100 * row) / rows}%`, height: `${100 / rows}%` })}></span>
  </div>`;
}

/** From the row as it is now: the next key may come before the next drawing. */
function move(event: KeyboardEvent, panel: Panel, product: ShownProduct): void {
  const { rows, rowsWide } = product;
  const row = rowOf(product, panel.current().matrixRow);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowRight: 1,
    ArrowUp: -1,
    ArrowLeft: -1,
    PageDown: rowsWide,
    PageUp: -rowsWide,
    Home: -rows,
    End: rows,
  };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  panel.chooseRow(Math.max(0, Math.min(rows - 1, row + step)));
}
