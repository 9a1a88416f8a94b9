import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../controls/controls.ts';
import { fileName } from '../controls/file-name.ts';
import { computedByText } from '../models/computed-by.ts';
import { duration } from '../models/figures.ts';
import type { FilmRow } from '../models/film.ts';
import { inText, layerDetail, layerFigures, outText } from '../models/layer-text.ts';
import { modes, whyUnavailable } from '../modes/index.ts';
import type { Panel } from '../panel/panel.ts';
import { modeNames } from '../state/mode.ts';
import { noticeOf } from '../state/notice.ts';
import { type LayerResult, resultOf, type State, selectedRow } from '../state/state.ts';
import { noticeBox } from './status.ts';

/** The selected layer: what it is, and below that what the mode shows of it. */
export function stage(state: State, panel: Panel, shown: TemplateResult | null): TemplateResult {
  const row = selectedRow(state);
  return html`<section class="stage" aria-label=${l10n.t('Layer')} data-region tabindex="-1">
    ${row ? [head(row, state, panel), tabs(row, state, panel)] : nothing}
    ${shown ?? (row ? nothingShown(row, state, panel) : nothing)}
  </section>`;
}

function head(row: FilmRow, state: State, panel: Panel): TemplateResult {
  const result = resultOf(state, row);
  const time = result && !row.foldable && !row.isInput ? timeOf(result) : [];
  const from = inText(row.node);
  const { source } = row.layer;
  return html`<div class="stage-head">
    <h1>
      ${row.path.slice(0, -1).map((label) => html`<span class="secondary">${label} › </span>`)}<b>${row.layer.label}</b>
      <span class="secondary">${layerDetail(row)}</span>
    </h1>
    ${
      source
        ? html`<button type="button" class="link" title=${l10n.t('Show in the editor')} @click=${() => panel.locate(true)}>
            ${fileName(source.file)}${icon('go-to-file')}
          </button>`
        : nothing
    }
    <p class="stage-figures figures">
      ${from ? html`${from} <span aria-label=${l10n.t('to')}>→</span> ` : nothing}<span class="strong">${outText(row.node)}</span>${[
        ...layerFigures(row),
        ...time,
      ].map((text) => html` · <span class="whole">${text}</span>`)}
    </p>
  </div>`;
}

function timeOf({ milliseconds, summary }: LayerResult): readonly string[] {
  const time = duration(milliseconds);
  return summary.computedBy ? [time, computedByText(summary.computedBy)] : [time];
}

/** The modes, as tabs; one that has nothing to show of this layer stays in its place and says why. */
function tabs(row: FilmRow, state: State, panel: Panel): TemplateResult {
  const { mode } = state.settings;
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = modeNames[(modeNames.indexOf(mode) + step + modeNames.length) % modeNames.length];
    if (!next) return;
    panel.setMode(next);
    if (event.currentTarget instanceof Element)
      event.currentTarget.querySelector<HTMLElement>(`[data-mode="${next}"]`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${l10n.t('What is shown of the layer')} @keydown=${move}>
    ${modeNames.map((name) => {
      const why = whyUnavailable(name, row);
      return html`<button
        type="button"
        role="tab"
        data-mode=${name}
        aria-selected=${name === mode}
        aria-disabled=${why !== null}
        title=${why ?? nothing}
        tabindex=${name === mode ? 0 : -1}
        @click=${() => panel.setMode(name)}
      >
        ${modes[name].title}
      </button>`;
    })}
  </div>`;
}

/** Why there is nothing to see: what stands in the way with what helps, where the layer itself is not to blame. */
function nothingShown(row: FilmRow, state: State, panel: Panel): TemplateResult {
  const { run, settings } = state;
  const unavailable = whyUnavailable(settings.mode, row);
  if (unavailable !== null) return html`<p class="nothing secondary">${unavailable}.</p>`;
  const stop = 'stops' in run ? run.stops.find(({ path }) => path.join('/') === row.path.join('/')) : undefined;
  const notice = noticeOf(state, performance.now());
  if (!stop && notice && notice.tone !== 'busy') return noticeBox(notice, panel);
  return html`<p class="nothing secondary">${stop?.why ?? waiting(state)}</p>`;
}

function waiting({ run }: State): string {
  return run.state === 'done'
    ? l10n.t('What it depends on did not run.')
    : l10n.t('Its maps appear as soon as it has run.');
}
