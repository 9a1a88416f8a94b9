import * as l10n from '@vscode/l10n';
import type { TemplateResult } from 'lit';
import { hasOutputParts } from '../../../core/engine/inspect/output-parts.ts';
import { hasRecurrentParts } from '../../../core/engine/inspect/recurrent-parts.ts';
import { isOperatorName } from '../../../core/operators/index.ts';
import type { Panel } from '../../panel/panel.ts';
import { shownLayer } from '../../state/shown-layer.ts';
import type { State } from '../../state/state.ts';
import type { ValueFacts } from '../../worker/protocol.ts';
import type { ModeView } from '../mode-view.ts';
import { windowReader } from './reader.ts';
import { recurrentView } from './recurrent.ts';
import type { Looked } from './shown.ts';
import { windowStage, windowView } from './stage.ts';

/** One value of the selected layer and what it is made of: window × kernel = products, sum, bias, what follows. */
export const windowMode: ModeView = {
  title: l10n.t('Window'),
  unavailable: ({ layer }) => {
    if (layer.model) return l10n.t('A model has many windows: choose a layer inside it');
    const { operator } = layer;
    if (isOperatorName(operator) && (hasOutputParts(operator) || hasRecurrentParts(operator))) return null;
    return l10n.t('Its values are no sum, mean or maximum over one window');
  },
  show: (state, panel) => {
    const layer = shownLayer(state);
    const { window, maps } = state;
    const facts = window?.key === state.selection.row ? window.facts : null;
    const isVector = maps?.summary.layout.kind === 'vector';
    const looked = layer && maps && window ? { layer, maps, window } : null;
    return {
      stage: looked && facts ? stageOf(state, panel, looked, facts) : null,
      reader: windowReader(facts && window, facts, isVector),
    };
  },
};

function stageOf(state: State, panel: Panel, looked: Looked, facts: ValueFacts): TemplateResult {
  const body =
    facts.how === 'recurrent'
      ? recurrentView(state, panel, looked, facts)
      : windowView(state, panel, { ...looked, facts });
  return windowStage(state, panel, looked, body);
}
