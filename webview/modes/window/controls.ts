import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { fieldValue } from '../../controls/components.ts';
import { dropdown, icon, iconButton } from '../../controls/controls.ts';
import type { Panel } from '../../panel/panel.ts';
import { speeds } from '../../panel/player.ts';
import type { State } from '../../state/state.ts';
import type { Looked } from './shown.ts';

/** Back, play, on, and where the window is. */
export function playControls(state: State, panel: Panel, { maps, window }: Looked): TemplateResult {
  const { height, width } = maps.summary.layout;
  const at = window.row * width + window.column;
  const move = (event: Event) => panel.step(Number(fieldValue(event)) - at);
  const of = height === width ? `${height}²` : `${height}×${width}`;
  const where =
    height === 1 ? `value ${window.column} of ${width}` : `row ${window.row}, column ${window.column} of ${of}`;
  return html`<div class="window-controls" role="toolbar" aria-label="Move the window">
    ${iconButton({ icon: 'debug-step-back', label: 'One window back', onClick: () => panel.step(-1) })}
    <button type="button" class="primary" @click=${() => panel.play()}>
      ${icon(state.playing ? 'debug-pause' : 'play')}<span>${state.playing ? 'Pause' : 'Play'}</span>
    </button>
    ${iconButton({ icon: 'debug-step-over', label: 'One window on', onClick: () => panel.step(1) })}
    <input
      type="range"
      aria-label="Place of the window"
      aria-valuetext=${where}
      min="0"
      max=${height * width - 1}
      .value=${live(String(at))}
      @input=${move}
    />
    <span class="figures code where">${where}</span>
    ${dropdown(
      'Windows a second',
      speeds.map((speed) => ({ value: String(speed), text: `${speed} / s` })),
      String(state.settings.speed),
      (speed) => panel.setSpeed(Number(speed)),
    )}
  </div>`;
}
