import * as l10n from '@vscode/l10n';
import { hasMatrix } from '../../../core/engine/inspect/matrix-parts.ts';
import { isOperatorName } from '../../../core/operators/index.ts';
import type { ModeView } from '../mode-view.ts';
import { matrixReader } from './reader.ts';
import { matrixStage } from './stage.ts';

/** The selected layer as the sparse matrix that it is, its rows linked to the windows. */
export const matrixMode: ModeView = {
  title: l10n.t('Matrix'),
  unavailable: ({ layer }) => {
    if (layer.operator === 'dense') return l10n.t('The matrix of a dense layer is its kernel: see Kernels');
    return isOperatorName(layer.operator) && hasMatrix(layer.operator)
      ? null
      : l10n.t('It is no matrix of one kernel that moves over an image or a sequence');
  },
  show: (state, panel) => {
    const { matrix } = state;
    const facts = matrix?.key === state.selection.row ? matrix.facts : null;
    return { stage: facts && matrixStage(state, panel, facts), reader: matrixReader(state, facts) };
  },
};
