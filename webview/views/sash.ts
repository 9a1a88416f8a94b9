import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { Panel } from '../panel/panel.ts';
import type { State } from '../state/state.ts';

const [least, most] = [0.15, 0.8];

/** Divides the height between list and stage where one stands over the other. */
export function sash(state: State, panel: Panel): TemplateResult {
  const share = state.settings.sash;
  const set = (next: number) => panel.set({ sash: Math.max(least, Math.min(most, next)) });
  const drag = (event: PointerEvent) => {
    const { currentTarget } = event;
    if (!(currentTarget instanceof HTMLElement) || !currentTarget.hasPointerCapture(event.pointerId)) return;
    const film = currentTarget.previousElementSibling?.getBoundingClientRect();
    const stage = currentTarget.nextElementSibling?.getBoundingClientRect();
    if (film && stage) set((event.clientY - film.top) / (stage.bottom - film.top));
  };
  const grab = (event: PointerEvent) => {
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.setPointerCapture(event.pointerId);
  };
  const key = (event: KeyboardEvent) => {
    const step = { ArrowUp: -0.05, ArrowDown: 0.05 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(share + step);
  };
  return html`<div
    class="sash"
    role="separator"
    aria-orientation="horizontal"
    aria-label=${l10n.t('Height of the layer list')}
    aria-valuemin=${least * 100}
    aria-valuemax=${most * 100}
    aria-valuenow=${Math.round(share * 100)}
    tabindex="0"
    @pointerdown=${grab}
    @pointermove=${drag}
    @keydown=${key}
  ></div>`;
}
