import type { TemplateResult } from 'lit';
import type { Panel } from '../panel/panel.ts';
import type { State } from '../state/state.ts';

/** What a mode puts into the panel for the selected layer. */
export type ModeView = (
  state: State,
  panel: Panel,
) => {
  /** Null while there is nothing to show: the stage then says why. */
  readonly stage: TemplateResult | null;
  readonly reader: TemplateResult;
};
