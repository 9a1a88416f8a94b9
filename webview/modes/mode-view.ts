import type { TemplateResult } from 'lit';
import type { FilmRow } from '../models/film.ts';
import type { Panel } from '../panel/panel.ts';
import type { State } from '../state/state.ts';

export interface ModeView {
  readonly title: string;
  /** Why it has nothing to show of a layer, null where it has. */
  unavailable(row: FilmRow): string | null;
  /** What it puts into the panel for the selected layer. */
  show(
    state: State,
    panel: Panel,
  ): {
    /** Null while there is nothing to show: the stage then says why. */
    readonly stage: TemplateResult | null;
    readonly reader: TemplateResult;
  };
}
