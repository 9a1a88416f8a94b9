import { zoomMaps } from '../modes/maps/stage.ts';
import type { Panel } from '../panel/panel.ts';
import { modeNames } from '../state/mode.ts';
import type { State } from '../state/state.ts';
import { shownRows } from './film.ts';

/** Keys of the whole panel. Single letters act only while no field has the focus. */
export function handleKeys(panel: Panel): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'F6') {
      event.preventDefault();
      nextRegion(event.shiftKey ? -1 : 1);
      return;
    }
    if (event.key === 'Escape' && panel.current().selection.enlarged && !document.querySelector(':popover-open')) {
      event.preventDefault();
      panel.enlarge(null);
      return;
    }
    if (!isTyping(event)) letter(event, panel);
  });
}

function letter(event: KeyboardEvent, panel: Panel): void {
  const state = panel.current();
  const actions: Record<string, () => void> = {
    '[': () => neighbour(state, panel, -1),
    ']': () => neighbour(state, panel, 1),
    '+': () => zoomMaps(1),
    '-': () => zoomMaps(-1),
    '0': () => panel.set({ zoom: null }),
    '/': () => document.querySelector<HTMLElement>('#film-search')?.focus(),
    s: () => document.querySelector<HTMLElement>('#save-popover')?.showPopover(),
  };
  const mode = modeNames[Number(event.key) - 1];
  const action = mode ? () => panel.setMode(mode) : actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

function neighbour(state: State, panel: Panel, step: number): void {
  const rows = shownRows(state);
  const at = rows.findIndex((row) => row.key === state.selection.row);
  const next = rows[at + step];
  if (next) panel.select(next.key);
}

/** Goes round header, film, stage and reader: to the first thing in the region that can have the focus, else to itself. */
function nextRegion(step: number): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')];
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const from = at < 0 && step < 0 ? 0 : at;
  const target = regions[(from + step + regions.length) % regions.length];
  if (target) (firstFocusable(target) ?? target).focus();
}

function firstFocusable(region: Element): HTMLElement | null {
  const found = region.querySelectorAll<HTMLElement>(
    '[tabindex="0"], button:not([tabindex="-1"]):not(:disabled), vscode-dropdown',
  );
  const isSeen = (element: HTMLElement) => element.checkVisibility() && !element.closest('[popover]');
  // The frame and the grid first: they are what a region is for.
  const preferred = region.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"], [role="grid"]');
  return preferred && isSeen(preferred) ? preferred : ([...found].find(isSeen) ?? null);
}

function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  return target instanceof Element && target.closest('input, textarea, select, vscode-dropdown, [popover]') !== null;
}
