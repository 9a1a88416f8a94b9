import { hasOutputParts } from '../../../core/engine/inspect/output-parts.ts';
import { isOperatorName } from '../../../core/operators/index.ts';
import { shownLayer } from '../../state/shown-layer.ts';
import type { ModeView } from '../mode-view.ts';
import { windowReader } from './reader.ts';
import { windowStage } from './stage.ts';

/** One value of the selected layer and what it is made of: window × kernel = products, sum, bias, what follows. */
export const windowMode: ModeView = {
  title: 'Window',
  unavailable: ({ layer }) => {
    if (layer.model) return 'A model has many windows: choose a layer inside it';
    if (isOperatorName(layer.operator) && hasOutputParts(layer.operator)) return null;
    return 'Its values are no sum, mean or maximum over one window';
  },
  show: (state, panel) => {
    const layer = shownLayer(state);
    const { window, maps } = state;
    const facts = window?.key === state.selection.row ? window.facts : null;
    return {
      stage: layer && maps && window && facts ? windowStage(state, panel, { layer, maps, window, facts }) : null,
      reader: windowReader(facts && window, facts, maps?.summary.layout.kind === 'vector'),
    };
  },
};
