import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { icon } from '../../controls/controls.ts';
import { value } from '../../models/figures.ts';
import { filterFigures, separableText } from '../../models/kernel-view.ts';
import { channelName } from '../../models/window-view.ts';
import type { Panel } from '../../panel/panel.ts';
import type { State } from '../../state/state.ts';
import type { KernelFacts } from '../../worker/protocol.ts';
import { readsPicture } from '../reads-picture.ts';
import { type Scale, signedScale } from '../scale.ts';
import { tapTable } from '../tap-table.ts';

/** The chosen filter in numbers, channel by channel where there are few, and its figures. */
export function filterView(state: State, panel: Panel, facts: KernelFacts): TemplateResult {
  const { filter, channel, slices, inputChannel, rows, columns, combined } = facts;
  const scale = signedScale(
    state,
    slices.map((one) => one.values),
  );
  const isPicture = readsPicture(state, facts.inputStep);
  const name = (one: number) => channelName(inputChannel - channel + one, isPicture);
  const isDrawn = state.kernelChoice.drawn !== null;
  return html`<section class="kernel-parts" aria-label=${l10n.t('Filter {0}', filter)}>
    ${(rows * columns > 1 ? slices : []).map(
      (one) => html`<div>
        <p class="window-title">
          <b>${l10n.t('Filter {0}, {1}', filter, name(one.channel))}</b>
          ${one.channel === channel && isDrawn ? html`<span class="secondary">${l10n.t('drawn')}</span>` : nothing}
        </p>
        ${
          one.channel === channel && isDrawn
            ? drawing(panel, facts)
            : numbers(one.values, facts, scale, l10n.t('Filter {0}, channel {1}', filter, name(one.channel)))
        }
      </div>`,
    )}
    <div>
      <p class="window-title"><b>${l10n.t('Statistics')}</b></p>
      <dl class="facts figures">
        ${filterFigures(facts).map(([what, figure]) => html`<dt>${what}</dt><dd>${figure}</dd>`)}
      </dl>
      ${combined ? html`<p class="caption">${l10n.t('its kernels multiplied out')}</p>` : nothing}
    </div>
  </section>`;
}

/** Singular values, the closest separable kernel, and what it would save. */
export function sliceView(state: State, panel: Panel, facts: KernelFacts): TemplateResult | typeof nothing {
  const { parts, slice } = facts;
  const text = separableText(facts);
  if (!parts || !text) return nothing;
  const most = parts.singular[0] ?? 0;
  const { drawn } = state.kernelChoice;
  return html`<section class="kernel-parts" aria-label=${l10n.t('How separable it is')}>
    <div class="singular">
      <p class="window-title"><b>${l10n.t('Singular values')}</b></p>
      <ol class="figures">
        ${parts.singular.map(
          (x) => html`<li>
            <span class="bar"><span style=${styleMap({ width: `${most === 0 ? 0 : (100 * x) / most}%` })}></span></span>
            <span>${value(x)}</span>
          </li>`,
        )}
      </ol>
    </div>
    <div>
      <p class="window-title"><b>${l10n.t('Best separable')}</b></p>
      ${numbers(parts.separable, facts, signedScale(state, [slice]), l10n.t('Best separable form'))}
    </div>
    <div class="rank-text">
      <p class="window-title"><b>${text[0]}</b></p>
      <p class="secondary">${text[1]}</p>
      <button
        type="button"
        class="text-button"
        aria-pressed=${drawn !== null}
        @click=${() => panel.chooseKernel(drawn ? { drawn: null } : { drawn: slice, isFlipped: false })}
      >
        ${icon('edit')}<span>${drawn ? l10n.t('Back to its own') : l10n.t('Draw from this')}</span>
      </button>
    </div>
  </section>`;
}

function numbers(values: Float32Array, { rows, columns }: KernelFacts, scale: Scale, label: string): TemplateResult {
  const places = new Int32Array(values.length);
  return tapTable({ rows, columns, places, values, ...scale, label, won: null, padded: false, keepsAll: true });
}

/** A field per tap: what is written is what the response below is made with. */
function drawing(panel: Panel, { slice, columns, rows }: KernelFacts): TemplateResult {
  const change = (tap: number) => (event: Event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const next = event.target.valueAsNumber;
    // What was drawn last counts: its answer may still be on its way.
    const { drawn, isFlipped } = panel.current().kernelChoice;
    const at = isFlipped ? slice.length - 1 - tap : tap;
    if (Number.isFinite(next) && drawn) panel.chooseKernel({ drawn: drawn.with(at, next) });
  };
  // As it is drawn now, and not rewritten while one types.
  const choice = panel.current().kernelChoice;
  const shown = choice.drawn && !choice.isFlipped ? choice.drawn : slice;
  return html`<div class="drawing" role="group" aria-label=${l10n.t('Drawn kernel')} style=${styleMap({ gridTemplateColumns: `repeat(${columns}, 56px)` })}>
    ${Array.from(
      { length: rows * columns },
      (_, tap) => html`<input
        class="number"
        type="number"
        step="0.1"
        aria-label=${l10n.t('Row {0}, column {1}', Math.floor(tap / columns), tap % columns)}
        .value=${String(Number((shown[tap] ?? 0).toFixed(4)))}
        @change=${change(tap)}
      />`,
    )}
  </div>`;
}
