import * as l10n from '@vscode/l10n';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { colourIndex, type Limits } from '../../../core/engine/colour-map.ts';
import { isKnown } from '../../../core/vocabulary/dimension.ts';
import { icon } from '../../controls/controls.ts';
import { inputPicture } from '../../controls/pictures.ts';
import { bytes, count, exactCount, limit, percent, value } from '../../models/figures.ts';
import { type Bin, barHeights, binsOf, histogram } from '../../models/histogram.ts';
import { fieldShare, fieldText } from '../../models/layer-text.ts';
import { conditionOf, mapStatistics } from '../../models/map-statistics.ts';
import { type Region, receptiveRegion, regionText } from '../../models/receptive-region.ts';
import { mapLabel } from '../../models/words.ts';
import type { Panel } from '../../panel/panel.ts';
import { type ShownLayer, shownMap } from '../../state/shown-layer.ts';
import { type ShownMaps, type State, selectedRow } from '../../state/state.ts';

/** What is under the pointer or the focus, in words and numbers; where there is room, the map enlarged with it. */
export function reader(state: State, panel: Panel, layer: ShownLayer | null): TemplateResult {
  const maps = state.maps;
  return html`<aside class="reader" aria-label=${l10n.t('Reader')} data-region tabindex="-1">
    ${layer && maps ? detail(state, panel, layer, maps) : nothing} ${line(state, layer)}
  </aside>`;
}

interface Reading {
  readonly map: number;
  readonly row: number;
  readonly column: number;
  readonly value: number | null;
  readonly region: Region | null;
}

function reading(state: State, layer: ShownLayer | null): Reading | null {
  const { maps, hover, selection } = state;
  if (!maps || !layer) return null;
  const pixel = hover ?? (selection.pixel ? { map: shownMap(state, layer), ...selection.pixel } : null);
  if (!pixel) return null;
  const { width } = maps.summary.layout;
  const dead = conditionOf(mapStatistics(maps.summary.statistics, pixel.map)) === 'dead';
  const found = maps.planes.get(pixel.map)?.[pixel.row * width + pixel.column];
  return { ...pixel, value: found ?? (dead ? 0 : null), region: regionOf(state, pixel.row, pixel.column) };
}

function regionOf(state: State, row: number, column: number): Region | null {
  const shape = state.input?.tensor.shape;
  const field = selectedRow(state)?.node.receptiveField;
  if (shape?.length !== 4 || !field) return null;
  return receptiveRegion(field, row, column, shape[1] ?? 0, shape[2] ?? 0);
}

/** The bottom line. What it shows is said as well, but no faster than one can listen. */
function line(state: State, layer: ShownLayer | null): TemplateResult {
  const now = reading(state, layer);
  const shape = state.input?.tensor.shape;
  const image = shape?.length === 4;
  const vector = state.maps?.summary.layout.kind === 'vector';
  const place = now && vector ? `[${now.column}]` : now ? `[${now.row}, ${now.column}]` : '';
  const what = now
    ? `${vector ? '' : l10n.t('map {0} ', now.map)}${place} = ${now.value === null ? '…' : value(now.value)}`
    : '';
  const reads = now && image ? regionText(now.region, shape?.[1] ?? 0, shape?.[2] ?? 0) : '';
  return html`<div class="reader-line">
    <span class="reader-text"
      >${now ? html`<span class="code">${what}</span> <span class="secondary">${reads}</span>` : html`<span class="secondary">${hint(state)}</span>`}</span
    >
    <convlens-announcer .text=${now ? `${what}, ${reads}` : ''}></convlens-announcer>
  </div>`;
}

function hint(state: State): string {
  if (!state.maps) return '';
  return state.maps.summary.layout.kind === 'vector'
    ? l10n.t('Select a value')
    : l10n.t('Point at a map to read its values');
}

function detail(state: State, panel: Panel, layer: ShownLayer, maps: ShownMaps): TemplateResult {
  const map = shownMap(state, layer);
  const { layout } = maps.summary;
  const statistics = mapStatistics(maps.summary.statistics, map);
  const limits = layer.limitsOf(map);
  const plane = maps.planes.get(map);
  const now = reading({ ...state, hover: null }, layer);
  const region = reading(state, layer)?.region ?? null;
  return html`<div class="detail ${layout.kind}">
    <button type="button" class="link back" @click=${() => panel.enlarge(null)}>${icon('chevron-left')} ${l10n.t('All maps')}</button>
    ${layout.kind === 'maps' ? enlarged(state, panel, layer, plane, map) : nothing}
    <div class="detail-facts">
      <div class="row spread">
        <h2>${layout.kind === 'vector' ? l10n.t('Values') : l10n.t('Map {0}', map)}</h2>
        <span class="code result">${now && now.value !== null ? `[${layout.kind === 'vector' ? now.column : `${now.row}, ${now.column}`}] = ${value(now.value)}` : ''}</span>
      </div>
      <dl class="statistics figures">
        <dt>${l10n.t('mean')}</dt><dd>${value(statistics.mean)}</dd><dt>${l10n.t('min')}</dt><dd>${value(statistics.min)}</dd>
        <dt>${l10n.t('std')}</dt><dd>${value(Math.sqrt(statistics.variance))}</dd><dt>${l10n.t('max')}</dt><dd>${value(statistics.max)}</dd>
      </dl>
      ${plane ? histogramView(histogram(plane, limits, 48), limits, layer.table, plane.length) : nothing}
    </div>
    ${allMaps(layer, maps)} ${cost(state)} ${field(state, region)}
  </div>`;
}

