import { html, type TemplateResult } from 'lit';
import { value } from '../../models/figures.ts';
import { valueSteps } from '../../models/window-view.ts';
import type { WindowFacts } from '../../worker/protocol.ts';

/** From the sum to the value: bias, normalisation, activation, each with its formula. */
export function steps(facts: WindowFacts): TemplateResult {
  const all = valueSteps(facts);
  return html`<ol class="window-steps" aria-label="From the sum to the value">
    ${all.map(
      (step, i) => html`<li class=${i === all.length - 1 ? 'last' : ''}>
        <span class="caption">${step.title}</span>
        <span class="result code">${step.value === null ? '?' : value(step.value)}</span>
        <span class="caption code">${step.how}</span>
      </li>`,
    )}
  </ol>`;
}
