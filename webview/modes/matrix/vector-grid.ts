import { html, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { styleMap } from 'lit/directives/style-map.js';
import { colourIndex, colourTable } from '../../../core/engine/colour-map.ts';
import { value } from '../../models/figures.ts';
import type { State } from '../../state/state.ts';
import { scaleOf } from '../scale.ts';

export interface VectorGrid {
  readonly name: string;
  readonly values: Float32Array;
  readonly wide: number;
  /** Places that the chosen row reads or writes. */
  readonly lit: ReadonlySet<number>;
  readonly choose?: (place: number) => void;
}

/** A vector as the image that it is, a cell per number; its chosen cells are outlined. */
export function vectorGrid(state: State, { name, values, wide, lit, choose }: VectorGrid): TemplateResult {
  const { colours, limits } = scaleOf(state, [values]);
  const table = colourTable(colours);
  const lines = Array.from({ length: Math.ceil(values.length / wide) }, (_, line) => line * wide);
  const cell = (place: number) => {
    const x = values[place] ?? 0;
    const at = 4 * colourIndex(Number.isFinite(x) ? x : 0, limits);
    const [red = 0, green = 0, blue = 0] = table.subarray(at, at + 3);
    return html`<td
      class=${classMap({ lit: lit.has(place), live: choose !== undefined })}
      style=${styleMap({ background: `rgb(${red} ${green} ${blue})` })}
      title=${value(x)}
      @click=${() => choose?.(place)}
    ><span class="visually-hidden">${value(x)}</span></td>`;
  };
  return html`<div>
    <p class="window-title"><b>${name}</b></p>
    <table class="vector-grid" aria-label=${name}>
      <tbody>
        ${lines.map((from) => html`<tr>${Array.from({ length: wide }, (_, i) => cell(from + i))}</tr>`)}
      </tbody>
    </table>
  </div>`;
}
