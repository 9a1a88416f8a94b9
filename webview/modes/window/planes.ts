import { html, nothing, type TemplateResult } from 'lit';
import { value } from '../../models/figures.ts';
import { channelName, overlapText, products, weightsTitle, winner } from '../../models/window-view.ts';
import type { State } from '../../state/state.ts';
import type { WindowFacts, WindowPlane } from '../../worker/protocol.ts';
import { greyScale, type Scale, scaleOf, signedScale } from '../scale.ts';
import { tapTable } from '../tap-table.ts';
import type { Shown } from './shown.ts';

const signs: Readonly<Record<WindowFacts['how'], string>> = {
  sum: 'Σ',
  mean: 'mean',
  maximum: 'max',
  norm: '‖·‖',
  expectation: 'Σ',
  copy: '',
};

/** A row per channel: what the window holds, the kernel, their products and what they come to. */
export function planes(state: State, { facts, window }: Shown, isPicture: boolean): TemplateResult {
  const { others } = facts;
  const scales = {
    values: isPicture
      ? greyScale
      : scaleOf(
          state,
          facts.planes.map((plane) => plane.values),
        ),
    weights: signedScale(
      state,
      facts.planes.flatMap(({ weights }) => (weights ? [weights] : [])),
    ),
    products: signedScale(state, facts.planes.map(products)),
  };
  const isWeighted = facts.planes.some(({ weights }) => weights);
  const overlap = overlapText(facts);
  const isSingle = facts.taps.places.length === 1;
  return html`<section class="window-planes ${isSingle ? 'single' : ''} ${isWeighted ? '' : 'unweighted'}" aria-label="Window times kernel">
    <div class="plane heads" aria-hidden="true">
      <span></span><b>Window</b>
      ${isWeighted ? html`<span></span><b>${weightsTitle(facts)}, <span class="secondary">filter ${state.maps?.summary.layout.maps === 1 ? window.column : window.map}</span></b><span></span><b>Products</b>` : nothing}
      <span></span><b></b>
    </div>
    ${facts.planes.map((plane) => planeRow(plane, facts, scales, isPicture))}
    ${
      others.count > 0
        ? html`<p class="secondary figures others">${others.count.toLocaleString('en-US')} more channels with smaller parts: ${signs[facts.how]} ${value(others.sum)}</p>`
        : nothing
    }
    ${overlap === null ? nothing : html`<p class="secondary figures others">${overlap}</p>`}
  </section>`;
}

function planeRow(
  plane: WindowPlane,
  facts: WindowFacts,
  scales: { readonly values: Scale; readonly weights: Scale; readonly products: Scale },
  isPicture: boolean,
): TemplateResult {
  const name = channelName(plane.channel, isPicture);
  const { rows, columns, places } = facts.taps;
  const grid = { rows, columns, places, padded: !facts.scatters && plane.weights !== null };
  const won = facts.how === 'maximum' ? winner(plane, places) : null;
  return html`<div class="plane">
    <b class="plane-name" title="Channel ${name}">${name}</b>
    ${tapTable({ ...grid, ...scales.values, label: `Window, channel ${name}`, values: plane.values, won })}
    ${
      plane.weights
        ? html`<span class="sign" aria-hidden="true">×</span>
            ${tapTable({ ...grid, ...scales.weights, label: `Kernel, channel ${name}`, values: plane.weights, won: null, keepsAll: true })}
            <span class="sign" aria-hidden="true">=</span>
            ${tapTable({ ...grid, ...scales.products, label: `Products, channel ${name}`, values: products(plane), won: null })}`
        : nothing
    }
    <span class="sign" aria-hidden="true">${signs[facts.how]}</span>
    <span class="plane-sum code">${value(plane.sum)}</span>
  </div>`;
}
