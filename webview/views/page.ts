import { html, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { styleMap } from 'lit/directives/style-map.js';
import { modes, whyUnavailable } from '../modes/index.ts';
import type { Panel } from '../panel/panel.ts';
import { type State, selectedRow } from '../state/state.ts';
import { empty } from './empty.ts';
import { film } from './film.ts';
import { header } from './header.ts';
import { sash } from './sash.ts';
import { stage } from './stage.ts';
import { status } from './status.ts';

/** The whole panel: header, film, stage, reader, at every width. */
export function page(state: State, panel: Panel): TemplateResult {
  if (!state.model) {
    return html`<div class="panel blank">${header(state, panel)} ${empty(state, panel)}</div>`;
  }
  const { stage: made, reader } = modes[state.settings.mode].show(state, panel);
  const row = selectedRow(state);
  const shown = row && whyUnavailable(state.settings.mode, row) !== null ? null : made;
  const classes = { panel: true, enlarged: state.selection.enlarged && shown !== null };
  return html`<div class="container">
    <div class=${classMap(classes)} data-mode=${state.settings.mode} data-run=${state.run.state} style=${styleMap({ '--film-fr': `${state.settings.sash * 100}fr`, '--stage-fr': `${(1 - state.settings.sash) * 100}fr` })}>
      ${header(state, panel)} ${status(state, panel)} ${film(state, panel)} ${sash(state, panel)}
      ${stage(state, panel, shown)} ${reader}
    </div>
  </div>`;
}
