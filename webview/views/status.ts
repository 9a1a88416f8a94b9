import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { icon, iconButton, placeUnder } from '../controls/controls.ts';
import { bytes, count } from '../models/figures.ts';
import { runProgress } from '../models/run-progress.ts';
import type { Panel } from '../panel/panel.ts';
import { type Notice, type NoticeAction, noticeOf } from '../state/notice.ts';
import type { ActiveRun, State } from '../state/state.ts';

/** One line that is always there: what needs saying and the one thing that helps, else what the model comes to. */
export function status(state: State, panel: Panel): TemplateResult {
  const notice = noticeOf(state, performance.now());
  return html`<div class="status ${notice?.tone ?? 'rest'}">
    ${state.run.state === 'running' ? progressBar(state.run, notice !== null) : nothing}
    ${notice ? told(notice, panel) : totals(state)}
  </div>`;
}

/** The same with room for every word, where there is nothing else to show. */
export function noticeBox(notice: Notice, panel: Panel): TemplateResult {
  return html`<div class="notice ${notice.tone}">
    ${symbol(notice)}
    <div class="notice-text">
      ${notice.title ? html`<p><b>${notice.title}</b></p>` : nothing} ${notice.detail ? html`<p>${notice.detail}</p>` : nothing}
      <p class="actions">${notice.actions.map((action) => button(action, panel))}</p>
    </div>
  </div>`;
}

function told(notice: Notice, panel: Panel): TemplateResult {
  const [first] = notice.actions;
  const text = [notice.title, notice.detail].filter(Boolean).join(': ');
  return html`<button
      type="button"
      class="status-text"
      popovertarget="status-popover"
      aria-haspopup="dialog"
      aria-expanded="false"
      title=${text}
    >
      ${symbol(notice)}<span role=${notice.tone === 'error' ? 'alert' : 'status'}
        >${notice.title ? html`<b>${notice.title}</b> ` : nothing}<span class="figures">${notice.detail}</span></span
      >
    </button>
    ${first ? html`<button type="button" class="link whole" @click=${() => perform(first, panel)}>${first.text}</button>` : nothing}
    <div id="status-popover" class="popover" popover role="dialog" aria-label=${l10n.t('What is the matter')} @toggle=${placeUnder}>
      ${noticeBox(notice, panel)}
      ${notice.tone === 'error' ? iconButton({ icon: 'copy', label: l10n.t('Copy the message'), onClick: () => void navigator.clipboard.writeText(text) }) : nothing}
    </div>`;
}

function symbol({ tone }: Notice): TemplateResult | typeof nothing {
  if (tone === 'error') return icon('error', 'error');
  return tone === 'caution' ? icon('warning', 'warning') : nothing;
}

function button(action: NoticeAction, panel: Panel): TemplateResult {
  return html`<vscode-button appearance="secondary" @click=${() => perform(action, panel)}>${action.text}</vscode-button>`;
}

function perform(action: NoticeAction, panel: Panel): void {
  if (action.does === 'show') panel.select(action.key, true);
  else actions[action.does](panel);
}

const actions: Readonly<Record<Exclude<NoticeAction['does'], 'show'>, (panel: Panel) => void>> = {
  dismiss: (panel) => panel.dismissFailure(),
  trust: (panel) => panel.trust(),
  run: (panel) => panel.run(),
  cancel: (panel) => panel.cancel(),
  assume: (panel) => panel.assume(),
  useSeeded: (panel) => panel.setWeights('seeded'),
  useCpu: (panel) => panel.set({ engine: 'wasm' }),
};

/** Two pixels of the line's own edge. */
function progressBar(run: ActiveRun, isShown: boolean): TemplateResult {
  const { done, total } = runProgress(run.bytes, run.finished);
  const share = (done / Math.max(1, total)) * 100;
  return html`<div
    class="progress ${isShown ? '' : 'early'}"
    role="progressbar"
    aria-label=${l10n.t('Run')}
    aria-valuemin="0"
    aria-valuemax=${total}
    aria-valuenow=${done}
    aria-valuetext=${total > 0 ? l10n.t('{0} of {1}', bytes(done), bytes(total)) : ''}
  >
    <span style="width: ${share}%"></span>
  </div>`;
}

function totals(state: State): TemplateResult {
  const { totals: sums } = state.analysis ?? {};
  const bound = sums?.status === 'lower-bound' ? '≥ ' : '';
  return html`<span class="figures secondary totals"
      >${sums ? l10n.t('{0}{1} params · {2}{3} MACs', bound, count(sums.params.total), bound, count(sums.macs)) : ''}<span class="more"
        >${sums ? l10n.t(' · {0}{1} of weights', bound, bytes(sums.weightBytes)) : ''}</span
      ></span
    >`;
}
