import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { type State, weightsSource } from '../state/state.ts';

const names = { seeded: l10n.t('random'), designed: l10n.t('designed'), learned: l10n.t('learned') };

/** Marks maps of weights that were not trained, `random weights`, and leads to their choice. */
export function weightsChip(state: State): TemplateResult | typeof nothing {
  const source = weightsSource(state);
  if (source === 'stored' || !state.model?.canRun) return nothing;
  return html`<button
    type="button"
    class="chip"
    popovertarget="engine-popover"
    title=${l10n.t('The maps show a network that was not trained. Choose the weights.')}
    aria-label=${l10n.t('{0} weights', names[source])}
  >
    ${names[source]}<span class="more"> ${l10n.t('weights')}</span>
  </button>`;
}
