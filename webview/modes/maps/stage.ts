import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { colourTable, type SequentialMap, sequentialMaps } from '../../../core/engine/colour-map.ts';
import { dropdown, icon, iconButton, placeUnder, segmented } from '../../controls/controls.ts';
import { ramp } from '../../controls/pictures.ts';
import { MapGrid } from '../../elements/map-grid.ts';
import { limit } from '../../models/figures.ts';
import { cellSizes } from '../../models/grid-layout.ts';
import type { ScaleMode } from '../../models/map-colours.ts';
import { type SortKey, sortKeys } from '../../models/map-statistics.ts';
import { brokenText, countsText, zerosText } from '../../models/words.ts';
import type { Panel } from '../../panel/panel.ts';
import { type ShownLayer, shownMap } from '../../state/shown-layer.ts';
import type { ShownMaps, State } from '../../state/state.ts';
import { vectorView } from './vector.ts';

/** The selected layer's feature maps as a grid, or its values as a list where it has no extent in space. */
export function mapsStage(state: State, panel: Panel, layer: ShownLayer, maps: ShownMaps): TemplateResult {
  return maps.summary.layout.kind === 'maps'
    ? html`${toolbar(state, panel, layer)} ${grid(state, panel, layer, maps)} ${legend(state, layer, maps)}`
    : html`${vectorToolbar(state, panel)} ${vectorView(state, panel, layer, maps, state.selection.pixel?.column ?? null)} ${legend(state, layer, maps)}`;
}

const scales: readonly { value: ScaleMode; text: string }[] = [
  { value: 'map', text: l10n.t('Map') },
  { value: 'layer', text: l10n.t('Layer') },
];
const sortNames: Readonly<Record<SortKey, string>> = {
  index: l10n.t('Index'),
  variance: l10n.t('Variance'),
  mean: l10n.t('Mean'),
  maximum: l10n.t('Maximum'),
  zeros: l10n.t('Zeros'),
};
const sorts = sortKeys.map((value) => ({ value, text: sortNames[value] }));
const colourNames: Readonly<Record<SequentialMap, string>> = {
  viridis: 'Viridis',
  cividis: 'Cividis',
  magma: 'Magma',
  grey: l10n.t('Grey'),
};

function toolbar(state: State, panel: Panel, layer: ShownLayer): TemplateResult {
  const { settings } = state;
  const signed = layer.limits.low < 0;
  return html`<div class="toolbar" role="toolbar" aria-label=${l10n.t('How the maps are shown')}>
    <span class="secondary label">${l10n.t('Sort')}</span>
    ${dropdown<SortKey>(l10n.t('Order of the maps'), sorts, settings.sort, (sort) => panel.set({ sort }))}
    <span class="secondary label">${l10n.t('Scale')}</span>
    ${segmented(l10n.t('Scale of the colours'), scales, settings.scale, (scale) => panel.set({ scale }))}
    <div class="icons">${coloursButton(state, panel, signed)}
    ${iconButton({
      icon: 'zoom-out',
      label: l10n.t('Smaller maps'),
      disabled: settings.zoom === 0,
      onClick: () => zoomMaps(-1),
    })}
    ${iconButton({
      icon: 'zoom-in',
      label: l10n.t('Larger maps'),
      disabled: settings.zoom === cellSizes.length - 1,
      onClick: () => zoomMaps(1),
    })}
    ${saveButton(panel)}</div>
  </div>`;
}

/** The grid knows which size it shows when none was chosen. */
export function zoomMaps(step: number): void {
  const grid = document.querySelector('convlens-map-grid');
  if (grid instanceof MapGrid) grid.zoomBy(step);
}

