import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { Panel } from '../../panel/panel.ts';
import type { ShownLayer } from '../../state/shown-layer.ts';
import { type ShownMaps, type State, selectedRow } from '../../state/state.ts';

/** A tensor without extent in space as a list of its values, one of them selected. */
export function vectorView(
  state: State,
  panel: Panel,
  layer: ShownLayer,
  maps: ShownMaps,
  selected: number | null,
): TemplateResult {
  const values = maps.planes.get(0);
  if (!values) return html`<div class="grid"></div>`;
  const view = {
    values,
    layer,
    byValue: state.settings.sort !== 'index',
    nameOf: givesClasses(state) ? (index: number) => l10n.t('class {0}', index) : String,
    selected,
  };
  const select = (column: number) => panel.point({ map: 0, pixel: { row: 0, column } });
  return html`<convlens-vector class="grid" .onSelect=${select} .view=${view}></convlens-vector>`;
}

/** Probabilities that sum to one are those of classes. */
function givesClasses(state: State): boolean {
  const layer = selectedRow(state)?.layer;
  return layer?.operator === 'softmax' || layer?.attributes.activation === 'softmax';
}
