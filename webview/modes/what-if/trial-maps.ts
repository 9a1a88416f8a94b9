import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { shownLayer, shownMap } from '../../state/shown-layer.ts';
import type { ShownWhatIf, State } from '../../state/state.ts';
import type { TrialMap } from '../../worker/protocol.ts';
import { painted } from '../painted.ts';
import { scaleOf } from '../scale.ts';

/** The selected map as it is and as the trial makes it of the same input, in the same colours. */
export function trialMaps(state: State, { key, map: tried }: ShownWhatIf): TemplateResult | typeof nothing {
  const layer = shownLayer(state);
  const { maps } = state;
  if (!tried || !layer || !maps || maps.key !== key) return nothing;
  const map = shownMap(state, layer);
  const plane = maps.planes.get(map);
  if (!plane) return nothing;
  const { height, width } = maps.summary.layout;
  const scale = scaleOf(state, [plane, tried.plane]);
  const both: readonly (readonly [string, TrialMap])[] = [
    [l10n.t('In the code'), { plane, height, width }],
    [l10n.t('Trial'), tried],
  ];
  // Both to the same scale: a smaller map looks smaller.
  const widest = Math.max(width, tried.width);
  return html`<section class="trial-maps" aria-label=${l10n.t('Map {0}', map)}>
    ${both.map(
      ([name, one]) => html`<figure>
        <figcaption><b>${name}</b> <span class="secondary figures">${one.height}×${one.width}</span></figcaption>
        <div role="img" aria-label=${l10n.t('{0}: map {1}, {2} by {3}', name, map, one.height, one.width)} style="width: ${(100 * one.width) / widest}%; aspect-ratio: ${one.width} / ${one.height}">
          <convlens-picture .pixels=${painted(one.plane, one, scale)}></convlens-picture>
        </div>
      </figure>`,
    )}
    <p class="caption">${l10n.t('map {0} of this input, same scale', map)}</p>
  </section>`;
}
