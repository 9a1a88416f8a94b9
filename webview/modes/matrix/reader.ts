import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { productOf, rowOf, rowText, termsOf } from '../../models/matrix-view.ts';
import type { State } from '../../state/state.ts';
import type { MatrixFacts } from '../../worker/protocol.ts';

/** The row that is looked at, what it comes to, and how many products that are. */
export function matrixReader(state: State, facts: MatrixFacts | null): TemplateResult {
  const [row, sum] = facts ? texts(state, facts) : ['', ''];
  return html`<aside class="reader" aria-label=${l10n.t('Reader')} data-region tabindex="-1">
    <div class="reader-line">
      <span class="reader-text"><span class="code">${row}</span> <span class="secondary more">${sum}</span></span>
      <convlens-announcer .text=${facts ? `${row}, ${sum}` : ''}></convlens-announcer>
    </div>
  </aside>`;
}

function texts({ settings, matrixRow }: State, facts: MatrixFacts): readonly [string, string] {
  const product = productOf(facts, settings.matrixView);
  const row = rowOf(product, matrixRow);
  const count = termsOf(product, row).length;
  return [rowText(product, row), count === 1 ? l10n.t('sum of 1 product') : l10n.t('sum of {0} products', count)];
}
