import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import { dropdown, icon } from '../controls/controls.ts';
import { inputPicture, thumbnail } from '../controls/pictures.ts';
import { shortSizes } from '../models/figures.ts';
import {
  type CostBar,
  costBars,
  type FilmRow,
  isFolded,
  type Metric,
  metricNames,
  metrics,
  rowLabel,
  rowShape,
  visibleRows,
} from '../models/film.ts';
import { layerDetail } from '../models/layer-text.ts';
import { searchRows } from '../models/search.ts';
import { type LanePart, lanesOf, skipEdges } from '../models/skip-edges.ts';
import { treeMove } from '../models/tree-keys.ts';
import type { Panel } from '../panel/panel.ts';
import { resultOf, runningKey, type State } from '../state/state.ts';
import { filmSearch } from './film-search.ts';
import { weightsChip } from './weights-chip.ts';

/** Every layer in execution order: a list, or a strip where the panel is neither narrow nor wide. */
export function film(state: State, panel: Panel): TemplateResult {
  const rows = shownRows(state);
  const { metric } = state.settings;
  const bars = costBars(state.rows, metric, timesOf(state));
  // What a search leaves out makes no edges.
  const edges = state.search ? [] : skipEdges(state.rows, rows);
  const lanes = lanesOf(edges, rows.length);
  const joins = (to: number) => edges.flatMap((edge) => (edge.to === to ? (rows[edge.from]?.layer.label ?? []) : []));
  const isSelectionHidden = !rows.some((row) => row.key === state.selection.row);
  const choices = metrics.map((value) => ({ value, text: metricNames[value] }));
  return html`<section class="film" aria-label=${l10n.t('Layers')} data-region tabindex="-1">
    <div class="film-head">
      <h2>${l10n.t('Layers')} <span class="badge">${state.rows.filter((row) => !row.foldable).length}</span></h2>
      ${weightsChip(state)} <span class="spring"></span>
      ${dropdown<Metric>(l10n.t('What the bars show'), choices, metric, (value) => panel.set({ metric: value }))}
      ${filmSearch(state, panel, rows.length)}
    </div>
    <ul class="frames ${state.rows.some((row) => row.foldable) ? '' : 'flat'}" role="tree" aria-label=${l10n.t('Layers in execution order')} @keydown=${(event: KeyboardEvent) => key(event, rows, panel)}>
      ${repeat(
        rows,
        (row) => row.key,
        (row, i) =>
          frame(row, i, rows.length, {
            state,
            panel,
            bar: bars.get(row.key),
            running: runningKey(state),
            isSelectionHidden,
            lanes: lanes[i] ?? [],
            joins: joins(i),
          }),
      )}
    </ul>
  </section>`;
}

/** What the reader looks for, or all that is not folded away. */
export function shownRows({ rows, search, settings }: State): readonly FilmRow[] {
  return search ? searchRows(rows, search) : visibleRows(rows, new Set(settings.folded));
}

interface Context {
  readonly state: State;
  readonly panel: Panel;
  readonly bar: CostBar | undefined;
  readonly running: string | null;
  /** The search has not found the selected frame: the first one takes the focus. */
  readonly isSelectionHidden: boolean;
  readonly lanes: readonly LanePart[];
  /** Frames further up that this one takes as well. */
  readonly joins: readonly string[];
}

