import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { placeOfKnob } from '../../models/what-if.ts';
import { changeText } from '../../models/what-if-view.ts';
import type { ShownWhatIf } from '../../state/state.ts';

/** What is tried, and what it changes. */
export function whatIfReader(shown: ShownWhatIf | null): TemplateResult {
  const [what, comes] = shown ? spoken(shown) : ['', ''];
  return html`<aside class="reader" aria-label=${l10n.t('Reader')} data-region tabindex="-1">
    <div class="reader-line">
      <span class="reader-text"><span class="code">${what}</span> <span class="secondary">${comes}</span></span>
      <convlens-announcer .text=${shown ? `${what}: ${comes}` : ''}></convlens-announcer>
    </div>
  </aside>`;
}

function spoken({ knobs, turned, code, trial }: ShownWhatIf): readonly [string, string] {
  const changed = knobs.filter((knob) => placeOfKnob(knob, turned) !== knob.own);
  const what = changed.map((knob) => `${knob.name} ${knob.values[placeOfKnob(knob, turned)]?.text}`).join(', ');
  if (!what) return [l10n.t('as in the code'), trial.shape];
  if (trial.refused) return [what, trial.refused];
  const macs = changeText(code.figures.macs, trial.figures.macs);
  return [what, `${code.shape} → ${trial.shape}${macs ? l10n.t(', MACs {0}', macs) : ''}`];
}
