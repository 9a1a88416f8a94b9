import { html, nothing, type TemplateResult } from 'lit';
import { colourTable, limitsOf } from '../../../core/engine/colour-map.ts';
import { ramp } from '../../controls/pictures.ts';
import { limit } from '../../models/figures.ts';
import { kernelsText } from '../../models/kernel-view.ts';
import { layerStatistics, mapOrder } from '../../models/map-statistics.ts';
import type { Panel } from '../../panel/panel.ts';
import type { ShownKernels, State } from '../../state/state.ts';
import type { KernelFacts } from '../../worker/protocol.ts';
import { signedScale } from '../scale.ts';
import { gridMaps } from './grid-maps.ts';
import { responses } from './response.ts';
import { filterView, sliceView } from './slice.ts';
import { toolbar } from './toolbar.ts';

/** All filters as images, the chosen one in numbers, its separable form, and what both make of the input. */
export function kernelStage(state: State, panel: Panel, kernels: ShownKernels, facts: KernelFacts): TemplateResult {
  return html`${toolbar(state, panel, facts)}
    <div class="kernels-mode">
      ${images(state, panel, kernels, facts)} ${filterView(state, panel, facts)} ${sliceView(state, panel, facts)}
      ${facts.response ? responses(state, facts, facts.response) : nothing}
    </div>`;
}

function images(state: State, panel: Panel, kernels: ShownKernels, facts: KernelFacts): TemplateResult {
  const { layout, statistics, planes } = facts.images;
  const { min, max } = layerStatistics(statistics, layout.height * layout.width);
  const scale = signedScale(state, planes);
  const table = colourTable(scale.colours);
  const layer = {
    ...scale,
    table,
    scale: 'layer',
    order: mapOrder(statistics, state.settings.sort),
    limitsOf: () => scale.limits,
  } as const;
  const view = {
    maps: gridMaps(kernels, facts.images),
    layer,
    selected: facts.filter,
    zoom: state.settings.zoom ?? 1,
    theme: state.theme,
    noun: 'filter' as const,
  };
  const events = {
    select: (filter: number) => panel.chooseFilter(filter),
    open: () => {},
    point: () => {},
    need: () => {},
    zoom: (zoom: number) => panel.set({ zoom }),
  };
  const { low, high } = limitsOf(min, max);
  return html`<convlens-map-grid class="grid" .events=${events} .view=${view}></convlens-map-grid>
    <div class="legend figures">
      <span>${limit(low)}</span>
      <convlens-picture class="ramp" .pixels=${ramp(table)}></convlens-picture>
      <span>${limit(high)}</span>
      <span class="spring"></span>
      <span class="secondary counts">${kernelsText(facts)}</span>
    </div>`;
}
