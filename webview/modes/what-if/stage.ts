import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { dropdown } from '../../controls/controls.ts';
import { type Knob, placeOfKnob, type Quantity, quantities } from '../../models/what-if.ts';
import { changeText, chartPoints, chartText, quantityText, rangeOf } from '../../models/what-if-view.ts';
import type { Panel } from '../../panel/panel.ts';
import type { ShownWhatIf, State } from '../../state/state.ts';
import { chart } from './chart.ts';
import { editBar } from './edit-bar.ts';
import { trialMaps } from './trial-maps.ts';

/** A column per argument with its slider, a row per quantity, a chart where they meet. */
export function whatIfStage(state: State, panel: Panel, shown: ShownWhatIf): TemplateResult {
  const { knobs, trial } = shown;
  const chosen = knobs.find(({ name }) => name === state.settings.knob) ?? knobs[0];
  return html`<div class="what-if" style="--knobs: ${knobs.length}">
      ${chosen ? narrowChoice(panel, knobs, chosen) : nothing}
      ${trial.refused ? html`<p class="refused" role="alert">${trial.refused}</p>` : nothing}
      <table class="charts">
        <thead>
          <tr>
            <td></td>
            ${knobs.map(
              (knob) =>
                html`<th scope="col" class=${knob === chosen ? 'chosen' : ''}>${slider(state, panel, knob)}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${quantities.map((quantity) => row(shown, quantity, chosen))}
        </tbody>
      </table>
      <p class="caption">${l10n.t('one argument varies per column, the others stay; log scale, shared by the row; time measured on this machine, the layer alone · ● tried · ○ in the code · × refused')}</p>
      ${trialMaps(state, shown)}
    </div>
    ${editBar(state, panel, shown)}`;
}

/** Where there is room for one column only, which one it is. */
function narrowChoice(panel: Panel, knobs: readonly Knob[], chosen: Knob): TemplateResult {
  return html`<div class="narrow-choice">${dropdown(
    l10n.t('Argument to try'),
    knobs.map(({ name }) => ({ value: name, text: name })),
    chosen.name,
    (knob) => panel.set({ knob }),
  )}</div>`;
}

function slider(state: State, panel: Panel, knob: Knob): TemplateResult {
  const place = placeOfKnob(knob, state.turned);
  const text = knob.values[place]?.text ?? '';
  const turn = (event: Event) => {
    if (event.target instanceof HTMLInputElement) panel.turn(knob.name, event.target.valueAsNumber);
  };
  return html`<label class="knob"
    ><span class="knob-name code">${knob.name}</span><b class="figures">${text}</b
    ><input
      type="range"
      class="slider"
      min="0"
      max=${Math.max(0, knob.values.length - 1)}
      aria-valuetext=${text}
      .value=${live(String(place))}
      @input=${turn}
  /></label>`;
}

function row(
  { knobs, code, trial, columns, turned }: ShownWhatIf,
  quantity: Quantity,
  chosen: Knob | undefined,
): TemplateResult {
  const { title, text } = quantityText[quantity];
  const range = rangeOf(columns, quantity);
  const change = changeText(code.figures[quantity], trial.figures[quantity]);
  return html`<tr class=${quantity === 'time' ? 'measured' : ''}>
    <th scope="row">
      <span class="secondary">${title}</span>
      <b class="figures">${text(trial)}</b>
      <span class="caption ${change === 'same' ? '' : 'changed'}">${change || ' '}</span>
    </th>
    ${knobs.map((knob, i) => {
      const column = columns[i] ?? [];
      const points = chartPoints(column, quantity, range);
      const names = knob.values.map(({ text: name }) => name);
      return html`<td class=${knob === chosen ? 'chosen' : ''}>
        ${chart(points, { now: placeOfKnob(knob, turned), own: knob.own, label: l10n.t('{0} over {1}: {2}', title, knob.name, chartText(names, column, quantity)) })}
      </td>`;
    })}
  </tr>`;
}