/** Signed maps have colours of their own, so the choice waits for maps without negative values. */
function coloursButton(state: State, panel: Panel, signed: boolean): TemplateResult {
  const label = signed ? l10n.t('Signed values have a colour map of their own') : l10n.t('Colour map');
  return html`<button
      type="button"
      class="icon-button"
      popovertarget="colours-popover"
      aria-haspopup="dialog"
      aria-expanded="false"
      title=${label}
      aria-label=${label}
      ?disabled=${signed}
    >
      ${icon('color-mode')}
    </button>
    <div id="colours-popover" class="popover menu" popover role="dialog" aria-label=${l10n.t('Colour map')} @toggle=${placeUnder}>
      ${sequentialMaps.map(
        (name) => html`<button
          type="button"
          class="menu-item colours"
          aria-pressed=${name === state.settings.colours}
          @click=${(event: Event) => {
            closePopover(event);
            panel.set({ colours: name });
          }}
        >
          ${icon(name === state.settings.colours ? 'check' : 'blank')}<span>${colourNames[name]}</span>
          <convlens-picture class="ramp" .pixels=${ramp(colourTable(name))}></convlens-picture>
        </button>`,
      )}
    </div>`;
}

function closePopover(event: Event): void {
  const popover = event.currentTarget instanceof Element ? event.currentTarget.closest('[popover]') : null;
  if (popover instanceof HTMLElement) popover.hidePopover();
}

function vectorToolbar(state: State, panel: Panel): TemplateResult {
  const choices: readonly { value: SortKey; text: string }[] = [
    { value: 'index', text: l10n.t('Index') },
    { value: 'maximum', text: l10n.t('Value') },
  ];
  const chosen = state.settings.sort === 'index' ? 'index' : 'maximum';
  return html`<div class="toolbar" role="toolbar" aria-label=${l10n.t('How the values are shown')}>
    <span class="secondary label">${l10n.t('Sort')}</span>
    ${dropdown<SortKey>(l10n.t('Order of the values'), choices, chosen, (sort) => panel.set({ sort }))}
    <div class="icons">${saveButton(panel)}</div>
  </div>`;
}

function saveButton(panel: Panel): TemplateResult {
  const save = (format: 'png' | 'npy') => (event: Event) => {
    closePopover(event);
    void panel.save(format);
  };
  return html`<button
      type="button"
      class="icon-button"
      popovertarget="save-popover"
      aria-haspopup="dialog"
      aria-expanded="false"
      title=${l10n.t('Save the selected map')}
      aria-label=${l10n.t('Save the selected map')}
    >
      ${icon('save')}
    </button>
    <div id="save-popover" class="popover menu" popover role="dialog" aria-label=${l10n.t('Save the selected map')} @toggle=${placeUnder}>
      <button type="button" class="menu-item" @click=${save('png')}>${l10n.t('Picture (.png)')}</button>
      <button type="button" class="menu-item" @click=${save('npy')}>${l10n.t('Numbers (.npy)')}</button>
    </div>`;
}

function grid(state: State, panel: Panel, layer: ShownLayer, maps: ShownMaps): TemplateResult {
  const view = { maps, layer, selected: shownMap(state, layer), zoom: state.settings.zoom, theme: state.theme };
  const events = {
    select: (map: number) => panel.point({ map, pixel: null }),
    open: (map: number) => panel.enlarge(map),
    point: (hover: State['hover']) => panel.hover(hover),
    need: (wanted: readonly number[]) => panel.need(wanted),
    zoom: (zoom: number) => panel.set({ zoom }),
  };
  return html`<convlens-map-grid class="grid" .events=${events} .view=${view}></convlens-map-grid>`;
}

function legend(state: State, layer: ShownLayer, maps: ShownMaps): TemplateResult {
  const { statistics } = layer;
  const limits = maps.summary.layout.kind === 'maps' ? layer.limitsOf(shownMap(state, layer)) : layer.limits;
  const broken = brokenText(statistics);
  return html`<div class="legend figures">
    <span>${limit(limits.low)}</span>
    <convlens-picture class="ramp" .pixels=${ramp(layer.table)}></convlens-picture>
    <span>${limit(limits.high)}</span>
    ${state.settings.scale === 'map' && maps.summary.layout.maps > 1 ? html`<span class="secondary">${l10n.t('map {0}', shownMap(state, layer))}</span>` : nothing}
    <span class="spring"></span>
    <span class="secondary counts">${countsText(statistics, maps.summary.layout.kind)}<span class="more"> · ${zerosText(statistics)}</span></span>
    ${broken ? html`<span class="error-text">${broken}</span>` : nothing}
  </div>`;
}
