import { html, nothing, type TemplateResult } from 'lit';
import { valueSteps } from '../../models/window-view.ts';
import type { Panel } from '../../panel/panel.ts';
import type { State } from '../../state/state.ts';
import { readsPicture } from '../reads-picture.ts';
import { playControls } from './controls.ts';
import { inputView } from './input.ts';
import { outputView } from './output.ts';
import { planes } from './planes.ts';
import type { Looked, Shown } from './shown.ts';
import { steps } from './steps.ts';

/** What is shown of a value, and below it what moves the window. */
export function windowStage(state: State, panel: Panel, looked: Looked, body: TemplateResult): TemplateResult {
  const { kind } = looked.maps.summary.layout;
  return html`<div class="window-mode ${kind}" @keydown=${(event: KeyboardEvent) => key(event, panel)}>
      <div class="window-scroll">${body}</div>
    </div>
    ${playControls(state, panel, looked)}`;
}

/** Input, window × kernel = products, the way to the value, output. */
export function windowView(state: State, panel: Panel, shown: Shown): TemplateResult {
  const { facts } = shown;
  return html`${facts.input ? inputView(state, panel, shown) : nothing}
  ${planes(state, shown, readsPicture(state, facts.inputStep))} ${steps(valueSteps(facts))} ${outputView(state, panel, shown)}`;
}

/** Space plays, wherever the focus is but on a button. */
function key(event: KeyboardEvent, panel: Panel): void {
  const { target } = event;
  if (event.key !== ' ' || (target instanceof Element && target.closest('button, input, vscode-dropdown'))) return;
  event.preventDefault();
  panel.play();
}
