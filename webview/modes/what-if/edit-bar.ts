import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../../controls/controls.ts';
import { changedArguments, placeOfKnob } from '../../models/what-if.ts';
import type { Panel } from '../../panel/panel.ts';
import type { ShownWhatIf, State } from '../../state/state.ts';

type LineEdit = NonNullable<State['edit']>['edits'][number];

/** What would be written, and the two ways on: back to the code's values, or into the code. */
export function editBar({ turned, edit }: State, panel: Panel, { knobs, trial }: ShownWhatIf): TemplateResult {
  const isTried = knobs.some((knob) => placeOfKnob(knob, turned) !== knob.own);
  const isWritten = Object.keys(changedArguments(knobs, turned)).length > 0;
  const canApply = isWritten && trial.refused === null && edit !== null && edit.failure === null;
  return html`<div class="what-if-bar">
    <div class="edit-preview">
      ${edit?.failure ? html`<span class="secondary">${edit.failure}</span>` : (edit?.edits ?? []).slice(0, 3).map(line)}
      ${isTried && !isWritten ? html`<span class="secondary">${l10n.t('The input’s size is no argument of this layer: nothing to write.')}</span>` : nothing}
    </div>
    <button type="button" class="text-button" ?disabled=${!isTried} @click=${() => panel.turn(null)}>
      ${icon('discard')}<span>${l10n.t('Reset')}</span>
    </button>
    <button type="button" class="primary" ?disabled=${!canApply} @click=${() => panel.applyTrial()}>
      ${icon('edit')}<span>${l10n.t('Apply to code')}</span>
    </button>
  </div>`;
}

function line({ start, before, removed, newText, after }: LineEdit): TemplateResult {
  return html`<div class="code edit-line">
    <span class="secondary">${start.line + 1}</span> ${before.trimStart()}${removed ? html`<del>${removed}</del>` : nothing}<ins>${newText}</ins>${after}
  </div>`;
}
