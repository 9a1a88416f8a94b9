import { html, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { styleMap } from 'lit/directives/style-map.js';
import { type ColourMapName, colourIndex, colourTable, type Limits } from '../../core/engine/colour-map.ts';
import { textOn } from '../models/cell-colours.ts';
import { value } from '../models/figures.ts';
import { cellText } from '../models/window-view.ts';

export interface TapTable {
  readonly label: string;
  readonly rows: number;
  readonly columns: number;
  /** The input pixel of each tap, −1 for none. */
  readonly places: Int32Array;
  readonly values: Float32Array;
  readonly colours: ColourMapName;
  readonly limits: Limits;
  /** The tap that a maximum takes. */
  readonly won: number | null;
  /** Taps without a pixel count as zero: padding. */
  readonly padded: boolean;
  /** Every number is shown, whether its tap meets a pixel or not: a kernel's. */
  readonly keepsAll?: boolean;
}

/** Columns up to which there is room for numbers. */
const mostNumbered = 5;
/** Columns up to which cells are wide. */
const mostWide = 3;
/** Taps up to which every one is a cell. */
const mostCells = 400;

/** Numbers in coloured cells, a tap each: a real table, so that it can be read without being seen. */
export function tapTable(table: TapTable): TemplateResult {
  const { rows, columns, label } = table;
  if (rows * columns > mostCells) {
    return html`<p class="secondary figures whole-window">${rows} × ${columns} values</p>`;
  }
  const lines = Array.from({ length: rows }, (_, row) => row * columns);
  return html`<table class=${classMap({ taps: true, small: columns > mostNumbered, dense: columns > mostWide && columns <= mostNumbered })} aria-label=${label}>
    <tbody>
      ${lines.map((from) => html`<tr>${Array.from({ length: columns }, (_, column) => cell(table, from + column))}</tr>`)}
    </tbody>
  </table>`;
}

function cell(table: TapTable, tap: number): TemplateResult {
  const { values, places, limits, colours, won, padded, keepsAll, columns } = table;
  const isMet = (places[tap] ?? -1) >= 0;
  const x = values[tap] ?? 0;
  if (!isMet && !keepsAll)
    return html`<td class="unmet" title=${padded ? 'padding' : 'no input'}>${padded && columns <= mostNumbered ? '0' : '·'}</td>`;
  const at = 4 * colourIndex(Number.isFinite(x) ? x : 0, limits);
  const [red = 0, green = 0, blue = 0] = colourTable(colours).subarray(at, at + 3);
  const style = { background: `rgb(${red} ${green} ${blue})`, color: textOn(red, green, blue) };
  const text = cellText(x, columns > mostWide);
  const classes = { won: tap === won, idle: !isMet };
  return html`<td class=${classMap(classes)} style=${styleMap(style)} title=${value(x)}>
    ${columns > mostNumbered ? html`<span class="visually-hidden">${text}</span>` : text}
  </td>`;
}
