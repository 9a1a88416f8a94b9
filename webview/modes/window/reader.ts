import { html, nothing, type TemplateResult } from 'lit';
import { value } from '../../models/figures.ts';
import { metText, spokenWindow } from '../../models/window-view.ts';
import type { ShownWindow } from '../../state/state.ts';
import type { WindowFacts } from '../../worker/protocol.ts';

/** The window's place, its value and what it reads, said as it moves. */
export function windowReader(window: ShownWindow | null, facts: WindowFacts | null, isVector: boolean): TemplateResult {
  return html`<aside class="reader" aria-label="Reader" data-region tabindex="-1">
    <div class="reader-line">
      <span class="reader-text">${window && facts ? [place(window, facts, isVector), from(facts)] : nothing}</span>
      <convlens-announcer .text=${window && facts ? spokenWindow(window, facts) : ''}></convlens-announcer>
    </div>
  </aside>`;
}

function place({ map, row, column }: ShownWindow, facts: WindowFacts, isVector: boolean): TemplateResult {
  return html`<span class="code"
    >${isVector ? `[${column}]` : html`<span class="more">map ${map} </span>[${row}, ${column}]`} = ${value(facts.value)}</span
  >`;
}

function from(facts: WindowFacts): TemplateResult | typeof nothing {
  if (facts.input === null) return nothing;
  const met = metText(facts);
  if (met === null) return html` <span class="secondary">meets no input</span>`;
  return html` <span class="secondary"><span class="more">from </span>${met}<span class="more"> of its input</span></span>`;
}
