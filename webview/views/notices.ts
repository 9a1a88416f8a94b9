import { html, nothing, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { icon, iconButton } from '../controls/controls.ts';
import { bytes, duration } from '../models/figures.ts';
import { runProgress } from '../models/run-progress.ts';
import type { Panel } from '../panel/panel.ts';
import { patience, runningKey } from '../run/runs.ts';
import type { ActiveRun, FailedRun, State } from '../state/state.ts';

/** What needs saying before the film: progress, a failure with its one action, what is not known. */
export function notices(state: State, panel: Panel): TemplateResult {
  const { run, model } = state;
  return html`<div class="notices" aria-live="polite">
    ${state.failure !== null ? failure(state.failure, panel) : nothing}
    ${model && !model.canRun ? untrusted(panel) : nothing}
    ${run.state === 'running' && performance.now() - run.startedAt > patience ? progress(run, state, panel) : nothing}
    ${run.state === 'failed' ? failed(run, state, panel) : nothing}
    ${run.state === 'cancelled' && model?.canRun ? cancelled(panel) : nothing} ${partlyKnown(state, panel)}
  </div>`;
}

function progress(run: ActiveRun, state: State, panel: Panel): TemplateResult {
  const { done, total } = runProgress(run.bytes, run.finished);
  const row = state.rows.find((one) => one.key === runningKey(state));
  const made = total > 0 ? `${bytes(done)} of ${bytes(total)}` : '';
  return html`<div class="progress" role="progressbar" aria-label="Run" aria-valuemin="0" aria-valuemax=${total} aria-valuenow=${done} aria-valuetext=${made}>
      <span style=${styleMap({ width: `${(done / Math.max(1, total)) * 100}%` })}></span>
    </div>
    <div class="notice plain">
      <div class="notice-text">
        <p>${run.engine ? `Running ${row?.layer.label ?? ''}` : 'Preparing the weights'} <span class="secondary figures">${made}</span></p>
        <p class="caption figures">${duration(performance.now() - run.startedAt)}${run.engine ? ` · ${run.engine.description}` : ''}</p>
      </div>
      <vscode-button appearance="secondary" @click=${() => panel.cancel()}>Cancel</vscode-button>
    </div>`;
}

function failed(run: FailedRun, state: State, panel: Panel): TemplateResult {
  const where = run.path.at(-1);
  const title =
    run.reason === 'weights'
      ? 'The weights could not be read'
      : run.reason === 'worker'
        ? 'The engine stopped'
        : where
          ? `${where} did not run`
          : 'The model did not run';
  const action = actionFor(run, state, panel);
  return html`<div class="notice error" role="alert">
    ${icon('error', 'error')}
    <div class="notice-text">
      <p><b>${title}</b></p>
      <p>${run.message}${run.key && run.reason === 'run' ? ' Layers before it are shown.' : ''}</p>
      <p class="actions"><vscode-button @click=${action.do}>${action.text}</vscode-button></p>
    </div>
    ${iconButton({ icon: 'copy', label: 'Copy the message', onClick: () => void navigator.clipboard.writeText(`${title}: ${run.message}`) })}
  </div>`;
}

/** The one thing that most likely helps. */
function actionFor(run: FailedRun, { model }: State, panel: Panel): { text: string; do: () => void } {
  if (run.reason === 'weights') return { text: 'Use random weights', do: () => panel.set({ weights: 'seeded' }) };
  if (run.engine?.name === 'webgpu') return { text: 'Run on the CPU', do: () => panel.set({ engine: 'reference' }) };
  if (run.reason === 'worker') return { text: 'Run again', do: () => panel.run() };
  const { key } = run;
  if (key !== null) return { text: 'Show in code', do: () => panel.select(key, true) };
  if (model?.analysis.graph.call !== undefined) return { text: 'Assume a call…', do: () => panel.assume() };
  return { text: 'Run again', do: () => panel.run() };
}

function cancelled(panel: Panel): TemplateResult {
  return html`<div class="notice plain">
    <div class="notice-text"><p>The run was stopped.</p></div>
    <vscode-button appearance="secondary" @click=${() => panel.run()}>Run</vscode-button>
  </div>`;
}

function untrusted(panel: Panel): TemplateResult {
  return html`<div class="notice caution">
    ${icon('shield')}
    <div class="notice-text">
      <p>Networks do not run in a workspace that is not trusted.</p>
      <p class="caption">Shapes and costs are shown all the same.</p>
    </div>
    <vscode-button appearance="secondary" @click=${() => panel.trust()}>Trust…</vscode-button>
  </div>`;
}

function failure(message: string, panel: Panel): TemplateResult {
  return html`<div class="notice error" role="alert">
    ${icon('error', 'error')}
    <div class="notice-text"><p>${message}</p></div>
    ${iconButton({ icon: 'close', label: 'Dismiss', onClick: () => panel.dismissFailure() })}
  </div>`;
}

function partlyKnown(state: State, panel: Panel): TemplateResult | typeof nothing {
  const unknown = state.rows.filter((row) => row.unknown?.kind === 'layer');
  const assume =
    state.model?.analysis.graph.call === undefined
      ? nothing
      : html`<vscode-button appearance="secondary" @click=${() => panel.assume()}>Assume a call…</vscode-button>`;
  const stopped = 'stops' in state.run ? state.run.stops : [];
  const first = unknown[0];
  if (first) {
    const many = unknown.length === 1 ? '1 layer is not known' : `${unknown.length} layers are not known`;
    return html`<div class="notice caution">
      <div class="notice-text">
        <p>${many}: ${first.layer.className} “${first.layer.label}”.</p>
        <p class="caption">${first.layer.why ?? 'What follows it can’t be told.'}</p>
      </div>
      ${assume}
      <vscode-button appearance="secondary" @click=${() => panel.select(first.key, true)}>Show in code</vscode-button>
    </div>`;
  }
  const stop = stopped[0];
  if (!stop) return nothing;
  const row = state.rows.find((one) => one.path.join('/') === stop.path.join('/'));
  return html`<div class="notice caution">
    <div class="notice-text">
      <p>${stop.path.at(-1)} does not run${stopped.length > 1 ? html`, nor do ${stopped.length - 1} more layers` : nothing}.</p>
      <p class="caption">${stop.why}</p>
    </div>
    ${assume} ${row ? html`<vscode-button appearance="secondary" @click=${() => panel.select(row.key, true)}>Show in code</vscode-button>` : nothing}
  </div>`;
}
