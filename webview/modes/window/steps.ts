import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { value } from '../../models/figures.ts';
import type { ValueStep } from '../../models/window-view.ts';

/** From the sum to the value: bias, normalisation, activation, each with its formula. */
export function steps(all: readonly ValueStep[]): TemplateResult {
  return html`<ol class="window-steps" aria-label=${l10n.t('From the sum to the value')}>
    ${all.map(
      (step, i) => html`<li class=${i === all.length - 1 ? 'last' : ''}>
        <span class="caption">${step.title}</span>
        <span class="result code">${step.value === null ? '?' : value(step.value)}</span>
        <span class="caption code">${step.how}</span>
      </li>`,
    )}
  </ol>`;
}
