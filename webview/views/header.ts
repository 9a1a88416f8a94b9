import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { fieldValue } from '../controls/components.ts';
import { icon, iconButton } from '../controls/controls.ts';
import { fileName } from '../controls/file-name.ts';
import { inputPicture } from '../controls/pictures.ts';
import { duration } from '../models/figures.ts';
import type { Panel } from '../panel/panel.ts';
import { patience } from '../state/notice.ts';
import type { State } from '../state/state.ts';
import { enginePopover } from './engine-popover.ts';
import { inputPopover, inputTitle } from './input-popover.ts';
import { weightsChip } from './weights-chip.ts';

/** Model, input, engine: one line, or two where the panel is narrow. */
export function header(state: State, panel: Panel): TemplateResult {
  return html`<header class="header" role="toolbar" aria-label=${l10n.t('Model, input and engine')} data-region tabindex="-1">
    <div class="header-row">
      ${modelPicker(state, panel)}
      ${iconButton({
        icon: 'target',
        label: l10n.t('Follow the cursor in the code'),
        pressed: state.settings.follow,
        onClick: () => panel.set({ follow: !state.settings.follow }),
      })}
    </div>
    ${
      state.model
        ? html`<div class="header-row">
            ${inputButton(state)} ${weightsChip(state)} <span class="spring"></span> ${engineBadge(state)}
          </div>`
        : nothing
    }
    ${state.model ? [inputPopover(state, panel), enginePopover(state, panel)] : nothing}
  </header>`;
}

function modelPicker(state: State, panel: Panel): TemplateResult {
  const models = state.models?.models ?? [];
  const chosen = state.model ? `${state.model.index} ${state.model.uri}` : '';
  const choose = (event: Event) => {
    const model = models.find(({ index, uri }) => `${index} ${uri}` === fieldValue(event));
    if (model && fieldValue(event) !== chosen) panel.choose(model.uri, model.index);
  };
  const listed = models.some(({ index, uri }) => `${index} ${uri}` === chosen);
  return html`<vscode-dropdown class="model-picker" aria-label=${l10n.t('Model')} .value=${live(chosen)} @change=${choose}>
    <span slot="selected-value" class="model-name"
      ><b>${state.model?.analysis.graph.name ?? l10n.t('Choose a model')}</b>
      <span class="secondary">${state.model ? fileName(state.model.uri) : ''}</span></span
    >
    ${
      state.model && !listed
        ? html`<vscode-option value=${chosen} selected>${state.model.analysis.graph.name}</vscode-option>`
        : nothing
    }
    ${models.map(
      (model) => html`<vscode-option
        value=${`${model.index} ${model.uri}`}
        ?selected=${`${model.index} ${model.uri}` === chosen}
        >${model.name} · ${model.uri === state.models?.file ? model.shapes : fileName(model.uri)}</vscode-option
      >`,
    )}
  </vscode-dropdown>`;
}

function inputButton(state: State): TemplateResult {
  const shape = state.input?.tensor.shape.slice(1);
  const size = shape ? (shape[0] === shape[1] && shape.length === 3 ? `${shape[0]}²` : shape.join('×')) : '';
  return html`<button
    type="button"
    class="input-button"
    popovertarget="input-popover"
    aria-haspopup="dialog"
    aria-expanded="false"
    aria-label=${l10n.t('Input: {0} {1}', inputTitle(state), size)}
  >
    <convlens-picture .pixels=${inputPicture(state)}></convlens-picture>
    <span class="input-name">${inputTitle(state)}</span> <span class="secondary">${size}</span> ${icon('chevron-down')}
  </button>`;
}

function engineBadge(state: State): TemplateResult {
  const { run, last } = state;
  const engine = last?.engine ?? null;
  const name = engine ? engineName(engine.name) : l10n.t('Engine');
  const short = engine?.name === 'wasm' ? 'WASM' : name;
  const long = run.state === 'running' && performance.now() - run.startedAt > patience;
  const measured = last?.milliseconds == null ? '' : ` · ${duration(last.milliseconds)}`;
  const time = long ? l10n.t(' · running') : measured;
  const tone = run.state === 'failed' ? 'bad' : engine?.note ? 'noted' : 'good';
  return html`<button
    type="button"
    class="engine-badge"
    popovertarget="engine-popover"
    aria-haspopup="dialog"
    aria-expanded="false"
    title=${engine?.note ?? engine?.description ?? l10n.t('Engine and weights')}
    aria-label=${l10n.t('Engine: {0}{1}{2}', name, time, engine?.note ? `, ${engine.note}` : '')}
  >
    ${engine?.note ? icon('info') : html`<span class="dot ${engine ? tone : 'idle'}" aria-hidden="true"></span>`}<span><span class="engine-name">${name}</span><span class="engine-short">${short}</span>${time}</span>
  </button>`;
}

const engineNames = { reference: 'JavaScript', wasm: 'WebAssembly', webgpu: 'WebGPU' } as const;

function engineName(name: keyof typeof engineNames): string {
  return engineNames[name];
}
