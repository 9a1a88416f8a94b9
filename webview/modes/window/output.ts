import * as l10n from '@vscode/l10n';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { ramp } from '../../controls/pictures.ts';
import { limit } from '../../models/figures.ts';
import { mapStatistics } from '../../models/map-statistics.ts';
import { mapLabel } from '../../models/words.ts';
import type { Panel } from '../../panel/panel.ts';
import { windowPlace } from '../../state/shown-window.ts';
import type { State } from '../../state/state.ts';
import { vectorView } from '../maps/vector.ts';
import type { Looked } from './shown.ts';

/** The map that the window writes, with the place of the value; of a vector its values. */
export function outputView(state: State, panel: Panel, shown: Looked): TemplateResult | typeof nothing {
  const { layer, maps, window } = shown;
  const { layout, statistics } = maps.summary;
  if (layout.kind === 'vector') {
    return html`<section class="window-output" aria-label=${l10n.t('Output')}>
      <p class="window-title"><b>${l10n.t('Output')}</b> <span class="secondary figures">${l10n.t('{0} values', layout.width.toLocaleString('en-US'))}</span></p>
      ${vectorView(state, panel, layer, maps, window.column)}
    </section>`;
  }
  const plane = maps.planes.get(window.map);
  if (!plane) return html`<section class="window-output" aria-label=${l10n.t('Output')}></section>`;
  const limits = layer.limitsOf(window.map);
  const view = {
    plane,
    width: layout.width,
    height: layout.height,
    limits,
    table: layer.table,
    // Where it is wanted: the answer may be a key behind.
    pixel: windowPlace(state) ?? window,
    label: l10n.t(
      'Output, {0}. Arrow keys move the window, space lets it move by itself.',
      mapLabel(window.map, mapStatistics(statistics, window.map)),
    ),
  };
  return html`<section class="window-output" aria-label=${l10n.t('Output')}>
    <p class="window-title">
      <b>${l10n.t('Output{0}', layout.maps > 1 ? l10n.t(', map {0}', window.map) : '')}</b> <span class="secondary figures">${layout.height}×${layout.width}</span>
    </p>
    <convlens-map-view
      class="map-view"
      .onPixel=${(row: number, column: number) => panel.point({ map: window.map, pixel: { row, column } })}
      .view=${view}
    ></convlens-map-view>
    <p class="row figures window-ramp">
      <span>${limit(limits.low)}</span><convlens-picture class="ramp" .pixels=${ramp(layer.table)}></convlens-picture
      ><span>${limit(limits.high)}</span>
    </p>
    ${layout.width > 2 ? alongRow(plane.subarray(window.row * layout.width, (window.row + 1) * layout.width), window.row, window.column) : nothing}
  </section>`;
}

const chart = { width: 240, height: 48 };

/** The output's values along the window's row. */
function alongRow(values: Float32Array, row: number, column: number): TemplateResult {
  const finite = values.filter((x) => Number.isFinite(x));
  const low = finite.reduce((a, b) => Math.min(a, b), 0);
  const high = finite.reduce((a, b) => Math.max(a, b), 0);
  const x = (at: number) => (at / (values.length - 1)) * chart.width;
  const y = (value: number) => chart.height - 3 - ((value - low) / (high - low || 1)) * (chart.height - 6);
  const points = Array.from(values, (value, at) => `${x(at)},${y(Number.isFinite(value) ? value : 0)}`).join(' ');
  const now = values[column] ?? 0;
  return html`<p class="window-title"><b>${l10n.t('Along row {0}', row)}</b></p>
    <svg class="window-row" viewBox="0 0 ${chart.width} ${chart.height}" preserveAspectRatio="none" aria-hidden="true">
      ${svg`<line x1="0" x2=${chart.width} y1=${y(0)} y2=${y(0)} /><polyline points=${points} /><line class="now" x1=${x(column)} x2=${x(column)} y1="0" y2=${chart.height} /><circle cx=${x(column)} cy=${y(now)} r="2.5" />`}
    </svg>`;
}
