import * as l10n from '@vscode/l10n';
import { hasKernels } from '../../../core/engine/inspect/kernel-parts.ts';
import { isOperatorName } from '../../../core/operators/index.ts';
import type { ModeView } from '../mode-view.ts';
import { kernelReader } from './reader.ts';
import { kernelStage } from './stage.ts';

/** The selected layer's weights as images: one filter in numbers, how separable it is, and what it makes of the input. */
export const kernelsMode: ModeView = {
  title: l10n.t('Kernels'),
  unavailable: ({ layer }) => {
    if (layer.model) return l10n.t('A model has many layers: choose one inside it');
    return isOperatorName(layer.operator) && hasKernels(layer.operator) ? null : l10n.t('It has no kernel');
  },
  show: (state, panel) => {
    const { kernels } = state;
    const facts = kernels?.key === state.selection.row ? kernels.facts : null;
    return {
      stage: kernels && facts ? kernelStage(state, panel, kernels, facts) : null,
      reader: kernelReader(facts),
    };
  },
};
