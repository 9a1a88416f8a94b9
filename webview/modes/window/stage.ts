import { html, nothing, type TemplateResult } from 'lit';
import type { Panel } from '../../panel/panel.ts';
import type { State } from '../../state/state.ts';
import { playControls } from './controls.ts';
import { inputView } from './input.ts';
import { outputView } from './output.ts';
import { planes } from './planes.ts';
import { readsPicture, type Shown } from './shown.ts';
import { steps } from './steps.ts';

/** Input, window × kernel = products, the way to the value, output; below them what moves the window. */
export function windowStage(state: State, panel: Panel, shown: Shown): TemplateResult {
  const { facts, maps } = shown;
  return html`<div class="window-mode ${maps.summary.layout.kind}" @keydown=${(event: KeyboardEvent) => key(event, panel)}>
      <div class="window-scroll">
        ${facts.input ? inputView(state, panel, shown) : nothing} ${planes(state, shown, readsPicture(state, facts))}
        ${steps(facts)} ${outputView(state, panel, shown)}
      </div>
    </div>
    ${playControls(state, panel, shown)}`;
}

/** Space plays, wherever the focus is but on a button. */
function key(event: KeyboardEvent, panel: Panel): void {
  const { target } = event;
  if (event.key !== ' ' || (target instanceof Element && target.closest('button, input, vscode-dropdown'))) return;
  event.preventDefault();
  panel.play();
}
