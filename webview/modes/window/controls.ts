import * as l10n from '@vscode/l10n';
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
    height === 1
      ? l10n.t('value {0} of {1}', window.column, width)
      : l10n.t('row {0}, column {1} of {2}', window.row, window.column, of);
  return html`<div class="window-controls" role="toolbar" aria-label=${l10n.t('Move the window')}>
    ${iconButton({ icon: 'debug-step-back', label: l10n.t('One window back'), onClick: () => panel.step(-1) })}
    <button type="button" class="primary" @click=${() => panel.play()}>
      ${icon(state.playing ? 'debug-pause' : 'play')}<span>${state.playing ? l10n.t('Pause') : l10n.t('Play')}</span>
    </button>
    ${iconButton({ icon: 'debug-step-over', label: l10n.t('One window on'), onClick: () => panel.step(1) })}
    <input
      type="range"
      class="slider"
      aria-label=${l10n.t('Place of the window')}
      aria-valuetext=${where}
      min="0"
      max=${height * width - 1}
      .value=${live(String(at))}
      @input=${move}
    />
    <span class="figures code where">${where}</span>
    ${dropdown(
      l10n.t('Windows a second'),
      speeds.map((speed) => ({ value: String(speed), text: `${speed} / s` })),
      String(state.settings.speed),
      (speed) => panel.setSpeed(Number(speed)),
    )}
  </div>`;
}
