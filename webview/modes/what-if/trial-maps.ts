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
    ['In the code', { plane, height, width }],
    ['Trial', tried],
  ];
  // Both to the same scale: a smaller map looks smaller.
  const widest = Math.max(width, tried.width);
  return html`<section class="trial-maps" aria-label="Map ${map}">
    ${both.map(
      ([name, one]) => html`<figure>
        <figcaption><b>${name}</b> <span class="secondary figures">${one.height}×${one.width}</span></figcaption>
        <div role="img" aria-label="${name}: map ${map}, ${one.height} by ${one.width}" style="width: ${(100 * one.width) / widest}%; aspect-ratio: ${one.width} / ${one.height}">
          <convlens-picture .pixels=${painted(one.plane, one, scale)}></convlens-picture>
        </div>
      </figure>`,
    )}
    <p class="caption">map ${map} of this input, same scale</p>
  </section>`;
}
