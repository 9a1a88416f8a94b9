import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { value } from '../../models/figures.ts';
import { recurrentSteps } from '../../models/recurrent-view.ts';
import { metText, spokenSteps, valueSteps } from '../../models/window-view.ts';
import type { ShownWindow } from '../../state/state.ts';
import type { ValueFacts } from '../../worker/protocol.ts';

/** The window's place, its value and what it reads, said as it moves. */
export function windowReader(window: ShownWindow | null, facts: ValueFacts | null, isVector: boolean): TemplateResult {
  return html`<aside class="reader" aria-label=${l10n.t('Reader')} data-region tabindex="-1">
    <div class="reader-line">
      <span class="reader-text">${window && facts ? [place(window, facts, isVector), from(facts)] : nothing}</span>
      <convlens-announcer .text=${window && facts ? spokenSteps(window, facts.how === 'recurrent' ? recurrentSteps(facts) : valueSteps(facts)) : ''}></convlens-announcer>
    </div>
  </aside>`;
}

function place({ map, row, column }: ShownWindow, facts: ValueFacts, isVector: boolean): TemplateResult {
  return html`<span class="code"
    >${isVector ? `[${column}]` : html`<span class="more">${l10n.t('map {0}', map)} </span>[${row}, ${column}]`} = ${value(facts.value)}</span
  >`;
}

function from(facts: ValueFacts): TemplateResult | typeof nothing {
  if (facts.how === 'recurrent')
    return html` <span class="secondary">${l10n.t('step {0} of {1}', facts.step + 1, facts.steps)}<span class="more">${l10n.t(', reads element {0}', facts.time)}</span></span>`;
  if (facts.input === null) return nothing;
  const met = metText(facts);
  if (met === null) return html` <span class="secondary">${l10n.t('meets no input')}</span>`;
  return html` <span class="secondary"><span class="more">${l10n.t('from')} </span>${met}<span class="more"> ${l10n.t('of its input')}</span></span>`;
}