/** How the values of the whole layer are spread, which the worker has counted. */
function allMaps(layer: ShownLayer, { summary }: ShownMaps): TemplateResult | typeof nothing {
  const { min, max, values, nans, infinities } = layer.statistics;
  if (summary.layout.maps === 1 || Number.isNaN(min)) return nothing;
  const bins = binsOf(summary.histogram, min, max);
  return html`<div class="section">
    <h3>${l10n.t('All maps')}</h3>
    ${histogramView(bins, layer.limits, layer.table, values - nans - infinities)}
  </div>`;
}

function enlarged(
  state: State,
  panel: Panel,
  layer: ShownLayer,
  plane: Float32Array | undefined,
  map: number,
): TemplateResult {
  if (!plane || !state.maps) return html`<div class="map-view"></div>`;
  const { layout, statistics } = state.maps.summary;
  const view = {
    plane,
    width: layout.width,
    height: layout.height,
    limits: layer.limitsOf(map),
    table: layer.table,
    pixel: state.selection.pixel,
    label: l10n.t(
      '{0}, {1} by {2}. Arrow keys move over its pixels.',
      mapLabel(map, mapStatistics(statistics, map)),
      layout.height,
      layout.width,
    ),
  };
  return html`<convlens-map-view
    class="map-view"
    .onPixel=${(row: number, column: number) => panel.point({ map, pixel: { row, column } })}
    .view=${view}
  ></convlens-map-view>`;
}

const chart = { width: 240, height: 72 };

/** The values' distribution in the colours that the limits give them, and the same numbers as a table for those who can't see it. */
function histogramView(bins: readonly Bin[], limits: Limits, table: Uint8ClampedArray, values: number): TemplateResult {
  const heights = barHeights(bins);
  const width = chart.width / bins.length;
  const colour = (bin: Bin) => {
    const at = 4 * colourIndex((bin.from + bin.to) / 2, limits);
    return `rgb(${table.slice(at, at + 3).join(' ')})`;
  };
  return html`<div class="histogram">
    <p class="caption row spread"><span>${l10n.t('{0} values', values.toLocaleString('en-US'))}</span><span>${l10n.t('log count')}</span></p>
    <svg viewBox="0 0 ${chart.width} ${chart.height}" preserveAspectRatio="none" aria-hidden="true">
      ${bins.map((bin, i) => bar(i * width, width, (heights[i] ?? 0) * chart.height, colour(bin)))}
    </svg>
    <p class="caption row spread figures"><span>${limit(bins[0]?.from ?? 0)}</span><span>${limit(bins.at(-1)?.to ?? 0)}</span></p>
    <table class="visually-hidden">
      <caption>${l10n.t('Distribution of the values')}</caption>
      <tbody>
        ${bins.filter((bin) => bin.count > 0).map((bin) => html`<tr><th scope="row">${l10n.t('{0} to {1}', value(bin.from), value(bin.to))}</th><td>${bin.count}</td></tr>`)}
      </tbody>
    </table>
  </div>`;
}

function bar(x: number, width: number, height: number, colour: string): TemplateResult<2> {
  return svg`<rect x=${x} y=${chart.height - height} width=${width * 0.88} height=${height} fill=${colour} />`;
}

function cost(state: State): TemplateResult | typeof nothing {
  const row = selectedRow(state);
  if (!row) return nothing;
  const { totals } = state.analysis ?? {};
  const share =
    totals && typeof totals.macs === 'number' && typeof row.node.cost.macs === 'number' && row.node.cost.macs > 0
      ? l10n.t(' · {0} of model', percent(row.node.cost.macs / totals.macs))
      : '';
  return html`<div class="section">
    <h3>${l10n.t('Cost')}</h3>
    <dl class="facts figures">
      <dt>${l10n.t('parameters')}</dt><dd>${exactCount(row.params)}</dd>
      <dt>MACs</dt><dd>${count(row.node.cost.macs)}<span class="secondary">${share}</span></dd>
      <dt>${l10n.t('memory')}</dt><dd>${bytes(row.node.activationBytes)} <span class="secondary">float32</span></dd>
    </dl>
  </div>`;
}

/** What the pixel reads, drawn on the image. */
function field(state: State, region: Region | null): TemplateResult | typeof nothing {
  const picture = inputPicture(state);
  const row = selectedRow(state);
  const text = row ? fieldText(row.node.receptiveField) : null;
  if (!picture || !row || text === null) return nothing;
  const { width, height } = picture;
  const share = fieldShare(row.node.receptiveField, height, width);
  const stride = row.node.receptiveField.stride;
  const place = (x: number, of: number) => `${(x / of) * 100}%`;
  return html`<div class="section field">
    <h3>${l10n.t('Receptive field')}</h3>
    <div class="field-row">
      <div class="field-image" style=${styleMap({ aspectRatio: `${width} / ${height}` })}>
        <convlens-picture .pixels=${picture}></convlens-picture>
        ${
          region
            ? html`<span
                class="field-mark"
                style=${styleMap({
                  left: place(region.left, width),
                  top: place(region.top, height),
                  width: place(region.right - region.left + 1, width),
                  height: place(region.bottom - region.top + 1, height),
                })}
              ></span>`
            : nothing
        }
      </div>
      <dl class="facts figures">
        <dt>${l10n.t('size')}</dt><dd>${text}</dd>
        ${stride.length > 0 && stride.every(isKnown) ? html`<dt>${l10n.t('stride')}</dt><dd>${[...new Set(stride.map((one) => count(one)))].join('×')}</dd>` : nothing}
        ${share === null ? nothing : html`<dt>${l10n.t('of image')}</dt><dd>${percent(share)}</dd>`}
      </dl>
    </div>
  </div>`;
}
