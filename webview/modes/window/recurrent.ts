import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { value } from '../../models/figures.ts';
import { recurrentSteps } from '../../models/recurrent-view.ts';
import type { Panel } from '../../panel/panel.ts';
import type { State } from '../../state/state.ts';
import type { RecurrentFacts } from '../../worker/protocol.ts';
import { outputView } from './output.ts';
import type { Looked } from './shown.ts';
import { steps } from './steps.ts';

/** One step of a unit that remembers: its gates, then what they make of memory and state. */
export function recurrentView(state: State, panel: Panel, looked: Looked, facts: RecurrentFacts): TemplateResult {
  const { gates, unit, step, time, hidden } = facts;
  return html`<section class="window-planes recurrent" aria-label=${l10n.t('Gates')}>
      <p class="window-title">
        <b>${l10n.t('Unit {0}', unit)}</b>
        <span class="secondary figures">${l10n.t('step {0} of {1}, reads element {2}, state before {3}', step + 1, facts.steps, time, value(hidden.before))}</span>
      </p>
      <table class="gates figures">
        <thead>
          <tr>
            <th scope="col">${l10n.t('gate')}</th>
            <th scope="col">x·W</th>
            <th scope="col">h·U</th>
            <th scope="col">${l10n.t('bias')}</th>
            <th scope="col">${l10n.t('value')}</th>
          </tr>
        </thead>
        <tbody>
          ${gates.map(
            (gate) => html`<tr>
              <th scope="row">${gate.name} <span class="secondary">${gate.activation}</span></th>
              <td>${value(gate.fromInput)}</td>
              <td>${value(gate.fromState)}</td>
              <td>${gate.bias === null ? 'none' : value(gate.bias)}</td>
              <td class="strong">${value(gate.value)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </section>
    ${steps(recurrentSteps(facts))} ${outputView(state, panel, looked)}`;
}
