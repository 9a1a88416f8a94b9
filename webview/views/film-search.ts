import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { icon } from '../controls/controls.ts';
import type { Panel } from '../panel/panel.ts';
import type { State } from '../state/state.ts';

/** The field that finds layers; the arrow down goes on to what it has found, Escape ends the search. */
export function filmSearch({ search }: State, panel: Panel, found: number): TemplateResult {
  const type = (event: Event) => {
    if (event.target instanceof HTMLInputElement) panel.search(event.target.value);
  };
  return html`<label class="film-search" title=${l10n.t('Find a layer by name, operator or shape (/)')}>
    ${icon('search')}
    <input
      type="search"
      id="film-search"
      placeholder=${l10n.t('Find layer, op or shape')}
      aria-label=${l10n.t('Find a layer by name, operator or shape')}
      .value=${live(search)}
      @input=${type}
      @keydown=${(event: KeyboardEvent) => key(event, panel)}
    />
    <span class="secondary figures" role="status">${search ? l10n.t('{0} found', found) : ''}</span>
  </label>`;
}

function key(event: KeyboardEvent, panel: Panel): void {
  if (event.key === 'Escape') panel.search('');
  else if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
  event.preventDefault();
  event.stopPropagation();
  const frames = document.querySelectorAll<HTMLElement>('.frames [role="treeitem"]');
  const target = [...frames].find((frame) => frame.getAttribute('aria-selected') === 'true') ?? frames[0];
  if (!target) return;
  target.focus();
  if (event.key === 'Enter') target.click();
}
