import * as l10n from '@vscode/l10n';
import { operatorOf } from '../../../core/graph/infer.ts';
import type { ModeView } from '../mode-view.ts';
import { whatIfReader } from './reader.ts';
import { whatIfStage } from './stage.ts';

/** The selected layer with other arguments: sizes and costs over each, and the edit that would make it so. */
export const whatIfMode: ModeView = {
  title: l10n.t('What if'),
  unavailable: ({ layer, isInput }) => {
    if (isInput) return l10n.t('An input has no arguments to try: choose a layer, and try the input size there');
    if (layer.model) return l10n.t('A model has no arguments of its own: choose a layer inside it');
    return operatorOf(layer) ? null : l10n.t('Too little is known of it to say what other arguments would do');
  },
  show: (state, panel) => {
    const { whatIf } = state;
    const shown = whatIf?.key === state.selection.row ? whatIf : null;
    return { stage: shown && whatIfStage(state, panel, shown), reader: whatIfReader(shown) };
  },
};
