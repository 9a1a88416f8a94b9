import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../controls/controls.ts';
import { fileName } from '../controls/file-name.ts';
import type { Panel } from '../panel/panel.ts';
import { noticeOf } from '../state/notice.ts';
import type { State } from '../state/state.ts';
import { noticeBox } from './status.ts';

type Models = NonNullable<State['models']>['models'];

/** No model is chosen: those that could be, as rows. */
export function empty(state: State, panel: Panel): TemplateResult {
  const models = state.models?.models ?? [];
  const here = models.filter(({ uri }) => uri === state.models?.file);
  const examples = models.filter(({ uri }) => uri !== state.models?.file);
  const notice = state.failure === null ? null : noticeOf(state, 0);
  return html`<main class="empty">
    ${notice ? noticeBox(notice, panel) : nothing}
    <p class="lead">${state.models === null ? l10n.t('Looking for models…') : models.length > 0 ? l10n.t('Put the cursor in a model, or pick one:') : l10n.t('Open a TypeScript or JavaScript file that builds a model with tf.layers, or a model.json.')}</p>
    ${here.length > 0 ? list(l10n.t('In {0}', fileName(state.models?.file ?? '')), 'type-hierarchy', here, panel) : nothing}
    ${examples.length > 0 ? list(l10n.t('Examples'), 'beaker', examples, panel) : nothing}
    <p class="secondary foot">${l10n.t('Or open a model.json or *.keras.json file.')}</p>
  </main>`;
}

function list(title: string, symbol: string, models: Models, panel: Panel): TemplateResult {
  return html`<h2>${title}</h2>
    <ul class="model-list">
      ${models.map(
        (model) => html`<li>
          <button type="button" class="model-row" @click=${() => panel.choose(model.uri, model.index)}>
            ${icon(symbol)}
            <span class="model-row-name">${model.name}</span>
            <span class="model-row-detail caption figures">${l10n.t('{0} · {1} layers', model.shapes, model.layers)}</span>
            <span class="model-row-params secondary figures">${model.params}</span>
          </button>
        </li>`,
      )}
    </ul>`;
}
