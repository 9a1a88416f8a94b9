import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { dropdown, numberField, placeUnder } from '../controls/controls.ts';
import { leftToOthers } from '../models/computed-by.ts';
import { count, duration } from '../models/figures.ts';
import type { Panel } from '../panel/panel.ts';
import { type State, weightsSource } from '../state/state.ts';
import type { EngineChoice, WeightsSource } from '../worker/protocol.ts';

const engines: readonly { value: EngineChoice; text: string }[] = [
  { value: 'auto', text: l10n.t('Fastest here') },
  { value: 'webgpu', text: 'WebGPU' },
  { value: 'wasm', text: 'WebAssembly' },
  { value: 'reference', text: 'JavaScript' },
];

/** Which engine runs, with which weights, and where its time goes. */
export function enginePopover(state: State, panel: Panel): TemplateResult {
  const { run, settings } = state;
  const engine = 'engine' in run ? run.engine : null;
  const left = leftToOthers([...state.results.values()].map(({ summary }) => summary));
  return html`<div id="engine-popover" class="popover" popover role="dialog" aria-label=${l10n.t('Engine')} @toggle=${placeUnder}>
    <div class="row spread">
      <h2>${l10n.t('Engine')}</h2>
      ${dropdown(l10n.t('Engine'), engines, settings.engine, (value) => panel.set({ engine: value }))}
    </div>
    <dl class="facts">
      <dt>${l10n.t('runs on')}</dt>
      <dd>${engine?.description ?? l10n.t('nothing ran yet')}</dd>
      ${engine?.note ? html`<dt>${l10n.t('note')}</dt><dd>${engine.note}</dd>` : nothing}
      ${run.state === 'done' ? html`<dt>${l10n.t('last run')}</dt><dd class="figures">${l10n.t('{0}, its layers {1}', duration(state.last?.milliseconds ?? run.milliseconds), duration(run.milliseconds))}</dd>` : nothing}
      ${left ? html`<dt>${l10n.t('elsewhere')}</dt><dd class="figures">${left}</dd>` : nothing}
    </dl>
    ${weights(state, panel)} ${slowest(state, panel)}
    <div class="row">
      <button type="button" class="text-button" ?disabled=${!state.model?.canRun} @click=${() => panel.run()}>${l10n.t('Run again')}</button>
    </div>
  </div>`;
}

function weights(state: State, panel: Panel): TemplateResult {
  const stored = state.model?.analysis.graph.weights != null;
  const sources: readonly { value: WeightsSource; text: string; off?: boolean }[] = [
    {
      value: 'stored',
      text: stored ? l10n.t("The model's own") : l10n.t("The model's own: none beside this file"),
      off: !stored,
    },
    { value: 'seeded', text: l10n.t('Random, the same for the same seed') },
    { value: 'designed', text: l10n.t('Designed: edges, blobs, Gabor filters') },
    { value: 'learned', text: l10n.t('Learned from the input: k-means of its patches') },
  ];
  const source = weightsSource(state);
  return html`<h3>${l10n.t('Weights')}${state.analysis ? html` <span class="secondary">${count(state.analysis.totals.params.total)}</span>` : nothing}</h3>
    <div class="radios" role="radiogroup" aria-label=${l10n.t('Weights')}>
      ${sources.map(
        ({ value, text, off }) => html`<label class="radio"
          ><input
            type="radio"
            name="weights"
            value=${value}
            .checked=${value === source}
            ?disabled=${off ?? false}
            @change=${() => panel.setWeights(value)}
          />${text}</label
        >`,
      )}
    </div>
    ${
      source === 'seeded'
        ? numberField(l10n.t('Seed'), state.settings.seed, { min: 0, max: 2 ** 32 - 1 }, (seed) => panel.set({ seed }))
        : nothing
    }`;
}

/** The layers that take most of the time, slowest first. */
function slowest(state: State, panel: Panel): TemplateResult | typeof nothing {
  const timed = state.rows
    .filter((row) => !row.foldable)
    .flatMap((row) => {
      const milliseconds = state.results.get(row.key)?.milliseconds;
      return milliseconds === undefined ? [] : [{ row, milliseconds }];
    })
    .sort((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, 5);
  const longest = timed[0]?.milliseconds ?? 0;
  if (longest === 0) return nothing;
  return html`<h3>${l10n.t('Slowest layers')}</h3>
    <div class="slowest">
      ${timed.map(
        ({ row, milliseconds }) => html`<button type="button" class="slow" @click=${() => panel.select(row.key)}>
          <span class="slow-name">${row.layer.label}</span>
          <span class="bar measured"><span style=${styleMap({ width: `${(milliseconds / longest) * 100}%` })}></span></span>
          <span class="figures">${duration(milliseconds)}</span>
        </button>`,
      )}
    </div>`;
}
