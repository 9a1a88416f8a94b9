import { html, nothing, type TemplateResult } from 'lit';
import { type State, weightsSource } from '../state/state.ts';

const names = { seeded: 'random', designed: 'designed', learned: 'learned' } as const;

/** Marks maps of weights that were not trained, `random weights`, and leads to their choice. */
export function weightsChip(state: State): TemplateResult | typeof nothing {
  const source = weightsSource(state);
  if (source === 'stored' || !state.model?.canRun) return nothing;
  return html`<button
    type="button"
    class="chip"
    popovertarget="engine-popover"
    title="The maps show a network that was not trained. Choose the weights."
    aria-label=${`${names[source]} weights`}
  >
    ${names[source]}<span class="more"> weights</span>
  </button>`;
}