function frame(row: FilmRow, place: number, count: number, context: Context): TemplateResult {
  const { state, panel, bar } = context;
  const selected = row.key === state.selection.row;
  const folded = isFolded(row, new Set(state.settings.folded));
  const detail = layerDetail(row);
  const joined = context.joins.length > 0 ? l10n.t(', joined by {0}', context.joins.join(l10n.t(' and '))) : '';
  const result = resultOf(state, row);
  const stale = result !== undefined && result.run < state.freshFrom;
  const shape = row.node.outputs[0];
  const level = row.parents.length + 1;
  return html`<li
    class="frame ${row.unknown !== null || isWaiting(row, state) ? 'waiting' : ''} ${row.layer.operator === 'unknown' ? 'unknown' : ''}"
    role="treeitem"
    aria-level=${level}
    aria-posinset=${place + 1}
    aria-setsize=${count}
    aria-selected=${selected}
    aria-expanded=${row.foldable ? !folded : nothing}
    aria-label=${rowLabel(row, detail + joined, bar, state.settings.metric, l10n.t('{0} of {1}', place + 1, count))}
    tabindex=${selected || (place === 0 && context.isSelectionHidden) ? 0 : -1}
    style=${styleMap({ '--level': String(level - 1), '--lanes': String(context.lanes.length) })}
    data-key=${row.key}
    ${ref(panel.frames.watch)}
    @click=${(event: MouseEvent) => panel.select(row.key, event.altKey)}
    @dblclick=${() => row.foldable && panel.fold(row.key)}
  >
    <span class="lanes" aria-hidden="true">${context.lanes.map((part) => html`<span class="lane ${part}"></span>`)}</span>
    ${row.reduction === null ? nothing : html`<span class="reduction secondary" aria-hidden="true">÷${row.reduction}</span>`}
    <span class="twistie" @click=${(event: Event) => toggle(event, row, panel)}
      >${row.foldable ? icon(folded ? 'chevron-right' : 'chevron-down') : nothing}</span
    >
    ${picture(row, context)}
    <span class="frame-name"
      >${row.layer.label}${row.problem ? html`<span title=${row.problem.message}>${icon(row.problem.severity, row.problem.severity)}</span>` : nothing}</span
    >
    <span class="frame-shape figures ${state.changed.has(row.key) ? 'changed' : ''}">${stale ? icon('clock', 'stale') : nothing}${rowShape(row)}</span>
    <span class="frame-short figures secondary ${state.changed.has(row.key) ? 'changed' : ''}">${shape && shape.length > 0 ? shortSizes(shape) : '?'}</span>
    <span class="frame-detail secondary">${detail}</span>
    <span class="frame-cost figures secondary">${bar?.text ?? ''}</span>
    <span class="bar ${state.settings.metric === 'time' ? 'measured' : ''} ${bar?.share ? '' : 'none'}"
      ><span style=${styleMap({ width: `${(bar?.share ?? 0) * 100}%` })}></span
    ></span>
  </li>`;
}

function picture(row: FilmRow, { state, running }: Context): TemplateResult {
  if (row.unknown?.kind === 'layer') return html`<span class="no-picture unknown" aria-hidden="true">?</span>`;
  if (state.run.state === 'failed' && state.run.key === row.key) {
    return html`<span class="no-picture">${icon('error', 'error')}</span>`;
  }
  const isInput = row.isInput && row.parents.length === 0;
  const result = resultOf(state, row);
  const pixels = (isInput ? inputPicture(state) : null) ?? (result ? thumbnail(result.summary, state) : null);
  if (!pixels && running === row.key)
    return html`<span class="no-picture">${icon('loading', 'codicon-modifier-spin')}</span>`;
  const stretch = result?.summary.layout.kind === 'vector' ? 'stretch' : '';
  return html`<convlens-picture class=${stretch} .pixels=${pixels}></convlens-picture>`;
}

/** Not computed, while others are. */
function isWaiting(row: FilmRow, state: State): boolean {
  return state.results.size > 0 && resultOf(state, row) === undefined && state.run.state !== 'idle';
}

function timesOf(state: State): ReadonlyMap<string, number> {
  return new Map([...state.results].map(([key, result]) => [key, result.milliseconds]));
}

function toggle(event: Event, row: FilmRow, panel: Panel): void {
  if (!row.foldable) return;
  event.stopPropagation();
  panel.fold(row.key);
}

/** Selection follows focus; Enter goes to the code. */
function key(event: KeyboardEvent, rows: readonly FilmRow[], panel: Panel): void {
  // The state of now: two keys may come between two drawings.
  const state = panel.current();
  const list = event.currentTarget;
  if (!(list instanceof Element) || event.ctrlKey || event.metaKey || event.altKey) return;
  const place = rows.findIndex((row) => row.key === state.selection.row);
  const row = rows[place];
  const current = row?.key ?? '';
  if (event.key === 'Enter') panel.locate(true);
  const strip = getComputedStyle(list).flexDirection === 'row';
  const folded = row !== undefined && isFolded(row, new Set(state.settings.folded));
  const move = treeMove(event.key, Math.max(0, place), rows, folded, strip);
  if (!move) return;
  event.preventDefault();
  if ('fold' in move) panel.fold(current);
  else goTo(rows[move.goTo], list, panel);
}

function goTo(row: FilmRow | undefined, list: Element, panel: Panel): void {
  if (!row) return;
  panel.select(row.key);
  const item = list.querySelector(`[data-key="${CSS.escape(row.key)}"]`);
  if (item instanceof HTMLElement) item.focus();
}
